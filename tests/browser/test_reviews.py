"""Deciding on a real screen: a batch on a phone, and the pages at a desk."""

import pytest

from audits.actions.household_reviews import apply_for_entry
from households.enums import Status
from reviews.models import Review
from tests.support.exits import ready
from tests.support.reviews import Staff, begin, bring_to

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


@pytest.fixture
def staff(reference):
    return Staff.hire()


@pytest.fixture
def waiting(staff):
    """Three that wait for the reviewer of the unit."""
    return [bring_to(begin(staff, ref=str(n), title=name), staff, 4) for n, name in enumerate(["甲", "乙", "丙"])]


def numbers():
    return sorted(Review.objects.values_list("step__number", flat=True))


def test_many_are_decided_on_a_phone(phone, waiting):
    page = phone.log_in("unit-reviewer")
    phone.open("/reviews/")
    phone.keep("reviews-phone")
    for name in ("甲", "乙"):
        page.get_by_label(f"选择 {name}").check()
    page.get_by_role("button", name="同意", exact=True).click()
    page.get_by_text("将同意 2 件：基层初审 2 件。").wait_for()
    phone.keep("reviews-batch")
    page.get_by_role("button", name="确定同意 2 件").click()
    page.get_by_text("已同意 2 件。").wait_for()
    assert numbers() == [4, 5, 5]


def test_an_officer_sees_the_appraisal_the_procedure_and_the_delegations_well_made(desk, staff):
    review = apply_for_entry(ready(staff, status=Status.DRAFT), by=staff.unit_officer)
    desk.log_in("unit-officer")
    for name, path in (("appraise", review.get_absolute_url()), ("delegations", "/me/delegations/")):
        desk.open(path)
        desk.keep(f"reviews-{name}")
    desk.open(f"/procedures/{review.procedure_id}/")
    desk.keep("reviews-procedure")
