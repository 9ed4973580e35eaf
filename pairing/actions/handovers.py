"""Handing households from one cadre over to others, and acknowledging it.

Locks are taken in one order, archives by key, pairings by key, cadres by key, so that hand-overs, visits and pairings
of the same households wait for each other and never in a circle.
"""

import datetime
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from households.actions.locks import lock_household, lock_households
from households.history import signed
from households.models import Household
from organizations.models import User
from pairing.actions.cadres import deactivate_cadre
from pairing.actions.loads import check_takers
from pairing.actions.locks import lock_cadre
from pairing.actions.pairings import check_day, check_free, follow, in_office
from pairing.enums import PairingKind
from pairing.models import Cadre, Handover, Pairing
from pairing.rules import can_acknowledge, can_end_pairing

UNNAMED = "工作移交"
CLOSED = "档案已结束"
Moves = list[tuple[Cadre, list[Pairing]]]


@dataclass(frozen=True)
class Terms:
    """What one hand-over says of itself, whoever takes what."""

    giver: Cadre
    by: User
    on: datetime.date
    reason: str
    note: str
    even_if_full: bool


@transaction.atomic
@signed
def hand_over(
    giver: Cadre,
    *,
    by: User,
    parts: Mapping[Cadre, Sequence[Pairing]],
    on: datetime.date,
    reason: str,
    note: str = "",
    leaves: bool = False,
    even_if_full: bool = False,
    client_id: uuid.UUID,
) -> list[Handover]:
    """Give pairings of one cadre to others in one go, all or none; return one row for each taker.

    One with a closed archive is only ended, without a row. With ``leaves`` the giver leaves office; with
    ``even_if_full`` takers go above their ceiling. The same ``client_id`` again returns what it made.
    """
    households = lock_households(pairing.household_id for part in parts.values() for pairing in part)
    numbers = {taker.pk: uuid.uuid5(client_id, str(taker.pk)) for taker in parts}
    if done := list(Handover.objects.filter(client_id__in=numbers.values()).order_by("pk")):
        return done
    _check_asked(parts, on)
    terms = Terms(giver, by, on, reason.strip(), note.strip(), even_if_full)
    moves = _lock_moves(parts, also=[giver] if leaves else [])
    _check_moves(terms, moves, households)
    made = [row for taker, part in moves for row in _move(terms, taker, part, households, numbers[taker.pk])]
    follow(list(households))
    if leaves:
        deactivate_cadre(giver, by=by)
    return made


@transaction.atomic
@signed
def hand_over_pairing(
    pairing: Pairing, *, by: User, to: Cadre, on: datetime.date, reason: str = "", even_if_full: bool = False
) -> Pairing:
    """Hand one household over, and return the new pairing; a second time the one that the first time made."""
    household = lock_household(pairing.household)
    locked = Pairing.objects.select_for_update(of=("self",)).select_related("cadre").get(pk=pairing.pk)
    if not locked.is_active and (same := household.pairings.active().filter(cadre=to, kind=locked.kind).first()):
        return same
    parts, number = {to: [locked]}, uuid.uuid4()
    (handover,) = hand_over(
        locked.cadre, by=by, parts=parts, on=on, reason=reason, even_if_full=even_if_full, client_id=number
    )
    return handover.pairings.get()


@transaction.atomic
def acknowledge_handover(handover: Handover, *, by: User) -> Handover:
    """Say that the taker knows of the households; an officer says so for a taker without an account. Once is enough."""
    locked = Handover.objects.select_for_update(of=("self",)).select_related("taker__union").get(pk=handover.pk)
    if locked.acknowledged_at is not None:
        return locked
    if not can_acknowledge(by, locked):
        raise NotAllowed(f"移交由接手人 {locked.taker} 本人确认；没有账号的接手人，由其所在地工会的经办人员代为确认。")
    locked.acknowledged_at, locked.acknowledged_by = clock.now(), by
    locked.save(update_fields=["acknowledged_at", "acknowledged_by"])
    return locked


def _check_asked(parts: Mapping[Cadre, Sequence[Pairing]], on: datetime.date) -> None:
    asked = [pairing for part in parts.values() for pairing in part]
    if not asked:
        raise DomainError("请至少选择一户，再移交。")
    if len({pairing.pk for pairing in asked}) < len(asked):
        raise DomainError("同一户只能移交给一位接手人，请核对。")
    check_day(on, "on", "移交日期")


