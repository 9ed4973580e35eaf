"""Judging on a visit what came of a difficulty: whether the help is there, and how family and cadre see its effect."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from assistance.effects import OUTCOME_OF, SETTLED, left_open, status_after
from assistance.enums import Effect, MeasureProgress, TaskStatus
from assistance.models import Arrival, EffectJudgement, Measure, Task
from assistance.seen import MeasureLine, measure_lines
from core.errors import Conflict, DomainError
from households.actions.difficulties import strike_off_difficulty
from households.actions.locks import lock_household
from households.actions.working import lock_to_work
from households.history import signed, version_of
from households.models import Difficulty, Household
from organizations.models import User
from pairing.enums import Met, VisitMethod
from pairing.models import Visit

WITNESS = frozenset({"on", "method", "met"})  # what of a visit a judgement rests on


@dataclass(frozen=True)
class Said:
    """What a visit says of one difficulty; ``arrivals`` by the key of the measure, with what is to add to each."""

    family_effect: str
    cadre_effect: str
    arrivals: Mapping[int, bool] = field(default_factory=dict)
    arrival_notes: Mapping[int, str] = field(default_factory=dict)
    note: str = ""
    seen: str = ""  # the version of the lines that was on the screen


@transaction.atomic
def judge_effects(
    household: Household, *, by: User, visit: Visit, said: Mapping[Difficulty, Said]
) -> list[EffectJudgement]:
    """Judge several difficulties of a household on one visit; all or none, by their numbers."""
    lock_household(household)
    done = []
    for difficulty in sorted(said, key=lambda row: row.number):
        try:
            done.append(judge_effect(difficulty, by=by, visit=visit, **vars(said[difficulty])))
        except DomainError as error:
            words = f"第 {difficulty.number} 号困难：{error.message}"
            raise type(error)(words, field=f"{difficulty.pk}-{error.field}") from error
    return done


@transaction.atomic
@signed
def judge_effect(
    difficulty: Difficulty,
    *,
    by: User,
    visit: Visit,
    family_effect: str,
    cadre_effect: str,
    arrivals: Mapping[int, bool],
    note: str = "",
    arrival_notes: Mapping[int, str] | None = None,
    seen: str = "",
) -> EffectJudgement:
    """Say what a visit found of a difficulty and strike it off when nothing stands against it.

    The rule is docs/algorithms/effects.md. Tasks that arrived are over, what an office called done and did not arrive
    goes back to the county. The same again for the same visit changes nothing; something else, or lines that changed
    since they were ``seen``, raise Conflict. Locks the archive, so answers, recalls and a second press wait their turn.
    """
    lock_to_work(difficulty.household, by=by)
    said = Said(family_effect, cadre_effect, arrivals, arrival_notes or {}, note.strip())
    if before := EffectJudgement.objects.filter(difficulty=difficulty, visit=visit).first():
        return _same(before, said)
    locked = Difficulty.objects.select_for_update().get(pk=difficulty.pk)
    visit = Visit.objects.get(pk=visit.pk)  # as it is now: it may have been corrected while we waited
    _check_visit(locked, visit)
    lines = measure_lines(locked, lock=True)
    _check_lines(lines, visit, said, seen)
    _follow(lines, visit, said)
    return _write(locked, visit, said, by=by, closes=_strike_off(locked, visit, said, lines, by=by))


def version_of_lines(lines: Iterable[MeasureLine]) -> str:
    """Return the version of what a page shows of the measures and tasks of a difficulty."""
    return version_of({str(line.measure.pk): f"{line.status} {line.task and line.task.answered_on}" for line in lines})


def why_not_judged_on(visit: Visit) -> str:
    """Return why nothing can be judged on a visit; empty when it can."""
    if visit.method not in (VisitMethod.HOME, VisitMethod.CALL):
        return "只有入户走访或电话联系才能确认帮扶成效，请先走访并登记。"
    return "这次走访没有见到人，不能确认帮扶成效，请再次走访。" if visit.met == Met.NOBODY else ""


def _same(before: EffectJudgement, said: Said) -> EffectJudgement:
    arrived = {row.measure_id: (row.arrived, row.note) for row in before.arrivals.all()}
    asked = {pk: (arrived, said.arrival_notes.get(pk, "").strip()) for pk, arrived in said.arrivals.items()}
    effects = (before.family_effect, before.cadre_effect, before.note)
    if arrived == asked and effects == (said.family_effect, said.cadre_effect, said.note):
        return before
    at = f"{timezone.localtime(before.at):%Y-%m-%d %H:%M}"
    raise Conflict(
        f"{before.by_name} 已于 {at} 按这次走访评价为“{before}”，评价不能改写；情况有变化的请在下次走访后重新评价。"
    )


def _check_visit(difficulty: Difficulty, visit: Visit) -> None:
    if visit.household_id != difficulty.household_id:
        raise DomainError("这次走访不是该户的，请从该户的走访记录进入。")
    if reason := why_not_judged_on(visit):
        raise DomainError(reason)
    if not difficulty.is_open:
        raise DomainError("该项困难已销号，不用再评价；困难仍在的请先撤回销号。")
    if difficulty.found_on and visit.on < difficulty.found_on:
        raise DomainError(f"这次走访早于困难的发现日期 {difficulty.found_on:%Y-%m-%d}，请按之后的走访评价。")
    later = difficulty.judgements.filter(visit__on__gt=visit.on).order_by("-visit__on").first()
    if later:
        raise DomainError(f"已按 {later.visit.on:%Y-%m-%d} 的走访评价过，请按最近一次走访评价。")


def _check_lines(lines: list[MeasureLine], visit: Visit, said: Said, seen: str) -> None:
    if seen and version_of_lines(lines) != seen:
        raise Conflict("您填写期间，这项困难的措施或部门任务有变化，下面已是现在的情况；请核对后再次保存。")
    known = {line.measure.pk: line for line in lines}
    if unknown := said.arrivals.keys() - known.keys():
        raise Conflict(f"{len(unknown)} 项措施已不在这项困难之下，请刷新后再操作。")
    for pk in said.arrivals:
        if reason := known[pk].why_not_seen(visit.on):
            raise DomainError(f"“{known[pk].measure.text}”{reason}", field=f"arrived-{pk}")
    for pk, line in known.items():
        if line.must_be_seen(visit.on) and pk not in said.arrivals:
            raise DomainError(f"请说明“{line.measure.text}”是否已到位。", field=f"arrived-{pk}")


def _follow(lines: list[MeasureLine], visit: Visit, said: Said) -> None:
    """Let tasks and measures follow what was seen."""
    for line in lines:
        if (arrived := said.arrivals.get(line.measure.pk)) is None:
            continue
        if line.task:
            _move_task(line.task, visit, arrived=arrived)
        missed = line.task is not None and line.task.status == TaskStatus.MISSED
        _move_measure(line.measure, visit, said.cadre_effect, arrived=arrived, missed=missed)


def _move_task(task: Task, visit: Visit, *, arrived: bool) -> None:
    after = status_after(task.status, arrived=arrived)
    if after != task.status:
        task.status, task.closed_on = after, visit.on if arrived else None
        task.save(update_fields=["status", "closed_on"])


def _move_measure(measure: Measure, visit: Visit, effect: str, *, arrived: bool, missed: bool) -> None:
    changed: dict[str, Any] = {}
    if arrived or missed:
        changed["progress"] = str(MeasureProgress.RESOLVED if arrived else MeasureProgress.UNRESOLVED)
    if arrived and not measure.outcome:
        changed |= {"outcome": str(OUTCOME_OF[Effect(effect)]), "judged_on": visit.on}
    for name, value in changed.items():
        setattr(measure, name, value)
    if changed:
        measure.save(update_fields=list(changed))


def _strike_off(difficulty: Difficulty, visit: Visit, said: Said, lines: list[MeasureLine], *, by: User) -> bool:
    """Strike the difficulty off unless something keeps it open, and tell whether it was."""
    if left_open(said.family_effect, said.cadre_effect, [line.task.status for line in lines if line.task]):
        return False
    strike_off_difficulty(difficulty, by=by, on=visit.on, reason=_words(said, lines))
    return True


def _write(difficulty: Difficulty, visit: Visit, said: Said, *, by: User, closes: bool) -> EffectJudgement:
    judgement = EffectJudgement.objects.create(
        household_id=difficulty.household_id,
        difficulty=difficulty,
        visit=visit,
        family_effect=said.family_effect,
        cadre_effect=said.cadre_effect,
        note=said.note,
        closes=closes,
        by=by,
        by_name=by.name,
    )
    Arrival.objects.bulk_create(
        Arrival(judgement=judgement, measure_id=pk, arrived=arrived, note=said.arrival_notes.get(pk, "").strip())
        for pk, arrived in sorted(said.arrivals.items())
    )
    return judgement


def _words(said: Said, lines: list[MeasureLine]) -> str:
    seen = sum(line.task is not None and line.task.status == TaskStatus.ARRIVED for line in lines)
    tasks = f"；部门任务 {seen} 项均已到位" if seen else ""
    family, cadre = Effect(said.family_effect).label, Effect(said.cadre_effect).label
    return f"回访确认：职工家庭评价{family}，帮扶干部评价{cadre}{tasks}。"


def why_not_struck_off(difficulty: Difficulty) -> str:
    """Return why a difficulty is not struck off by hand: what offices were asked for is seen at the family's first."""
    waiting = [line.measure.text for line in measure_lines(difficulty) if line.task and line.task.status not in SETTLED]
    if not waiting:
        return ""
    words = f"“{waiting[0][:20]}”{f'等 {len(waiting)} 项' if len(waiting) > 1 else ''}"
    return f"措施{words}已交办部门，须经回访确认到位；不再需要部门办理的，请县级先收回重定"


def why_not_corrected(visit: Visit, changed: Iterable[str]) -> str:
    """Return why a visit keeps its day, its method and whom it met: a judgement rests on them."""
    if not WITNESS & set(changed) or not EffectJudgement.objects.filter(visit=visit).exists():
        return ""
    return "这次走访已据以评价帮扶成效，日期、方式和见到何人不能再改；其他内容可以更正"
