"""Planning measures against a difficulty, keeping them up to date, and judging what came of them."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from assistance.models import Measure
from core.errors import DomainError
from households.actions.facts import changed_facts, validate, write_facts
from households.actions.locks import lock_household
from households.history import removal_of, signed
from households.models import Difficulty
from organizations.models import User

REMOVED = "移除了这项措施"


@transaction.atomic
@signed
def add_measure(difficulty: Difficulty, *, by: User, facts: Mapping[str, Any]) -> Measure:
    """Plan a measure against an open difficulty; the very same measure again is returned as it stands."""
    lock_household(difficulty.household)
    difficulty = Difficulty.objects.get(pk=difficulty.pk)
    _check_open(difficulty)
    if same := difficulty.measures.filter(**facts).first():
        return same
    _check_deadline(difficulty, facts)
    measure = Measure(difficulty=difficulty, created_by=by, **facts)
    validate(measure, facts)
    measure.save(force_insert=True)
    return measure


@transaction.atomic
@signed
def edit_measure(measure: Measure, *, by: User, facts: Mapping[str, Any], seen: str = "") -> Measure:
    """Change a measure of an open difficulty; only what differs is written, and nothing when nothing does.

    Raises Conflict when somebody changed or removed it since it was ``seen``.
    """
    locked = _lock(measure)
    _check_open(locked.difficulty)
    changed = changed_facts(locked, facts, seen=seen)
    if changed:
        _check_deadline(locked.difficulty, changed)
        write_facts(locked, changed)
    return locked


@transaction.atomic
@signed
def judge_measure(measure: Measure, *, by: User, facts: Mapping[str, Any], seen: str = "") -> Measure:
    """Judge what came of a measure, also of a difficulty that is struck off; an empty outcome takes a judgement back.

    Raises Conflict when somebody changed or removed it since it was ``seen``.
    """
    locked = _lock(measure)
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

    Raises DomainError while it is judged: what was achieved is not lost by a slip.
    """
    lock_household(measure.difficulty.household)
    there = Measure.objects.filter(pk=measure.pk).first()
    if there is None:
        return
    if there.outcome:
        raise DomainError("已评价成效的措施不能移除；评价有误的请先撤回评价。")
    there.delete()


def _lock(measure: Measure) -> Measure:
    lock_household(measure.difficulty.household)
    rows = Measure.objects.select_for_update(of=("self",)).select_related("difficulty")
    if locked := rows.filter(pk=measure.pk).first():
        return locked
    raise removal_of(measure, REMOVED)


def _check_open(difficulty: Difficulty) -> None:
    if not difficulty.is_open:
        raise DomainError(f"第 {difficulty.number} 号困难已销号，不能再增改措施；需要时请先撤回销号。")


def _check_deadline(difficulty: Difficulty, facts: Mapping[str, Any]) -> None:
    deadline, found = facts.get("deadline"), difficulty.found_on
    if deadline and found and deadline < found:
        raise DomainError(f"完成时限不能早于困难的发现日期 {found:%Y-%m-%d}。", field="deadline")


def _check_judgement(measure: Measure, facts: Mapping[str, Any]) -> None:
    if not facts["outcome"]:
        return
    day, found = facts.get("judged_on"), measure.difficulty.found_on
    if not day:
        raise DomainError("请填写评价日期。", field="judged_on")
    if day > timezone.localdate():
        raise DomainError("评价日期不能晚于今天。", field="judged_on")
    if found and day < found:
        raise DomainError(f"评价日期不能早于困难的发现日期 {found:%Y-%m-%d}。", field="judged_on")
