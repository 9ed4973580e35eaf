"""Two people, and two presses, at the same step in the same moment: real threads, a real database."""

import pytest

from core.errors import Conflict
from organizations.enums import Role
from organizations.models import User
from reviews.actions.appraising import Votes, record_appraisal
from reviews.actions.checking import Seen
from reviews.actions.deciding import pass_step, refuse_review, return_review
from reviews.actions.starting import withdraw_review
from reviews.enums import Outcome
from reviews.models import Appraisal, Meeting, Review
from tests.support.factories import user_with
from tests.support.races import at_once, one_before_the_other, told_apart
from tests.support.reviews import UNIT_CODE, Staff, begin, bring_to, sitting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


@pytest.fixture
def staff():
    return Staff.hire()


@pytest.fixture
def review(staff):
    return bring_to(begin(staff), staff, 4)


@pytest.fixture
def second(staff):
    """Another 审核 of the same unit."""
    return user_with(Role.REVIEWER, UNIT_CODE, username="second-reviewer", name="厂审核二")


def seen_of(review):
    return Seen(review.step_id, review.round)


def test_two_approvers_of_one_step_make_one_decision_and_one_is_told(review, staff, second):
    people, seen = (staff.unit_reviewer, second), seen_of(review)
    acts = [lambda by=by: pass_step(review, by=by, seen=seen) for by in people]
    done, refusals = told_apart(at_once(*acts))
    record = review.records.get(step=review.step)
    assert (len(done), len(refusals)) == (1, 1)
    assert isinstance(refusals[0], Conflict)
    assert record.by.name in refusals[0].message
    assert Review.objects.get(pk=review.pk).step.number == 5


def test_one_for_and_one_against_make_one_decision(review, staff, second):
    seen = seen_of(review)
    done, refusals = told_apart(
        at_once(
            lambda: pass_step(review, by=staff.unit_reviewer, seen=seen),
            lambda: refuse_review(review, by=second, opinion="收入不符", seen=seen),
        )
    )
    assert (len(done), len(refusals), review.records.filter(step=review.step).count()) == (1, 1, 1)


def test_a_double_click_decides_once(review, staff):
    seen = seen_of(review)
    acts = [lambda: pass_step(review, by=User.objects.get(pk=staff.unit_reviewer.pk), seen=seen)] * 2
    done, refusals = told_apart(at_once(*acts))
    assert (len(done), refusals) == (2, [])
    assert review.records.filter(step=review.step).count() == 1


def test_a_double_click_on_a_return_returns_once(review, staff):
    first, seen = review.procedure.steps.get(number=2), seen_of(review)
    acts = [lambda: return_review(review, by=staff.unit_reviewer, to_step=first, reason="再议", seen=seen)] * 2
    assert told_apart(at_once(*acts))[1] == []
    assert Review.objects.get(pk=review.pk).round == 2


def test_an_appraisal_sent_twice_is_one_meeting(staff):
    review = begin(staff)
    seen = seen_of(review)
    facts = {"by": staff.unit_officer, "sitting": sitting(), "votes": Votes(5), "seen": seen}
    assert told_apart(at_once(*[lambda: record_appraisal(review, **facts)] * 2))[1] == []
    assert (Meeting.objects.count(), Appraisal.objects.count()) == (1, 1)


def test_applying_twice_makes_one_review(staff):
    done, refusals = told_apart(at_once(*[lambda: begin(staff)] * 2))
    assert (len(done), len(refusals), Review.objects.count()) == (1, 1, 1)


def test_a_withdrawal_that_waited_for_a_decision_leaves_from_the_step_it_led_to(review, staff):
    one_before_the_other(
        lambda: pass_step(review, by=staff.unit_reviewer),
        lambda: withdraw_review(review, by=staff.unit_officer, reason="材料有误"),
    )
    last = review.records.order_by("id").last()
    assert (last.outcome, last.step.number) == (Outcome.WITHDRAW, 5)
