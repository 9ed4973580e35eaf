"""Keeping six-clear states, and why archives are to be re-verified, in step with the facts; confirming six-clear."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from audits.enums import ClearItem, ConfirmationKind
from audits.facts import load_facts
from audits.models import ClearConfirmation, ClearState
from audits.sixclear import ClearResult, check
from audits.verify import VerifyFacts, causes_of, load_verify_facts, mask_of, turning_days
from core import clock
from core.errors import DomainError
from households.actions.locks import lock_household
from households.clearmask import ALL_CLEAR, is_clear_in
from households.enums import IN_CARE
from households.models import Household
from organizations.models import User


@transaction.atomic
def refresh_clear(household_ids: Iterable[int]) -> int:
    """Compute the six items of these households anew and return how many there were.

    Archives are locked first and in the order of their keys, then their states: as everybody who writes facts does,
    whose triggers mark the state of an archive that is locked by then. The clock is read under the locks, before the
    facts: what changes without that lock while we compute leaves the state stale, and the next refresh finds it.
    Households outside care have no six items.
    """
    found = Household.objects.select_for_update(no_key=True).filter(pk__in=list(household_ids)).order_by("pk")
    status_of = dict(found.values_list("pk", "status"))
    states = list(ClearState.objects.select_for_update().filter(household__in=status_of).order_by("pk"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now = cursor.fetchone()[0]
    today = clock.today()  # the moment is the database's own, the day that of a simulated year, if there is one
    in_care = {state.pk for state in states if status_of[state.pk] in IN_CARE}
    facts, verify = load_facts(in_care), load_verify_facts(in_care)
    for state in states:
        _store(state, check(facts[state.pk], today) if state.pk in in_care else None, now)
        _store_causes(state, verify.get(state.pk), today)
    # The rows are there and locked: an upsert of all of them, which costs a quarter of bulk_update's CASE per column.
    computed = ["mask", "reasons", "computed_at", "due_on", "verify_mask"]
    ClearState.objects.bulk_create(states, update_conflicts=True, unique_fields=["household"], update_fields=computed)
    _show_masks({state.pk: state.mask if state.pk in in_care else None for state in states})
    return len(states)


def _store(state: ClearState, result: ClearResult | None, now: datetime.datetime) -> None:
    state.computed_at = now
    state.mask, state.reasons, state.due_on = 0, {}, None
    if result is None:
        return
    state.mask, state.due_on = result.mask, result.due_on
    for reason in result.reasons:
        about = [] if reason.number is None else [reason.number]
        state.reasons.setdefault(str(reason.item.value), []).append([reason.code, reason.text, *about])


def _store_causes(state: ClearState, facts: VerifyFacts | None, today: datetime.date) -> None:
    state.verify_mask = 0
    if facts is None:
        return
    state.verify_mask = mask_of(causes_of(facts, today))
    days = [day for day in (state.due_on, *turning_days(facts)) if day and day > today]
    state.due_on = min(days, default=state.due_on)


def _show_masks(masks: dict[int, int | None]) -> None:
    """Write the summary column of the archive where it changed; it is no fact, so nothing becomes stale by it."""
    shown = Household.objects.filter(pk__in=masks).values_list("pk", "clear_mask")
    changed: dict[int | None, list[int]] = {}
    for pk, mask in shown:
        if mask != masks[pk]:
            changed.setdefault(masks[pk], []).append(pk)
    for mask, pks in changed.items():
        Household.objects.filter(pk__in=pks).update(clear_mask=mask)


def refresh_stale(limit: int = 500, *, since: datetime.datetime | None = None) -> int:
    """Refresh the states that facts or time have overtaken, at most ``limit``, and return how many.

    With ``since`` only those whose facts changed from that moment on: what a request itself has just touched.
    """
    stale = ClearState.objects.stale(clock.today())
    if since is not None:
        stale = stale.filter(facts_changed_at__gte=since)
    ids = list(stale.order_by("facts_changed_at").values_list("pk", flat=True)[:limit])
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
    household = lock_household(household)
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
