"""Pairing many households in one go, as the suggestions propose."""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from core import clock
from core.errors import DomainError
from households.history import signed
from households.models import Household
from households.rules import is_officer
from organizations.models import User
from organizations.rules import require
from pairing.actions.loads import check_room, held_by
from pairing.actions.pairings import OFFICERS_ONLY, check_free, sync_grants
from pairing.actions.rhythm import refresh_rhythm
from pairing.enums import PairingKind
from pairing.models import Cadre, Pairing


@dataclass
class Paired:
    """What came of it: the new pairings, how many stood already, and of each household left out the reason."""

    pairings: list[Pairing] = field(default_factory=list)
    stood: int = 0
    left_out: list[str] = field(default_factory=list)


@transaction.atomic
@signed
def pair_many(
    chosen: Mapping[Household, Cadre],
    *,
    by: User,
    started_on: datetime.date,
    kind: PairingKind = PairingKind.RESPONSIBLE,
) -> Paired:
    """Pair each household with its cadre; what somebody else has done meanwhile is left out and named.

    Locks all archives by key, then all cadres: of two at once one waits and finds what the other did. A few statements.
    """
    if started_on > clock.today():
        raise DomainError("结对日期不能晚于今天。", field="started_on")
    wanted = {household.pk: cadre.pk for household, cadre in chosen.items()}
    households, cadres = _lock_all(wanted, by=by)
    done, held, active = Paired(), held_by(cadres.values(), kind), _active_of(wanted)
    for household in households:
        cadre, own = cadres[wanted[household.pk]], active[household.pk]
        if any(pairing.cadre_id == cadre.pk and pairing.kind == kind for pairing in own):
            done.stood += 1
        elif refusal := _refusal(household, cadre, own, kind=kind, held=held[cadre.pk]):
            done.left_out.append(f"{household.archive_no} {household.head_name}：{refusal}")
        else:
            held[cadre.pk] += 1
            facts = {"unit_id": cadre.unit_id, "kind": kind, "started_on": started_on, "created_by": by}
            done.pairings.append(Pairing(household=household, cadre=cadre, **facts))
    _write(done.pairings)
    return done


def _write(pairings: list[Pairing]) -> None:
    Pairing.objects.bulk_create(pairings)
    keys = [pairing.household_id for pairing in pairings]
    refresh_rhythm(keys)
    sync_grants(keys)


def _lock_all(wanted: Mapping[int, int], *, by: User) -> tuple[list[Household], dict[int, Cadre]]:
    households = list(Household.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
    require(all(is_officer(by, household) for household in households), OFFICERS_ONLY)
    cadres = Cadre.objects.select_for_update(no_key=True).filter(pk__in=set(wanted.values())).order_by("pk")
    return households, {cadre.pk: cadre for cadre in cadres}


def _active_of(households: Mapping[int, int]) -> dict[int, list[Pairing]]:
    active: dict[int, list[Pairing]] = defaultdict(list)
    for pairing in Pairing.objects.active().filter(household__in=households).select_related("cadre", "created_by"):
        active[pairing.household_id].append(pairing)
    return active


def _refusal(household: Household, cadre: Cadre, active: list[Pairing], *, kind: PairingKind, held: int) -> str:
    if not household.is_open:
        return f"档案{household.get_status_display()}，不再结对。"
    if not cadre.is_active:
        return f"{cadre} 已不在任，请选择在任的帮扶干部。"
    try:
        check_free(active, cadre=cadre, kind=kind)
        check_room(cadre, held, kind=kind)
    except DomainError as error:
        return error.message
    return ""
