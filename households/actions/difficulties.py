"""Recording difficulties, advising on them, and striking them off."""

import datetime
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from core import clock
from core.errors import DomainError
from households.actions.facts import changed_facts, write_facts
from households.actions.working import lock_to_work
from households.history import signed
from households.models import Difficulty, Household
from organizations.models import User

# Apps to the right add theirs when they start: each answers why a difficulty cannot be struck off yet, or "".
STRIKE_OFF_GUARDS: list[Callable[[Difficulty], str]] = []


@transaction.atomic
@signed
def record_difficulty(
    household: Household,
    *,
    by: User | None,
    need: str,
    description: str,
    advice: str = "",
    found_on: datetime.date | None = None,
) -> Difficulty:
    """Add a difficulty under the next number of its household; the same open one again is returned as it stands."""
    household = lock_to_work(household, by=by)
    if found_on and found_on > clock.today():
        raise DomainError("发现日期不能晚于今天。", field="found_on")
    facts = {"need": need, "description": description, "advice": advice, "found_on": found_on}
    known = list(household.difficulties.all())
    for difficulty in known:
        if difficulty.is_open and all(getattr(difficulty, name) == value for name, value in facts.items()):
            return difficulty
    number = max((difficulty.number for difficulty in known), default=0) + 1
    return Difficulty.objects.create(household=household, number=number, created_by=by, **facts)


@transaction.atomic
@signed
def edit_difficulty(difficulty: Difficulty, *, by: User, facts: Mapping[str, Any], seen: str = "") -> Difficulty:
    """Change an open difficulty or the advice for it; only what differs is written, and nothing when nothing does.

    Raises Conflict when somebody changed it since it was ``seen``.
    """
    lock_to_work(difficulty.household, by=by)
    locked = Difficulty.objects.select_for_update().get(pk=difficulty.pk)
    if not locked.is_open:
        raise DomainError(f"第 {locked.number} 号困难已销号，不能再修改；需要时请先撤回销号。")
    changed = changed_facts(locked, facts, seen=seen)
    if (day := changed.get("found_on")) and day > clock.today():
        raise DomainError("发现日期不能晚于今天。", field="found_on")
    if changed:
        write_facts(locked, changed)
    return locked


@transaction.atomic
@signed
def strike_off_difficulty(difficulty: Difficulty, *, by: User, on: datetime.date, reason: str) -> Difficulty:
    """Close a difficulty that is no more (销号); closing it twice changes nothing.

    Raises DomainError while a guard (STRIKE_OFF_GUARDS) names what is still under way against it.
    """
    lock_to_work(difficulty.household, by=by)
    locked = Difficulty.objects.select_for_update().get(pk=difficulty.pk)
    if not locked.is_open:
        return locked
    if held := [words for guard in STRIKE_OFF_GUARDS if (words := guard(locked))]:
        raise DomainError(f"第 {locked.number} 号困难还不能销号：{'；'.join(held)}。")
    if not reason.strip():
        raise DomainError("请写明销号依据。", field="closed_reason")
    if on > clock.today():
        raise DomainError("销号日期不能晚于今天。", field="closed_on")
    if locked.found_on and on < locked.found_on:
        raise DomainError("销号日期不能早于发现日期。", field="closed_on")
    locked.closed_on, locked.closed_reason = on, reason.strip()
    locked.save(update_fields=["closed_on", "closed_reason"])
    return locked


@transaction.atomic
@signed
def reopen_difficulty(difficulty: Difficulty, *, by: User) -> Difficulty:
    """Take back a striking off; an open difficulty stays as it is."""
    lock_to_work(difficulty.household, by=by)
    locked = Difficulty.objects.select_for_update().get(pk=difficulty.pk)
    if locked.is_open:
        return locked
    locked.closed_on, locked.closed_reason = None, ""
    locked.save(update_fields=["closed_on", "closed_reason"])
    return locked
