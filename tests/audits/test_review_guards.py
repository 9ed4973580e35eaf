"""What keeps the archive and its running review together, and who has ties through whom he stands in for."""

import pytest
from django.db import InternalError, connection, transaction

from audits.actions.household_reviews import apply_for_entry
from core import clock
from core.errors import DomainError, NotAllowed
from households.actions.lifecycle import discard_draft
from households.enums import Status
from organizations.enums import Role
from reviews.actions.deciding import pass_many, pass_step, return_review
from reviews.actions.delegating import delegate
from reviews.actions.starting import withdraw_review
from tests.support.exits import ready
from tests.support.factories import user_with
from tests.support.reviews import UNIT_CODE, Staff, bring_to, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return Staff.hire()


@pytest.fixture
def draft(staff):
    return ready(staff, status=Status.DRAFT, filed_on=None)


@pytest.fixture
def returned(draft, staff):
    """An entry that waits for its applicant to hand it in again."""
    review = bring_to(apply_for_entry(draft, by=staff.unit_officer), staff, 4)
    first = review.procedure.steps.get(number=1)
    return return_review(review, by=staff.unit_reviewer, to_step=first, reason="收入有误")


def test_a_draft_is_discarded_only_after_its_returned_review_is_withdrawn(draft, returned, staff):
    with pytest.raises(DomainError, match=f"审核 {returned.number}（已退回）尚未办结，请先撤回"):
        discard_draft(draft, by=staff.unit_officer, cause="不再申请")
    withdraw_review(returned, by=staff.unit_officer, reason="不再申请")
    assert discard_draft(draft, by=staff.unit_officer, cause="不再申请").status == Status.CANCELLED


def test_nor_by_a_bare_statement(draft, returned):
    with pytest.raises(InternalError, match="only by a review"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE households_household SET status = 'cancelled' WHERE id = %s", [draft.pk])


@pytest.mark.parametrize("lent", [False, True])
def test_who_filed_it_has_nobody_decide_it_in_his_place(draft, staff, lent):
    draft.created_by = staff.unit_reviewer
    draft.save(update_fields=["created_by"])
    review = bring_to(apply_for_entry(draft, by=staff.unit_officer), staff, 4)
    by, day = staff.unit_reviewer, clock.today()
    if lent:
        by = user_with(Role.FINANCE, UNIT_CODE, username="colleague", name="厂同事")
        facts = {"role": Role.REVIEWER, "union": unit(), "starts_on": day, "ends_on": day}
        delegate(by=staff.unit_reviewer, to_user=by, **facts)
    with pytest.raises(NotAllowed, match="须回避"):
        pass_step(review, by=Staff.again(by))
    assert pass_many([review], by=Staff.again(by)).done == []
