"""The field work: errands, interviews through their states, who cannot be asked, and what an assessor sees when."""

import datetime

import pytest

from audits.actions.verification.fieldwork import (
    Unanswered,
    accept_interviews,
    agree_interviews,
    assign_sample,
    save_answers,
    send_back,
    submit_interview,
)
from audits.actions.verification.leaving import leave_sample
from audits.actions.verification.projects import draw_sample
from audits.models import Interview, SampleUnit
from audits.verification.enums import InterviewStatus, LeftReason, ProjectStatus, Round
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from organizations.enums import Role
from organizations.models import User
from tests.support.factories import HouseholdFactory, union
from tests.support.verification import answers_of, assessors, in_the_field, verification

pytestmark = pytest.mark.django_db
NOTE = "11 月 3 日、5 日、9 日上门未遇，邻居证实。"


@pytest.fixture
def people():
    return assessors(2)


@pytest.fixture
def running(provincial, people):
    """Twenty archives, half of them in the sample, accepted by two assessors."""
    HouseholdFactory.create_batch(20)
    return in_the_field(provincial, people, margin="0.22", blind_share="0.2", phone_share="0.1")


@pytest.fixture
def interview(running, people):
    return running.interviews.filter(assessor=people[0], round=Round.FIRST).order_by("pk")[0]


def handed_in(interview, **more):
    by = interview.assessor
    return submit_interview(interview, by=by, raw=answers_of(interview, **more), version=interview.version)


def test_everybody_has_a_first_visit_and_some_a_second_by_another(running, people):
    first = dict(running.interviews.filter(round=Round.FIRST).values_list("sample", "assessor"))
    assert first.keys() == set(running.sample.values_list("pk", flat=True))
    again = running.interviews.exclude(round=Round.FIRST)
    assert again.exists()
    assert all(first[one.sample_id] != one.assessor_id for one in again)


def test_a_second_press_shares_out_nothing(running, provincial, people):
    before = running.interviews.count()
    assign_sample(running, by=provincial, assessors=people)
    assert running.interviews.count() == before


@pytest.mark.parametrize(
    ("change", "words"),
    [({"agency": None}, "请另选"), ({"is_active": False}, "请另选"), ({}, "至少选两名核查员")],
)
def test_who_does_not_work_for_the_agency_there_is_refused(provincial, change, words):
    HouseholdFactory.create_batch(2)
    (alone,) = assessors(1)
    User.objects.filter(pk=alone.pk).update(**change)
    found = verification(provincial)
    draw_sample(found, by=provincial)
    with pytest.raises(DomainError, match=words):
        assign_sample(found, by=provincial, assessors=[User.objects.get(pk=alone.pk)])


def test_answers_are_kept_right_or_not_and_judged_when_handed_in(interview):
    saved = save_answers(interview, by=interview.assessor, raw={"persons": "many"}, version=0)
    assert (saved.status, saved.answers) == (InterviewStatus.IN_FIELD, {"persons": "many"})
    with pytest.raises(Unanswered) as refusal:
        submit_interview(saved, by=interview.assessor, raw={"persons": "many"}, version=1)
    assert refusal.value.wrong["persons"] == "请填写整数。"
    assert {"met", "identity_same", "satisfaction"} <= refusal.value.wrong.keys()


def test_two_windows_do_not_overwrite_each_other(interview):
    save_answers(interview, by=interview.assessor, raw={"persons": "2"}, version=0)
    with pytest.raises(Conflict, match="另一个窗口"):
        save_answers(interview, by=interview.assessor, raw={"persons": "3"}, version=0)


def test_nobody_keeps_a_book_in_an_answer(interview):
    with pytest.raises(DomainError, match="太长"):
        save_answers(interview, by=interview.assessor, raw={"remark": "长" * 60_000}, version=0)


def test_an_interview_goes_back_and_comes_in_again(interview, provincial):
    sent = send_back(handed_in(interview), by=provincial, reason="收入没有填写。")
    assert (sent.status, sent.return_reason) == (InterviewStatus.RETURNED, "收入没有填写。")
    again = submit_interview(sent, by=sent.assessor, raw=answers_of(sent, amount_wages="9600"), version=sent.version)
    (agreed,) = agree_interviews([again], by=provincial)
    assert (agreed.status, agreed.answers["amount_wages"]) == (InterviewStatus.AGREED, "9600.00")
    assert agree_interviews([again], by=provincial) == []


