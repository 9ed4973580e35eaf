"""A review on its way through 12231: who acts on which step, and what the end of each leads to."""

import pytest

from core.errors import Conflict, DomainError, NotAllowed
from organizations.models import RoleAssignment, User
from reviews.actions.appraising import Votes, record_appraisal
from reviews.actions.checking import Seen
from reviews.actions.deciding import pass_many, pass_step, refuse_review, return_review
from reviews.actions.starting import resubmit_review, start_review, withdraw_review
from reviews.enums import ReviewStatus, Subject
from reviews.models import Review
from tests.support.factories import union
from tests.support.reviews import Staff, begin, bring_to, sitting, step_on

pytestmark = pytest.mark.django_db
BATCH_QUERIES = 14
DESKS = [
    "unit_officer",
    "unit_officer",
    "unit_reviewer",
    "county_officer",
    "county_officer",
    "county_reviewer",
    "prefecture_officer",
    "prefecture_approver",
    "prefecture_registrar",
]


@pytest.fixture
def staff():
    return Staff.hire()


@pytest.fixture
def review(staff):
    return begin(staff)


def fresh(review):
    return Review.objects.for_list().get(pk=review.pk)


def test_applying_is_the_first_step_and_leads_to_the_second(review, staff):
    record = review.records.get()
    assert (record.step.name, record.by, review.step.name) == ("申请", staff.unit_officer, "基层评议")


def test_each_step_waits_for_its_own_desk_and_the_last_decision_passes(review, staff):
    for desk in DESKS:
        assert staff.at(review) == getattr(staff, desk)
        assert review.status == (ReviewStatus.OPEN if desk != DESKS[-1] else ReviewStatus.PASSED)
        review = step_on(review, staff)
    assert (review.status, review.step, review.acting_path) == (ReviewStatus.PASSED, None, "")


def test_the_to_do_list_is_that_of_the_desk(review, staff):
    assert list(Review.objects.waiting_for(staff.unit_officer)) == [review]
    for other in (staff.unit_reviewer, staff.county_officer, staff.prefecture_approver, staff.outsider):
        assert not Review.objects.waiting_for(other).exists()


def test_an_outsider_sees_nothing(review, staff):
    assert not Review.objects.visible_to(staff.outsider).exists()
    assert list(Review.objects.visible_to(staff.prefecture_registrar)) == [review]


def test_a_stranger_to_each_step_is_refused(review, staff):
    review = bring_to(review, staff, 4)
    for stranger in (staff.unit_officer, staff.county_reviewer, staff.prefecture_approver, staff.outsider):
        with pytest.raises(NotAllowed, match="不是本环节的办理人"):
            pass_step(review, by=stranger)


def test_the_wrong_verb_for_a_step_is_refused(review, staff):
    with pytest.raises(Conflict, match="基层评议"):
        pass_step(review, by=staff.unit_officer)


def test_only_an_officer_of_the_union_or_above_applies(staff):
    facts = {"subject": Subject.ENTRY, "union": union("532524"), "title": "甲", "subject_ref": "1"}
    for stranger in (staff.outsider, staff.county_reviewer, staff.unit_officer):
        with pytest.raises(NotAllowed):
            start_review(**facts, content=[], facts={}, by=stranger)


def test_a_second_review_of_the_same_thing_is_refused_by_name(review, staff):
    with pytest.raises(Conflict, match=f"赵小兰（{review.number}，基层评议）正在办理"):
        begin(staff)


def test_deciding_twice_changes_nothing(review, staff):
    review = bring_to(review, staff, 4)
    seen = Seen(review.step_id, review.round)
    pass_step(review, by=staff.unit_reviewer, seen=seen)
    pass_step(review, by=staff.unit_reviewer, seen=seen)
    assert fresh(review).step.number == 5
    assert review.records.count() == 4


def test_refusing_needs_a_reason_and_ends_the_review(review, staff):
    review = bring_to(review, staff, 4)
    with pytest.raises(DomainError, match="理由"):
        refuse_review(review, by=staff.unit_reviewer, opinion=" ")
    refuse_review(review, by=staff.unit_reviewer, opinion="收入高于标准")
    assert (fresh(review).status, fresh(review).step) == (ReviewStatus.REFUSED, None)