def _lock_moves(parts: Mapping[Cadre, Sequence[Pairing]], *, also: list[Cadre]) -> Moves:
    """Lock the pairings and then the cadres, and return what goes to whom as it is now."""
    found = _lock_pairings(pairing for part in parts.values() for pairing in part)
    takers = _lock_takers(parts, also=also)
    return [(taker, [found[pairing.pk] for pairing in parts[taker]]) for taker in takers]


def _lock_pairings(asked: Iterable[Pairing]) -> dict[int, Pairing]:
    keys = [pairing.pk for pairing in asked]
    found = Pairing.objects.select_for_update(of=("self",)).select_related("cadre").filter(pk__in=keys).order_by("pk")
    return {pairing.pk: pairing for pairing in found}


def _lock_takers(takers: Iterable[Cadre], *, also: list[Cadre]) -> list[Cadre]:
    """Lock cadres by key, so that nobody leaves office meanwhile, and return the takers as they are now."""
    ordered = sorted({*takers, *also}, key=lambda cadre: cadre.pk)
    locked = {cadre.pk: lock_cadre(cadre) for cadre in ordered}
    return [in_office(locked[taker.pk], "to") for taker in takers]


def _check_moves(terms: Terms, moves: Moves, households: Mapping[int, Household]) -> None:
    """Refuse the whole for one household that cannot be handed over so, by its number and name, or for want of room."""
    beside: dict[int, list[Pairing]] = {key: [] for key in households}
    for pairing in Pairing.objects.active().filter(household__in=households).select_related("cadre", "created_by"):
        beside[pairing.household_id].append(pairing)
    for taker, part in moves:
        for pairing in part:
            household = households[pairing.household_id]
            try:
                _check_move(terms, taker, pairing, household, beside[household.pk])
            except DomainError as error:
                raise type(error)(
                    f"{household.archive_no} {household.head_name}：{error.message}", field=error.field
                ) from error
    staying = [(taker, [p.kind for p in part if households[p.household_id].is_open]) for taker, part in moves]
    check_takers(staying, even_if_full=terms.even_if_full)


def _check_move(terms: Terms, taker: Cadre, pairing: Pairing, household: Household, active: list[Pairing]) -> None:
    if not can_end_pairing(terms.by, household):
        raise NotAllowed("移交由建档单位的经办人员办理。")
    if not pairing.is_active:
        now = next((p.cadre.name for p in active if p.kind == pairing.kind), "")
        since = f"，现由 {now} 帮扶" if now else ""
        raise Conflict(f"{pairing.cadre} 与该户的结对已于 {pairing.ended_on:%Y-%m-%d} 结束{since}，请刷新后再操作。")
    if pairing.cadre_id != terms.giver.pk:
        raise DomainError(f"该户不是由 {terms.giver} 帮扶，请刷新后再操作。")
    if terms.giver.pk == taker.pk:
        raise DomainError(f"{taker} 就是现在的帮扶干部，请选择另一位。", field="to")
    if terms.on < pairing.started_on:
        raise DomainError(f"移交日期不能早于结对日期 {pairing.started_on:%Y-%m-%d}。", field="on")
    if household.is_open:
        others = [p for p in active if p.pk != pairing.pk]
        check_free(others, cadre=taker, kind=PairingKind(pairing.kind), field="to")


def _move(
    terms: Terms, taker: Cadre, part: list[Pairing], households: Mapping[int, Household], number: uuid.UUID
) -> list[Handover]:
    """End the pairings and begin those with the taker; the order holds the one responsible cadre of each household."""
    moving = [pairing for pairing in part if households[pairing.household_id].is_open]
    _end([p for p in part if p not in moving], on=terms.on, reason=terms.reason or CLOSED)
    if not moving:
        return []
    _end(moving, on=terms.on, reason=terms.reason or f"移交 {taker}")
    handover = Handover.objects.create(
        giver=terms.giver,
        taker=taker,
        on=terms.on,
        reason=terms.reason or UNNAMED,
        note=terms.note,
        households=len(moving),
        by=terms.by,
        client_id=number,
    )
    _begin(moving, handover)
    return [handover]


def _begin(pairings: list[Pairing], handover: Handover) -> None:
    taker, on, by = handover.taker, handover.on, handover.by
    facts = {"cadre": taker, "unit_id": taker.unit_id, "started_on": on, "handover": handover, "created_by": by}
    Pairing.objects.bulk_create(Pairing(household_id=p.household_id, kind=p.kind, **facts) for p in pairings)


def _end(pairings: list[Pairing], *, on: datetime.date, reason: str) -> None:
    if pairings:
        Pairing.objects.filter(pk__in=[p.pk for p in pairings]).update(ended_on=on, end_reason=reason)
