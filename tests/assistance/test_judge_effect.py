"""Judging on a visit: what follows for tasks, measures and the difficulty, who may, on which visit, and said twice."""

import datetime

import pytest
from django.db import InternalError, transaction

from assistance.actions.effects import Said, judge_effect, judge_effects
from assistance.enums import Effect, MeasureProgress, Outcome, TaskStatus
from assistance.models import EffectJudgement
from core.errors import Conflict, DomainError, NotAllowed
from households.actions.difficulties import reopen_difficulty, strike_off_difficulty
from households.history import version_of
from households.models import Difficulty
from organizations.enums import Role
from pairing.actions.visits import correct_visit
from pairing.enums import Met, VisitMethod
from tests.support.effects import SEEN, answered, visited
from tests.support.factories import DifficultyFactory, MeasureFactory, TaskFactory, user_with
from tests.support.life import put

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(household, cadre):
    return visited(household, cadre)


@pytest.fixture
def task(measure):
    return answered(measure)


def judge(difficulty, by, visit, *, family=Effect.SOLVED, cadre=Effect.EASED, arrivals=None, **facts):
    difficulty = Difficulty.objects.get(pk=difficulty.pk)
    said = {"family_effect": family, "cadre_effect": cadre, "arrivals": arrivals or {}}
    return judge_effect(difficulty, by=by, visit=visit, **(said | facts))


def test_help_that_is_there_strikes_the_difficulty_off(difficulty, measure, task, cadre, visit):
    judgement = judge(difficulty, cadre, visit, arrivals={measure.pk: True}, arrival_notes={measure.pk: "已看存折"})
    for row in (difficulty, measure, task):
        row.refresh_from_db()
    assert (judgement.closes, judgement.by_name) == (True, "帮扶干部甲")
    assert [(row.arrived, row.note) for row in judgement.arrivals.all()] == [(True, "已看存折")]
    assert (task.status, task.closed_on) == (TaskStatus.ARRIVED, SEEN)
    assert (measure.progress, measure.outcome, measure.judged_on) == ("resolved", Outcome.PARTLY, SEEN)
    words = "回访确认：职工家庭评价解决，帮扶干部评价缓解；部门任务 1 项均已到位。"
    assert (difficulty.closed_on, difficulty.closed_reason) == (SEEN, words)


def test_help_that_is_not_there_goes_back_to_the_county(difficulty, measure, task, cadre, visit):
    assert not judge(difficulty, cadre, visit, arrivals={measure.pk: False}).closes
    for row in (difficulty, measure, task):
        row.refresh_from_db()
    assert (task.status, task.closed_on, difficulty.is_open) == (TaskStatus.MISSED, None, True)
    assert (measure.progress, measure.outcome) == (MeasureProgress.UNRESOLVED, "")


@pytest.mark.parametrize(("arrived", "status", "closes"), [(True, "arrived", True), (False, "partly", False)])
def test_what_came_in_part_may_suffice_or_stays(difficulty, measure, cadre, visit, arrived, status, closes):
    task = answered(measure, TaskStatus.PARTLY)
    assert judge(difficulty, cadre, visit, arrivals={measure.pk: arrived}).closes == closes
    task.refresh_from_db()
    assert task.status == status


@pytest.mark.parametrize("who", ["family", "cadre"])
def test_one_unsolved_keeps_it_open(difficulty, measure, task, cadre, visit, who):
    judge(difficulty, cadre, visit, arrivals={measure.pk: True}, **{who: Effect.UNSOLVED})
    difficulty.refresh_from_db()
    task.refresh_from_db()
    assert (difficulty.is_open, task.status) == (True, TaskStatus.ARRIVED)


def test_another_task_at_its_office_keeps_it_open(difficulty, measure, task, cadre, visit):
    answered(MeasureFactory(difficulty=difficulty), TaskStatus.ACCEPTED)
    assert not judge(difficulty, cadre, visit, arrivals={measure.pk: True}).closes


