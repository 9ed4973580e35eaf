"""Recording difficulties, advising on them, and striking them off."""

import datetime

from django.db import transaction
from django.db.models import Max

from core.errors import DomainError
from households.actions.locks import lock_household
from households.models import Difficulty, Household
from organizations.models import User


@transaction.atomic
def record_difficulty(
    household: Household,
    *,
    by: User | None,
    need: str,
    description: str,
    advice: str = "",
    found_on: datetime.date | None = None,
) -> Difficulty:
    """Add a difficulty under the next number of its household."""
    household = lock_household(household)
    last = household.difficulties.aggregate(last=Max("number"))["last"] or 0
    return Difficulty.objects.create(
        household=household,
        number=last + 1,
        need=need,
        description=description,
        advice=advice,
        found_on=found_on,
        created_by=by,
    )


@transaction.atomic
def strike_off_difficulty(difficulty: Difficulty, *, by: User, on: datetime.date, reason: str) -> Difficulty:
    """Close a difficulty that is no more (销号); closing it twice changes nothing."""
    lock_household(difficulty.household)
    locked = Difficulty.objects.select_for_update().get(pk=difficulty.pk)
    if not locked.is_open:
        return locked
    if not reason.strip():
        raise DomainError("请写明销号依据。", field="closed_reason")
    if locked.found_on and on < locked.found_on:
        raise DomainError("销号日期不能早于发现日期。", field="closed_on")
    locked.closed_on, locked.closed_reason = on, reason.strip()
    locked.save(update_fields=["closed_on", "closed_reason"])
    return locked


@transaction.atomic
def reopen_difficulty(difficulty: Difficulty, *, by: User) -> Difficulty:
    """Take back a striking off; an open difficulty stays as it is."""
    lock_household(difficulty.household)
    locked = Difficulty.objects.select_for_update().get(pk=difficulty.pk)
    if locked.is_open:
        return locked
    locked.closed_on, locked.closed_reason = None, ""
    locked.save(update_fields=["closed_on", "closed_reason"])
    return locked
