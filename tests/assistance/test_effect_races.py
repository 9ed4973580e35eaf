"""Judging while an office answers, somebody strikes off, the county takes a line back, or two press at once."""

import datetime
import uuid

import pytest

from assistance.actions.answers import answer_task
from assistance.actions.effects import judge_effect, version_of_lines
from assistance.actions.signing import replan_task
from assistance.enums import AnswerKind, Effect, TaskStatus
from assistance.models import EffectJudgement
from assistance.seen import measure_lines
from core.errors import Conflict, DomainError
from households.actions.difficulties import strike_off_difficulty
from organizations.enums import Role
from tests.support.effects import SEEN, answered, visited
from tests.support.factories import DifficultyFactory, HouseholdFactory, MeasureFactory, user_with
from tests.support.races import at_once, one_before_the_other
from tests.support.tasks import liaison_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


@pytest.fixture
def case(reference):
    """Return an officer, a difficulty, its measure with a line that is carried out in part, and a visit."""
    officer = user_with(Role.OFFICER)
    difficulty = DifficultyFactory(household=HouseholdFactory(), number=1)
    measure = MeasureFactory(difficulty=difficulty, deadline=datetime.date(2026, 4, 1))
    task = answered(measure, TaskStatus.PARTLY)
    return officer, difficulty, measure, task, visited(difficulty.household, officer)


def judging(case, **facts):
    officer, difficulty, measure, _task, visit = case
    said = {"family_effect": Effect.SOLVED, "cadre_effect": Effect.SOLVED, "arrivals": {measure.pk: True}} | facts
    return lambda: judge_effect(difficulty, by=officer, visit=visit, **said)


def test_two_presses_are_one_judgement(case):
    first, second = at_once(judging(case), judging(case))
    assert first == second
    assert EffectJudgement.objects.count() == 1


def test_two_people_who_differ_leave_one_judgement_and_one_is_told(case):
    results = at_once(judging(case), judging(case, family_effect=Effect.UNSOLVED))
    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert EffectJudgement.objects.count() == 1


def test_an_answer_that_was_faster_is_judged_as_it_stands(case):
    _officer, _difficulty, _measure, task, _visit = case
    facts = {"kind": AnswerKind.REFUSED, "on_day": SEEN, "note": "不在目录内", "client_id": uuid.uuid4()}
    with pytest.raises(DomainError, match="这次走访不能确认是否到位"):
        one_before_the_other(lambda: answer_task(task, by=liaison_of(task.office), **facts), judging(case))
    assert not EffectJudgement.objects.exists()


def test_an_answer_after_the_judgement_is_told_that_it_arrived(case):
    *_case, task, _visit = case
    liaison = liaison_of(task.office)
    facts = {"kind": AnswerKind.DONE, "on_day": SEEN, "client_id": uuid.uuid4()}
    with pytest.raises(Conflict):
        one_before_the_other(judging(case), lambda: answer_task(task, by=liaison, **facts))
    task.refresh_from_db()
    assert task.status == TaskStatus.ARRIVED


def test_a_line_taken_back_meanwhile_is_looked_at_again(case):
    officer, difficulty, _measure, task, _visit = case
    seen = version_of_lines(measure_lines(difficulty))
    with pytest.raises(Conflict, match="有变化"):
        one_before_the_other(lambda: replan_task(task, by=officer, reason="逾期未办结"), judging(case, seen=seen))


def test_striking_off_waits_for_the_judgement_and_finds_it_done(case):
    officer, difficulty, *_rest = case
    strike = {"by": officer, "on": SEEN, "reason": "已解决"}
    closed = one_before_the_other(judging(case), lambda: strike_off_difficulty(difficulty, **strike))
    assert closed.closed_reason.startswith("回访确认")


def test_of_striking_off_and_judging_at_once_only_the_judgement_closes(case):
    officer, difficulty, *_rest = case
    at_once(judging(case), lambda: strike_off_difficulty(difficulty, by=officer, on=SEEN, reason="已解决"))
    difficulty.refresh_from_db()
    assert difficulty.closed_reason.startswith("回访确认")
