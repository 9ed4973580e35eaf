"""Pairing a household with a cadre, and ending that."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Greatest

from core import clock
from core.errors import Conflict, DomainError
from households.actions.locks import lock_household
from households.enums import GrantKind
from households.history import signed
from households.models import Household
from households.rules import is_officer
from organizations.models import User
from organizations.rules import require
from pairing.actions.loads import check_load
from pairing.actions.locks import lock_cadre
from pairing.actions.rhythm import refresh_rhythm
from pairing.enums import PairingKind
from pairing.models import Cadre, HelpingUnit, Pairing
from pairing.rules import can_end_pairing

OFFICERS_ONLY = "结对、移交和结束结对由建档单位的经办人员办理。"
WANTED = """
SELECT DISTINCT pairing.household_id, cadre.user_id FROM pairing_pairing pairing
JOIN pairing_cadre cadre ON cadre.id = pairing.cadre_id
WHERE pairing.household_id = ANY(%(households)s) AND pairing.ended_on IS NULL AND cadre.user_id IS NOT NULL
"""
REVOKE = f"""
DELETE FROM households_archivegrant granted WHERE granted.household_id = ANY(%(households)s) AND granted.kind = %(kind)s
    AND (granted.household_id, granted.user_id) NOT IN ({WANTED})
"""  # noqa: S608 -- constants only
GRANT = f"""
INSERT INTO households_archivegrant (household_id, user_id, kind)
SELECT wanted.household_id, wanted.user_id, %(kind)s FROM ({WANTED}) wanted ON CONFLICT DO NOTHING
"""  # noqa: S608 -- constants only


@transaction.atomic(savepoint=False)
def sync_grants(household_ids: Iterable[int]) -> None:
    """Let exactly the accounts of the cadres paired with these households see them by pairing; two statements."""
    facts: dict[str, Any] = {"households": list(household_ids), "kind": GrantKind.PAIRING}
    with connection.cursor() as cursor:
        cursor.execute(REVOKE, facts)
        cursor.execute(GRANT, facts)


@transaction.atomic
def pair_household(
    household: Household,
    *,
    by: User | None,
    cadre: Cadre,
    started_on: datetime.date,
    kind: PairingKind = PairingKind.RESPONSIBLE,
    unit: HelpingUnit | None = None,
    even_if_full: bool = False,
) -> Pairing:
    """Pair a household with a cadre; the same pairing again is returned as it stands.

    The cadre's account gets sight of the archive. The helping unit is the cadre's own unless another is named; without
    ``by`` it is the system that pairs. Raises Conflict when the household has a responsible cadre already, DomainError
    when the cadre has enough households (``loads.check_load``).
    """
    household = lock_household(household)
    require(by is None or is_officer(by, household), OFFICERS_ONLY)
    check_day(started_on, "started_on", "结对日期")
    cadre = in_office(lock_cadre(cadre), "cadre")
    active = list(household.pairings.active().select_related("cadre", "created_by"))
    if same := next((p for p in active if p.cadre_id == cadre.pk and p.kind == kind), None):
        return same
    check_free(active, cadre=cadre, kind=kind)
    check_load(cadre, kind=kind, even_if_full=even_if_full)
    pairing = Pairing.objects.create(
        household=household, cadre=cadre, unit=unit or cadre.unit, kind=kind, started_on=started_on, created_by=by
    )
    follow([household.pk])
    return pairing


@transaction.atomic
@signed
def end_pairing(pairing: Pairing, *, by: User, on: datetime.date, reason: str) -> Pairing:
    """End a pairing, also one with a closed archive; ending it twice changes nothing."""
    household = lock_household(pairing.household, must_be_open=False)
    require(can_end_pairing(by, household), OFFICERS_ONLY)
    locked = Pairing.objects.select_for_update().get(pk=pairing.pk)
    if not locked.is_active:
        return locked
    if not reason.strip():
        raise DomainError("请写明结束结对的原因。", field="end_reason")
    _end(locked, on=on, reason=reason.strip())
    follow([locked.household_id])
    return locked


@transaction.atomic
@signed
def end_pairings_of(households: Iterable[Household], *, by: User | None, on: datetime.date, reason: str) -> int:
    """End every pairing of households that have left, and what their cadres saw by it; returns how many ended.

    The same few statements for any number; the caller has locked the archives. Visits stay as they are.
    """
    keys = [household.pk for household in households]
    # One that began on a later day, which only a job that catches up meets, ends on the day it began.
    ended = (
        Pairing.objects.active()
        .filter(household__in=keys)
        .update(ended_on=Greatest("started_on", Value(on)), end_reason=reason)
    )
    if ended:
        follow(keys)
    return ended


def _end(pairing: Pairing, *, on: datetime.date, reason: str) -> None:
    check_day(on, "ended_on", "结束日期")
    if on < pairing.started_on:
        raise DomainError(f"结束日期不能早于结对日期 {pairing.started_on:%Y-%m-%d}。", field="ended_on")
    pairing.ended_on, pairing.end_reason = on, reason
    pairing.save(update_fields=["ended_on", "end_reason"])


def check_day(day: datetime.date, field: str, label: str) -> None:
    """Refuse a day that has not come yet."""
    if day > clock.today():
        raise DomainError(f"{label}不能晚于今天。", field=field)


def in_office(locked: Cadre, field: str) -> Cadre:
    """Refuse a cadre who has left; locked, so that nobody leaves between this look and the new pairing."""
    if not locked.is_active:
        raise DomainError(f"{locked} 已不在任，请选择在任的帮扶干部。", field=field)
    return locked


def check_free(active: list[Pairing], *, cadre: Cadre, kind: PairingKind, field: str = "cadre") -> None:
    """Refuse a pairing beside the active ones of a household that it cannot stand beside."""
    for pairing in active:
        if pairing.cadre_id == cadre.pk:
            raise DomainError(f"{cadre} 已是该户的{pairing.get_kind_display()}，请先结束那一结对。", field=field)
        if pairing.kind == kind == PairingKind.RESPONSIBLE:
            since = f"{pairing.started_on:%Y-%m-%d}"
            who = f"（由 {pairing.created_by} 登记）" if pairing.created_by else ""
            raise Conflict(f"该户已由 {pairing.cadre} 自 {since} 起结对{who}，请用“移交”更换帮扶责任人。", field=field)


def follow(household_ids: list[int]) -> None:
    """Write anew what follows from the pairings of these households: rhythm, names, who sees them."""
    refresh_rhythm(household_ids)
    sync_grants(household_ids)
