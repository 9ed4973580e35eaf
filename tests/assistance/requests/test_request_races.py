"""Two officers apply for the same household and item, or with the same bill, at the same moment: one application."""

import pytest

from assistance.models import AidRequest
from core.errors import Conflict, DomainError
from organizations.enums import Role
from reviews.models import Review
from tests.support.aid_requests import asked, item_with_rule
from tests.support.ceilings import bill
from tests.support.factories import HouseholdFactory, user_with
from tests.support.races import at_once, one_before_the_other, told_apart

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


@pytest.fixture
def two():
    """Two officers of 建水县."""
    return [user_with(Role.OFFICER, username=f"officer-{number}") for number in (1, 2)]


def test_two_who_apply_for_one_household_make_one_application(two):
    household, item = HouseholdFactory(), item_with_rule()
    done, refused = told_apart(at_once(*(lambda by=by: asked(household, by, item=item) for by in two)))
    assert [type(refusal) for refusal in refused] == [Conflict]
    assert "请先办结或撤回" in refused[0].message
    assert list(AidRequest.objects.all()) == done
    assert Review.objects.count() == 1


def test_a_bill_goes_to_who_was_first(two):
    household, item, other = HouseholdFactory(), item_with_rule(), item_with_rule(name="医疗救助")
    paper = bill(household, 500, by=two[0])
    with pytest.raises(DomainError, match="已用于其他申请"):
        one_before_the_other(
            lambda: asked(household, two[0], item=item, bills=[paper]),
            lambda: asked(household, two[1], item=other, bills=[paper]),
        )
    assert AidRequest.objects.get().created_by == two[0]
