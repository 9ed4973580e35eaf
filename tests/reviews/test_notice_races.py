"""Two people, two presses, an objection in the second of the closing: real threads, a real database."""

import uuid

import pytest

from core.errors import Conflict, DomainError
from organizations.enums import Role
from reviews.actions.closing import close_due_notices, close_notice
from reviews.actions.notices import draw_notice
from reviews.actions.objections import Said, raise_objection
from reviews.actions.starting import withdraw_review
from reviews.models import Notice, Objection, Record, Review
from tests.support.factories import user_with
from tests.support.notices import answered, posted, ran, running, waiting
from tests.support.races import at_once, one_before_the_other, told_apart
from tests.support.reviews import UNIT_CODE, Staff

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference", "said")]


@pytest.fixture
def staff():
    return Staff.hire()


@pytest.fixture
def second(staff):
    """Another 经办 of the same unit."""
    return user_with(Role.OFFICER, UNIT_CODE, username="second-officer", name="厂经办二")


def test_two_people_close_once_and_one_is_told_who_did(staff, second):
    notice = ran(staff, 2)
    acts = [lambda by=by: close_notice(notice, by=by) for by in (staff.unit_officer, second)]
    done, refusals = told_apart(at_once(*acts))
    assert ([len(batch.done) for batch in done], len(refusals)) == ([2], 1)
    assert isinstance(refusals[0], Conflict)
    assert "厂经办" in refusals[0].message
    assert Record.objects.filter(step__number=3).count() == 2


def test_a_double_click_closes_once(staff):
    notice = ran(staff)
    done, refusals = told_apart(at_once(*[lambda: close_notice(notice, by=staff.unit_officer)] * 2))
    assert (sorted(len(batch.done) for batch in done), refusals) == ([0, 1], [])


def test_a_person_and_the_job_close_once(staff):
    notice = ran(staff)
    at_once(close_due_notices, lambda: close_notice(notice, by=staff.unit_officer))
    assert Record.objects.filter(step__number=3).count() == 1


def test_an_objection_before_the_close_is_committed_keeps_it_open(staff):
    notice, said = ran(staff), Said(text="该户有车。")
    received = {"by": staff.unit_officer, "received_on": notice.ends_on}
    with pytest.raises(DomainError, match="1 件异议没有答复"):
        one_before_the_other(
            lambda: raise_objection(notice, said=said, **received), lambda: close_notice(notice, by=staff.unit_officer)
        )
    assert Review.objects.get().step.number == 3


def test_an_objection_in_the_second_of_the_close_comes_too_late(staff):
    notice, said = ran(staff), Said(text="该户有车。")
    received = {"by": staff.unit_officer, "received_on": notice.ends_on}
    with pytest.raises(DomainError, match="已结束"):
        one_before_the_other(
            lambda: close_notice(notice, by=staff.unit_officer), lambda: raise_objection(notice, said=said, **received)
        )
    assert not Objection.objects.exists()


def test_a_form_sent_twice_is_one_objection(staff):
    notice, key, said = running(staff), uuid.uuid4(), Said(text="该户有车。")
    done, refusals = told_apart(at_once(*[lambda: raise_objection(notice, said=said, sent_key=key)] * 2))
    assert (len({found.pk for found in done}), refusals) == (1, [])


def test_two_notices_over_the_same_reviews_are_one(staff, second):
    reviews = waiting(staff, 2)
    acts = [lambda by=by: draw_notice(reviews, by=by) for by in (staff.unit_officer, second)]
    done, refusals = told_apart(at_once(*acts))
    assert (len(done), len(refusals), Notice.objects.count()) == (1, 1, 1)


def test_a_double_click_draws_once_and_posts_once(staff):
    reviews = waiting(staff, 2)
    done, refusals = told_apart(at_once(*[lambda: draw_notice(reviews, by=staff.unit_officer)] * 2))
    assert (len({notice.pk for notice in done}), refusals) == (1, [])
    assert told_apart(at_once(*[lambda: posted(done[0], staff)] * 2))[1] == []


def test_two_answers_are_one_and_the_other_is_told(staff):
    found = raise_objection(running(staff), said=Said(text="该户有车。"))
    done, refusals = told_apart(at_once(*[lambda: answered(found, staff)] * 2))
    assert (len(done), refusals) == (2, [])


def test_a_review_withdrawn_in_the_second_of_the_close_is_left_alone(staff):
    notice = ran(staff, 2)
    review = notice.lines.first().review
    batch = one_before_the_other(
        lambda: withdraw_review(review, by=staff.unit_officer, reason="误报"),
        lambda: close_notice(notice, by=staff.unit_officer),
    )
    assert [done.title for done in batch.done] == ["职工2"]
    assert Review.objects.get(pk=review.pk).status == "withdrawn"
    assert Notice.objects.get().status == "closed"