def test_what_was_handed_in_is_not_written_to(interview):
    sent = handed_in(interview)
    assert handed_in(sent).submitted_at == sent.submitted_at
    with pytest.raises(DomainError, match="不能再改"):
        save_answers(sent, by=sent.assessor, raw={}, version=sent.version)


@pytest.mark.parametrize("who", ["other", "officer", "provincial"])
def test_nobody_else_writes_an_interview(interview, people, officer, provincial, who):
    by = {"other": people[1], "officer": officer, "provincial": provincial}[who]
    with pytest.raises(NotAllowed):
        save_answers(interview, by=by, raw={}, version=0)


@pytest.mark.parametrize("who", ["assessor", "officer"])
def test_nobody_but_who_runs_it_sends_back_or_agrees(interview, officer, who):
    sent = handed_in(interview)
    by = {"assessor": sent.assessor, "officer": officer}[who]
    with pytest.raises(NotAllowed):
        send_back(sent, by=by, reason="再查")
    with pytest.raises(NotAllowed):
        agree_interviews([sent], by=by)


@pytest.mark.parametrize(("days", "sees"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_an_assessor_sees_from_the_first_to_the_last_day(running, people, days, sees):
    with clock.at(clock.today() + datetime.timedelta(days=days)):
        assert Interview.objects.in_hands_of(people[0]).exists() == sees


def test_who_verifies_elsewhere_by_now_sees_nothing_more_of_it(running, people):
    people[0].role_assignments.update(union=union("530100"))
    moved = User.objects.get(pk=people[0].pk)
    assert moved.scope.has(Role.ASSESSOR)
    assert not Interview.objects.in_hands_of(moved).exists()


def test_an_assessor_sees_nothing_once_it_is_over(running, people):
    type(running).objects.filter(pk=running.pk).update(status=ProjectStatus.JUDGING)
    assert not Interview.objects.in_hands_of(people[0]).exists()
    assert not Interview.objects.visible_to(people[0]).exists()
    assert not SampleUnit.objects.visible_to(people[0]).exists()


def test_who_cannot_be_asked_is_replaced_by_the_next_of_the_draw(interview, running):
    gone = interview.sample
    taken = leave_sample(interview, by=interview.assessor, reason=LeftReason.ABSENT, note=NOTE)
    assert (taken.replaces, taken.unit.place) == (gone, gone.stratum.sampled + 1)
    assert leave_sample(interview, by=interview.assessor, reason=LeftReason.ABSENT, note=NOTE) == taken
    rounds = set(Interview.objects.filter(sample=gone).values_list("round", "assessor", "status"))
    assert {status for *_who, status in rounds} == {InterviewStatus.DROPPED}
    kept = set(Interview.objects.filter(sample=taken).values_list("round", "assessor"))
    assert kept == {(round_, assessor) for round_, assessor, _status in rounds}
    assert not Interview.objects.in_hands_of(interview.assessor).filter(sample=gone).exists()


@pytest.mark.parametrize(("said", "field"), [({"reason": "tired"}, "reason"), ({"note": " "}, "note")])
def test_a_household_is_left_with_a_reason_and_words(interview, said, field):
    with pytest.raises(DomainError) as refusal:
        leave_sample(interview, by=interview.assessor, **{"reason": LeftReason.MOVED, "note": NOTE} | said)
    assert refusal.value.field == field


def test_who_has_answered_is_not_left(interview):
    sent = handed_in(interview)
    with pytest.raises(DomainError, match="已有问卷提交"):
        leave_sample(sent, by=sent.assessor, reason=LeftReason.MOVED, note=NOTE)


def test_a_stratum_without_anybody_else_is_one_short(provincial, people):
    HouseholdFactory.create_batch(2)
    found = in_the_field(provincial, people)
    interview = found.interviews.filter(assessor=people[0], round=Round.FIRST)[0]
    assert leave_sample(interview, by=people[0], reason=LeftReason.MOVED, note=NOTE) is None
    assert found.sample.asked().count() == 1


def test_what_was_accepted_is_not_accepted_again(running, people):
    assert accept_interviews(running, by=people[0]) == 0
