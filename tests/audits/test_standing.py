"""Whoever applied reads at which step the review stands, and nothing of who is at it or why."""

import pytest

from audits.actions.household_reviews import apply_for_entry
from households.enums import Status
from households.standing import application_status
from reviews.actions.deciding import refuse_review, return_review
from tests.support.exits import decided, ready
from tests.support.reviews import Staff, bring_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return Staff.hire()


@pytest.fixture
def draft(staff):
    return ready(staff, status=Status.DRAFT, filed_on=None)


def told(household) -> str:
    household.refresh_from_db()
    return application_status(household)


@pytest.mark.parametrize("number", [2, 6, 9])
def test_the_step_is_named(draft, staff, number):
    review = bring_to(apply_for_entry(draft, by=staff.unit_officer), staff, number)
    assert told(draft) == f"审核中：{review.step.name}"


def test_what_was_sent_back_says_so_without_the_reason(draft, staff):
    review = bring_to(apply_for_entry(draft, by=staff.unit_officer), staff, 4)
    return_review(review, by=staff.unit_reviewer, to_step=review.procedure.steps.get(number=1), reason="核对类别")
    assert told(draft) == "已退回建档单位补充资料"


def test_a_refusal_tells_no_reason(draft, staff):
    review = bring_to(apply_for_entry(draft, by=staff.unit_officer), staff, 4)
    refuse_review(review, by=staff.unit_reviewer, opinion="收入高于标准")
    assert told(draft) == "未通过审核，请向建档单位了解原因"


def test_once_decided_it_is_on_file(draft, staff):
    assert told(draft) == "已收到申请，工会正在核对资料"
    decided(apply_for_entry(draft, by=staff.unit_officer), staff)
    assert told(draft) == "已审核通过，建档在册"


def test_one_query(draft, staff, django_assert_num_queries):
    apply_for_entry(draft, by=staff.unit_officer)
    draft.refresh_from_db()
    with django_assert_num_queries(1):
        application_status(draft)