def test_a_measure_on_no_list_is_confirmed_too(difficulty, measure, officer, visit):
    assert judge(difficulty, officer, visit, arrivals={measure.pk: True}).closes
    measure.refresh_from_db()
    assert measure.outcome == Outcome.PARTLY


def test_an_outcome_judged_before_stays(difficulty, measure, task, cadre, visit):
    measure.outcome, measure.judged_on = Outcome.RELIEVED, datetime.date(2026, 3, 25)
    measure.save()
    judge(difficulty, cadre, visit, arrivals={measure.pk: True})
    measure.refresh_from_db()
    assert (measure.outcome, measure.judged_on) == (Outcome.RELIEVED, datetime.date(2026, 3, 25))


def test_the_same_again_changes_nothing(difficulty, measure, task, cadre, visit):
    first = judge(difficulty, cadre, visit, arrivals={measure.pk: True})
    assert judge(difficulty, cadre, visit, arrivals={measure.pk: True}) == first
    assert EffectJudgement.objects.count() == 1


def test_something_else_of_the_same_visit_is_told_who_judged(difficulty, measure, task, cadre, officer, visit):
    judge(difficulty, cadre, visit, arrivals={measure.pk: True})
    with pytest.raises(Conflict, match="帮扶干部甲 已于 .* 按这次走访评价为“解决／缓解”"):
        judge(difficulty, officer, visit, family=Effect.UNSOLVED, arrivals={measure.pk: False})


def test_the_next_visit_judges_anew(difficulty, measure, task, cadre, visit):
    judge(difficulty, cadre, visit, family=Effect.UNSOLVED, arrivals={measure.pk: True})
    later = visited(difficulty.household, cadre, on=SEEN + datetime.timedelta(days=9))
    assert judge(difficulty, cadre, later).closes


def test_an_older_visit_does_not_judge_after_a_later_one(difficulty, cadre, visit):
    later = visited(difficulty.household, cadre, on=SEEN + datetime.timedelta(days=9))
    judge(difficulty, cadre, later, family=Effect.UNSOLVED)
    with pytest.raises(DomainError, match="已按 2026-04-11 的走访评价过"):
        judge(difficulty, cadre, visit)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"met": Met.NOBODY}, "没有见到人"),
        ({"method": VisitMethod.OTHER}, "只有入户走访或电话联系"),
        ({"on": datetime.date(2026, 3, 19)}, "由部门于 2026-03-20 反馈落实"),
        ({"on": datetime.date(2026, 1, 4)}, "早于困难的发现日期 2026-01-05"),
    ],
)
def test_a_visit_that_could_not_see_it_judges_nothing(difficulty, measure, task, cadre, facts, words):
    visit = visited(difficulty.household, cadre, **facts)
    with pytest.raises(DomainError, match=words):
        judge(difficulty, cadre, visit, arrivals={measure.pk: True})
    assert not EffectJudgement.objects.exists()


def test_a_visit_of_another_household_judges_nothing(difficulty, cadre, officer):
    elsewhere = visited(DifficultyFactory().household, officer)
    with pytest.raises(DomainError, match="不是该户的"):
        judge(difficulty, cadre, elsewhere)


@pytest.mark.parametrize("status", [TaskStatus.ACCEPTED, TaskStatus.REFUSED])
def test_what_no_office_calls_done_is_not_confirmed(difficulty, measure, cadre, visit, status):
    answered(measure, status)
    with pytest.raises(DomainError, match="这次走访不能确认是否到位"):
        judge(difficulty, cadre, visit, arrivals={measure.pk: True})


def test_what_an_office_calls_done_is_not_passed_over(difficulty, measure, task, cadre, visit):
    with pytest.raises(DomainError, match="请说明“协助报销”是否已到位") as refusal:
        judge(difficulty, cadre, visit)
    assert refusal.value.field == f"arrived-{measure.pk}"