def test_a_return_goes_to_the_step_named_and_counts_a_round(review, staff):
    review = bring_to(review, staff, 7)
    steps = {step.number: step for step in review.procedure.steps.all()}
    return_review(review, by=staff.county_reviewer, to_step=steps[5], reason="评议材料不全")
    again = fresh(review)
    assert (again.step, again.round, again.status) == (steps[5], 2, ReviewStatus.OPEN)
    assert step_on(step_on(again, staff), staff).step == steps[7]


def test_who_returned_a_case_decides_on_it_when_it_comes_back(review, staff):
    review = bring_to(review, staff, 4)
    return_review(review, by=staff.unit_reviewer, to_step=review.procedure.steps.get(number=2), reason="票数有误")
    again = bring_to(review, staff, 4)
    pass_step(again, by=staff.unit_reviewer)
    assert (fresh(again).step.number, fresh(again).round) == (5, 2)


def test_a_return_to_the_application_waits_for_its_officer(review, staff):
    review = bring_to(review, staff, 4)
    first = review.procedure.steps.get(number=1)
    return_review(review, by=staff.unit_reviewer, to_step=first, reason="补收入证明")
    assert fresh(review).status == ReviewStatus.RETURNED
    resubmit_review(review, content=[["家庭", [["家庭人口", "4"]]]], facts={}, by=staff.unit_officer)
    again = fresh(review)
    assert (again.status, again.step.number, again.round) == (ReviewStatus.OPEN, 2, 2)
    assert [s.round for s in review.submissions.all()] == [1, 2]


def test_a_return_needs_a_reason_and_an_earlier_step(review, staff):
    review = bring_to(review, staff, 4)
    steps = {step.number: step for step in review.procedure.steps.all()}
    with pytest.raises(DomainError, match="原因"):
        return_review(review, by=staff.unit_reviewer, to_step=steps[1], reason="")
    with pytest.raises(DomainError, match="更早"):
        return_review(review, by=staff.unit_reviewer, to_step=steps[4], reason="再议")


def test_an_application_is_withdrawn_with_a_reason(review, staff):
    with pytest.raises(DomainError, match="原因"):
        withdraw_review(review, by=staff.unit_officer, reason="")
    with pytest.raises(NotAllowed):
        withdraw_review(review, by=staff.unit_reviewer, reason="误报")
    for _twice in range(2):
        withdraw_review(review, by=staff.unit_officer, reason="误报")
    assert fresh(review).status == ReviewStatus.WITHDRAWN


def test_nobody_decides_twice_in_one_review(review, staff):
    place = staff.county_reviewer.role_assignments.get()
    RoleAssignment.objects.create(
        user=staff.unit_reviewer,
        role=place.role,
        union=place.union,
        valid_from=place.valid_from,
        expires_on=place.expires_on,
    )
    review = bring_to(review, staff, 7)
    again = User.objects.get(pk=staff.unit_reviewer.pk)
    with pytest.raises(NotAllowed, match="基层初审"):
        pass_step(review, by=again)


def test_many_are_decided_at_once_and_the_others_told_apart(staff, django_assert_num_queries):
    reviews = [bring_to(begin(staff, ref=str(n)), staff, 4) for n in range(3)]
    elsewhere = begin(staff, ref="9")
    with django_assert_num_queries(BATCH_QUERIES + 1):  # and who was the last to act on the one that is refused
        batch = pass_many([*reviews[:1], elsewhere], by=User.objects.get(pk=staff.unit_reviewer.pk))
    assert ([r.pk for r in batch.done], [r.pk for r, _e in batch.refused]) == ([reviews[0].pk], [elsewhere.pk])
    with django_assert_num_queries(BATCH_QUERIES):
        assert len(pass_many(reviews[1:], by=User.objects.get(pk=staff.unit_reviewer.pk)).done) == 2


@pytest.mark.parametrize(
    ("facts", "votes", "message"),
    [
        ({"attended": 2}, Votes(2), "少于规定的 3 人"),
        ({"attended": 5}, Votes(3, 1), "与到会 5 人不符"),
    ],
)
def test_a_meeting_without_quorum_or_with_wrong_votes_is_refused(review, staff, facts, votes, message):
    with pytest.raises(DomainError, match=message):
        record_appraisal(review, by=staff.unit_officer, sitting=sitting(**facts), votes=votes)


def test_votes_that_do_not_suffice_refuse(review, staff):
    record_appraisal(review, by=staff.unit_officer, sitting=sitting(attended=4), votes=Votes(2, 1, 1))
    assert fresh(review).status == ReviewStatus.REFUSED
