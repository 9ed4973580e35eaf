"""Deciding on the page: what it does, what it asks for, and what is told to who came too late."""

import pytest
from django.urls import reverse

from core import clock
from reviews.actions.deciding import pass_step, return_review
from reviews.enums import ReviewStatus
from reviews.models import Review
from tests.support.factories import user_with
from tests.support.reviews import UNIT_CODE, begin, bring_to


@pytest.fixture
def waiting(review, staff):
    return bring_to(review, staff, 4)


@pytest.fixture
def act(as_user):
    """Send one of the forms of the page, as it was opened."""

    def sent(user, review, name, **data):
        seen = {"seen": f"{review.step_id}:{review.round}"}
        return as_user(user).post(reverse("review_act", args=[review.pk, name]), {**seen, **data}, follow=True)

    return sent


def fresh(review):
    return Review.objects.for_list().get(pk=review.pk)


def test_a_decision_goes_on_and_offers_the_next_one(act, waiting, staff):
    other = bring_to(begin(staff, ref="2"), staff, 4)
    shown = act(staff.unit_reviewer, waiting, "pass", opinion="情况属实")
    assert fresh(waiting).step.number == 5
    assert fresh(waiting).records.get(step__number=4).opinion == "情况属实"
    assert "已同意：赵小兰（入档）。下一环节：县级评议。" in shown.content.decode()
    assert shown.context["after"] == other


def test_a_return_needs_a_reason_and_comes_back_filled_in(act, waiting, staff):
    first = waiting.procedure.steps.get(number=1)
    shown = act(staff.unit_reviewer, waiting, "return", to_step=first.pk, reason="")
    assert shown.context["forms"]["return"].errors.keys() == {"reason"}
    act(staff.unit_reviewer, waiting, "return", to_step=first.pk, reason="补证明")
    assert fresh(waiting).status == ReviewStatus.RETURNED


def test_refusing_needs_a_reason_and_ends_it(act, waiting, staff):
    act(staff.unit_reviewer, waiting, "refuse", opinion="")
    assert fresh(waiting).status == ReviewStatus.OPEN
    act(staff.unit_reviewer, waiting, "refuse", opinion="收入超标")
    assert fresh(waiting).status == ReviewStatus.REFUSED


def test_whose_turn_it_is_not_is_refused(act, waiting, staff):
    assert act(staff.county_reviewer, waiting, "pass").status_code == 403
    assert act(staff.outsider, waiting, "pass").status_code == 404
    assert fresh(waiting).step.number == 4


def test_who_comes_too_late_is_told_by_whom_and_loses_nothing_typed(act, waiting, staff):
    second = user_with("reviewer", UNIT_CODE, username="second", name="厂审核二")
    pass_step(waiting, by=second)
    shown = act(staff.unit_reviewer, waiting, "refuse", opinion="收入超过标准")
    assert fresh(waiting).step.number == 5
    assert "厂审核二 于" in shown.content.decode()
    assert "收入超过标准" in shown.content.decode()


def test_a_second_press_changes_nothing(act, waiting, staff):
    for _twice in range(2):
        act(staff.unit_reviewer, waiting, "pass")
    assert fresh(waiting).step.number == 5


def test_an_appraisal_is_entered_with_its_votes(act, review, staff):
    facts = {"held_on": clock.today(), "place": "会议室", "chair": "主席", "attendees": "甲乙丙", "attended": 3}
    votes = {"votes_for": 2, "votes_against": 1, "votes_abstain": 0}
    shown = act(staff.unit_officer, review, "appraise", **facts | {"attended": 2}, **votes)
    assert "少于规定的 3 人" in str(shown.context["forms"]["appraise"].errors["attended"])
    act(staff.unit_officer, review, "appraise", **facts, **votes)
    assert fresh(review).step.number == 3


def test_an_assessment_ends_the_way(act, review, staff):
    passed = bring_to(review, staff, 10)
    act(staff.prefecture_registrar, passed, "assess", opinion="程序完整")
    assert (fresh(review).status, fresh(review).step) == (ReviewStatus.PASSED, None)


def test_the_officer_withdraws_with_a_reason(act, waiting, staff):
    assert act(staff.unit_reviewer, waiting, "withdraw", reason="误报").status_code == 403
    act(staff.unit_officer, waiting, "withdraw", reason="误报")
    assert fresh(waiting).status == ReviewStatus.WITHDRAWN


def test_a_returned_one_is_handed_in_again(act, waiting, staff):
    first = waiting.procedure.steps.get(number=1)
    back = return_review(waiting, by=staff.unit_reviewer, to_step=first, reason="补证明")
    assert act(staff.county_reviewer, back, "resubmit").status_code == 403
    act(staff.unit_officer, back, "resubmit", opinion="已补")
    assert (fresh(back).status, fresh(back).round) == (ReviewStatus.OPEN, 2)
    assert back.submissions.count() == 2