def test_lines_that_changed_since_they_were_seen_are_looked_at_again(difficulty, measure, task, cadre, visit):
    with pytest.raises(Conflict, match="有变化"):
        judge(difficulty, cadre, visit, arrivals={measure.pk: True}, seen=version_of({}))


def test_only_those_who_work_with_the_household_judge(difficulty, reviewer, outsider, visit):
    other = user_with(Role.CADRE, username="other")
    for user in (reviewer, outsider, other):
        with pytest.raises(NotAllowed):
            judge(difficulty, user, visit)


def test_a_closed_archive_is_not_judged(difficulty, cadre, visit):
    put(difficulty.household, "exited")
    with pytest.raises(DomainError, match="不能再修改"):
        judge(difficulty, cadre, visit)


def test_several_difficulties_are_judged_together_or_not_at_all(difficulty, measure, task, cadre, visit):
    second = DifficultyFactory(household=difficulty.household, number=2)
    good, bad = Said("solved", "solved"), Said("solved", "solved")
    with pytest.raises(DomainError, match="第 1 号困难：请说明") as refusal:
        judge_effects(difficulty.household, by=cadre, visit=visit, said={second: good, difficulty: bad})
    assert refusal.value.field == f"{difficulty.pk}-arrived-{measure.pk}"
    assert not EffectJudgement.objects.exists()


def test_striking_off_by_hand_is_refused_while_a_task_is_under_way(difficulty, task, officer):
    with pytest.raises(DomainError, match="措施“协助报销”已交办部门，须经回访确认到位"):
        strike_off_difficulty(difficulty, by=officer, on=SEEN, reason="已解决")


@pytest.mark.parametrize("status", ["returned", "arrived"])
def test_striking_off_by_hand_goes_on_when_tasks_are_over(difficulty, measure, officer, status):
    task = answered(measure, TaskStatus.PARTLY)
    task.status = status
    task.save(update_fields=["status"])
    assert not strike_off_difficulty(difficulty, by=officer, on=SEEN, reason="已不存在").is_open


def test_a_draft_list_does_not_hold_striking_off(difficulty, measure, officer):
    TaskFactory(measure=measure)
    assert not strike_off_difficulty(difficulty, by=officer, on=SEEN, reason="登记有误").is_open


def test_the_database_refuses_whoever_writes_past_the_action(difficulty, task):
    with pytest.raises(InternalError, match="has not arrived"), transaction.atomic():
        Difficulty.objects.filter(pk=difficulty.pk).update(closed_on=SEEN, closed_reason="走后门")


def test_a_judgement_is_never_changed(difficulty, cadre, visit):
    judgement = judge(difficulty, cadre, visit)
    with pytest.raises(InternalError), transaction.atomic():
        EffectJudgement.objects.filter(pk=judgement.pk).update(closes=False)


def test_a_taken_back_striking_off_is_judged_on_the_next_visit(difficulty, cadre, officer, visit):
    judge(difficulty, cadre, visit)
    reopen_difficulty(difficulty, by=officer)
    later = visited(difficulty.household, cadre, on=SEEN + datetime.timedelta(days=9))
    assert judge(difficulty, cadre, later).closes


@pytest.mark.parametrize(
    "change", [{"met": Met.NOBODY}, {"on": datetime.date(2026, 3, 1)}, {"method": VisitMethod.OTHER}]
)
def test_a_visit_that_was_judged_on_keeps_its_facts(difficulty, cadre, visit, change):
    judge(difficulty, cadre, visit)
    facts = {"on": SEEN, "method": VisitMethod.HOME, "met": Met.WORKER, "situation": "已更正。"}
    with pytest.raises(DomainError, match="已据以评价帮扶成效.*其他内容可以更正。$"):
        correct_visit(visit, by=cadre, **(facts | change))
    assert correct_visit(visit, by=cadre, **facts).situation == "已更正。"
