"""Keeping six-clear states, and why archives are to be re-verified, in step with the facts; confirming six-clear."""

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from audits.enums import ClearItem, ConfirmationKind
from audits.facts import facts_of
from audits.models import ClearConfirmation, ClearState
from audits.reading import Read, lock_and_read_households
from audits.rules import can_check
from audits.sixclear import ClearResult, check
from audits.verify import VerifyFacts, causes_of, mask_of, turning_days, verify_facts_of
from core import clock
from core.errors import DomainError
from households.actions.locks import lock_household
from households.actions.working import lock_to_work
from households.clearmask import ALL_CLEAR, is_clear_in
from households.enums import IN_CARE
from households.importing.bulk import update_rows
from households.models import Household
from organizations.models import User
from organizations.rules import require


@transaction.atomic
def refresh_clear(household_ids: Iterable[int]) -> int:
    """Compute the six items of these households anew and return how many there were.

    Archives are locked first and in the order of their keys, then their states: as everybody who writes facts does,
    whose triggers mark the state of an archive that is locked by then. The moment is one under the locks, before the
    facts are read: what changes without that lock while we compute leaves the state stale, and the next refresh finds
    it. Households outside care have no six items. Two queries, three where what lists show of an archive changes.
    """
    read, today = lock_and_read_households(household_ids), clock.today()
    states = [_computed(row, today) for row in read]
    update_rows(ClearState, states, ["mask", "reasons", "computed_at", "due_on", "verify_mask"])
    masks = {state.pk: state.mask if _is_in_care(row) else None for state, row in zip(states, read, strict=True)}
    changed = [row.pk for row in read if row.household["clear_mask"] != masks[row.pk]]
    # A summary of the archive, no fact: nothing becomes stale by it.
    update_rows(Household, [Household(pk=pk, clear_mask=masks[pk]) for pk in changed], ["clear_mask"])
    return len(states)


def _is_in_care(row: Read) -> bool:
    return row.household["status"] in IN_CARE


def _computed(row: Read, today: datetime.date) -> ClearState:
    # The moment is the database's own, the day that of a simulated year, if there is one.
    state = ClearState(pk=row.pk, computed_at=row.at)
    if _is_in_care(row):
        _store(state, check(facts_of(row), today))
        _store_causes(state, verify_facts_of(row), today)
    return state


def _store(state: ClearState, result: ClearResult) -> None:
    state.mask, state.due_on = result.mask, result.due_on
    for reason in result.reasons:
        about = [] if reason.number is None else [reason.number]
        state.reasons.setdefault(str(reason.item.value), []).append([reason.code, reason.text, *about])


def _store_causes(state: ClearState, facts: VerifyFacts, today: datetime.date) -> None:
    state.verify_mask = mask_of(causes_of(facts, today))
    days = [day for day in (state.due_on, *turning_days(facts)) if day and day > today]
    state.due_on = min(days, default=state.due_on)


def refresh_stale(limit: int = 500) -> int:
    """Refresh the states that facts or time have overtaken, at most ``limit``, and return how many."""
    stale = ClearState.objects.stale(clock.today()).order_by("facts_changed_at")
    ids = list(stale.values_list("pk", flat=True)[:limit])
    return refresh_clear(ids) if ids else 0


def refresh_changed(limit: int, *, in_request: uuid.UUID, since: datetime.datetime) -> int:
    """Refresh the states whose facts one request has changed, at most ``limit``, and return how many.

    ``since`` is when it began. What others change at the same moment they see to themselves.
    """
    changed = ClearState.objects.overtaken_by_facts().filter(facts_changed_in=in_request, facts_changed_at__gte=since)
    ids = list(changed.order_by("facts_changed_at").values_list("pk", flat=True)[:limit])
    return refresh_clear(ids) if ids else 0


def refresh_overtaken(household_ids: Any) -> int:
    """Refresh those of some households (keys, or a query of them) that facts or time have overtaken.

    Returns how many; one query when there is none.
    """
    stale = ClearState.objects.stale(clock.today()).filter(household__in=household_ids)
    overtaken = list(stale.values_list("pk", flat=True))
    return refresh_clear(overtaken) if overtaken else 0


@transaction.atomic
def confirm_clear(household: Household, *, by: User, kind: ConfirmationKind, opinion: str = "") -> ClearConfirmation:
    """Put a name and a time to the six items of a household; all six have to be clear.

    The county's check needs a cadre's confirmation that still holds, by somebody else. Pressed twice it stays one row.
    """
    household = _lock_to_confirm(household, by=by, kind=kind)
    refresh_clear([household.pk])
    state = ClearState.objects.get(pk=household.pk)
    holding = {c.kind: c for c in household.clear_confirmations.filter(at__gte=state.facts_changed_at).order_by("pk")}
    if kind in holding:
        return holding[kind]
    if words := obstacle(kind, state, holding.get(ConfirmationKind.CADRE), by=by):
        raise DomainError(words)
    # The machine's own moment, in a simulated year too: it is held against when the database saw facts change.
    return ClearConfirmation.objects.create(
        household=household, kind=kind, by=by, by_name=by.name, at=timezone.now(), mask=state.mask, opinion=opinion
    )


def _lock_to_confirm(household: Household, *, by: User, kind: ConfirmationKind) -> Household:
    if kind == ConfirmationKind.CADRE:
        return lock_to_work(household, by=by)
    locked = lock_household(household)
    require(can_check(by, locked), "县级核查由县级及以上的审核、审批人员办理。")
    return locked


def obstacle(kind: ConfirmationKind, state: ClearState, confirmed: ClearConfirmation | None, *, by: User) -> str:
    """Return why nobody, or not this person, may confirm or check now; empty when nothing stands in the way.

    ``confirmed`` is the cadre's confirmation that still holds.
    """
    if state.mask != ALL_CLEAR:
        unclear = "、".join(item.label for item in ClearItem if not is_clear_in(state.mask, item))
        return f"还有 {unclear} 未达到，补充后再确认。"
    if kind == ConfirmationKind.CADRE:
        return ""
    if confirmed is None:
        return "帮扶干部还没有确认，或确认后资料有变动；请干部先确认。"
    return "干部确认与县级核查应由不同的人办理。" if confirmed.by_id == by.pk else ""
