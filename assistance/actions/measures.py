"""Planning measures against a difficulty, keeping them up to date, and judging what came of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from assistance.freezing import why_frozen, why_kept
from assistance.models import Measure
from core import clock
from core.errors import DomainError
from households.actions.facts import changed_facts, validate, write_facts
from households.actions.working import lock_all_to_work, lock_to_work, named
from households.history import removal_of, signed
from households.models import Difficulty
from organizations.models import User

REMOVED = "移除了这项措施"
# What of a measure on file still has to agree with what is changed.
DEPENDING = ("planned_on", "deadline", "lead_department", "co_departments")


@transaction.atomic
@signed
def add_measure(difficulty: Difficulty, *, by: User, facts: Mapping[str, Any]) -> Measure:
    """Plan a measure against an open difficulty; the very same measure again is returned as it stands."""
    lock_to_work(difficulty.household, by=by)
    difficulty = Difficulty.objects.get(pk=difficulty.pk)
    _check_open(difficulty)
    if same := difficulty.measures.filter(**_telling(facts)).first():
        return same
    _check_facts(difficulty, facts)
    measure = Measure(difficulty=difficulty, created_by=by, **facts)
    validate(measure, facts)
    measure.save(force_insert=True)
    return measure


@transaction.atomic
@signed
def add_measures(difficulties: Iterable[Difficulty], *, by: User, facts: Mapping[str, Any]) -> int:
    """Plan one measure against difficulties of several households, and return how many were added.

    A difficulty that has the very same measure keeps that one. Raises DomainError naming the households whose
    difficulty is struck off by now or was found after the deadline; then nothing is written. A fixed number of queries.
    """
    asked = list(difficulties)
    lock_all_to_work((row.household_id for row in asked), by=by)
    rows = list(Difficulty.objects.filter(pk__in=[row.pk for row in asked]).select_related("household").order_by("pk"))
    _check_all(rows, facts)
    have = set(Measure.objects.filter(difficulty__in=rows, **_telling(facts)).values_list("difficulty", flat=True))
    made = [Measure(difficulty=row, created_by=by, **facts) for row in rows if row.pk not in have]
    if made:
        validate(made[0], facts)
    return len(Measure.objects.bulk_create(made, batch_size=1000))


@transaction.atomic
@signed
def edit_measure(measure: Measure, *, by: User, facts: Mapping[str, Any], seen: str = "") -> Measure:
    """Change a measure of an open difficulty; only what differs is written, and nothing when nothing does.

    Raises Conflict when somebody changed or removed it since it was ``seen``, DomainError while it stands on a task
    list.
    """
    locked = _lock(measure, by)
    _check_open(locked.difficulty)
    changed = changed_facts(locked, facts, seen=seen)
    if changed:
        if refusal := why_frozen(locked):
            raise DomainError(refusal)
        _check_facts(locked.difficulty, changed, kept=locked)
        write_facts(locked, changed)
    return locked


@transaction.atomic
@signed
def judge_measure(measure: Measure, *, by: User, facts: Mapping[str, Any], seen: str = "") -> Measure:
    """Judge what came of a measure, also of a difficulty that is struck off; an empty outcome takes a judgement back.

    Raises Conflict when somebody changed or removed it since it was ``seen``.
    """
    locked = _lock(measure, by)
    if not facts["outcome"]:
        facts = {**facts, "outcome_note": "", "judged_on": None}
    changed = changed_facts(locked, facts, seen=seen)
    if changed:
        _check_judgement(locked, facts)
        write_facts(locked, changed)
    return locked


@transaction.atomic
@signed
def remove_measure(measure: Measure, *, by: User) -> None:
    """Take out a measure that is wrong; the history keeps it. Removing twice changes nothing.

    Raises DomainError while it is judged, what was achieved is not lost by a slip, and once it stood on a task list.
    """
    lock_to_work(measure.difficulty.household, by=by)
    there = Measure.objects.filter(pk=measure.pk).first()
    if there is None:
        return
    if there.outcome:
        raise DomainError("已评价成效的措施不能移除；评价有误的请先撤回评价。")
    if refusal := why_kept(there):
        raise DomainError(refusal)
    there.delete()


def _lock(measure: Measure, by: User) -> Measure:
    lock_to_work(measure.difficulty.household, by=by)
    rows = Measure.objects.select_for_update(of=("self",)).select_related("difficulty")
    if locked := rows.filter(pk=measure.pk).first():
        return locked
    raise removal_of(measure, REMOVED)


def _telling(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts by which a measure is known again: pressed once more on another day it is the same."""
    return {name: value for name, value in facts.items() if name != "planned_on"}


def _check_open(difficulty: Difficulty) -> None:
    if not difficulty.is_open:
        raise DomainError(f"第 {difficulty.number} 号困难已销号，不能再增改措施；需要时请先撤回销号。")


def _check_all(rows: list[Difficulty], facts: Mapping[str, Any]) -> None:
    """Refuse, with names, difficulties that take no measure, or none with these days."""
    if closed := [row.household.head_name for row in rows if not row.is_open]:
        raise DomainError(f"以下各户的困难已销号，请取消勾选后再保存：{named(closed)}。")
    deadline = facts.get("deadline")
    if deadline and (late := [row.household.head_name for row in rows if row.found_on and deadline < row.found_on]):
        raise DomainError(f"完成时限早于以下各户困难的发现日期：{named(late)}。", field="deadline")
    for row in rows:
        _check_facts(row, facts)


def _check_facts(difficulty: Difficulty, facts: Mapping[str, Any], *, kept: Measure | None = None) -> None:
    """Refuse facts that contradict each other; ``kept`` is the measure whose other facts stay as they are."""
    stay = {name: getattr(kept, name) for name in DEPENDING} if kept else {}
    deadline, day, found = facts.get("deadline"), facts.get("planned_on"), difficulty.found_on
    if deadline and found and deadline < found:
        raise DomainError(f"完成时限不能早于困难的发现日期 {found:%Y-%m-%d}。", field="deadline")
    if day and day > clock.today():
        raise DomainError("制定日期不能晚于今天。", field="planned_on")
    if day and found and day < found:
        raise DomainError(f"制定日期不能早于困难的发现日期 {found:%Y-%m-%d}。", field="planned_on")
    whole = stay | dict(facts)
    day, until = whole.get("planned_on"), whole.get("deadline")
    if day and until and until < day and not facts.keys().isdisjoint({"planned_on", "deadline"}):
        raise DomainError(f"完成时限不能早于制定日期 {day:%Y-%m-%d}。", field="deadline")
    if whole.get("lead_department") and whole["lead_department"] in (whole.get("co_departments") or ()):
        raise DomainError("责任部门不必再列为协办部门，请取消勾选。", field="co_departments")


def _check_judgement(measure: Measure, facts: Mapping[str, Any]) -> None:
    if not facts["outcome"]:
        return
    day, found = facts.get("judged_on"), measure.difficulty.found_on
    if not day:
        raise DomainError("请填写评价日期。", field="judged_on")
    if day > clock.today():
        raise DomainError("评价日期不能晚于今天。", field="judged_on")
    if found and day < found:
        raise DomainError(f"评价日期不能早于困难的发现日期 {found:%Y-%m-%d}。", field="judged_on")
