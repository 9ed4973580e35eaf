"""Keeping the network of aid (五级网络): stations, what they lie below, and whom to go to."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core.errors import DomainError
from households.actions.facts import changed_facts, unless_taken, write_facts
from organizations.models import User
from organizations.rules import require
from pairing.enums import StationLevel
from pairing.models import Station
from pairing.rules import can_keep_stations

ORDER = list(StationLevel)
KEEPERS_ONLY = "援助站点由所属工会的经办人员维护。"


@transaction.atomic
def register_station(*, by: User, facts: Mapping[str, Any]) -> Station:
    """Add a station; a name that the union knows already is refused, and a place in the network that makes no sense."""
    station = Station(**facts)
    _check(station, by=by)
    with unless_taken("station_once", _known_already()):
        station.save(force_insert=True)
    return station


@transaction.atomic
def edit_station(station: Station, *, by: User, facts: Mapping[str, Any]) -> Station:
    """Change a station, or take it out of use; only what differs is written."""
    locked = Station.objects.select_for_update(no_key=True).get(pk=station.pk)
    changed = changed_facts(locked, facts, seen="")
    if not changed:
        return locked
    require(can_keep_stations(by, locked.union), KEEPERS_ONLY)
    for name, value in changed.items():
        setattr(locked, name, value)
    _check(locked, by=by)
    _check_below(locked)
    with unless_taken("station_once", _known_already()):
        write_facts(locked, changed)
    return locked


def _check(station: Station, *, by: User) -> None:
    require(can_keep_stations(by, station.union), KEEPERS_ONLY)
    above = station.parent
    if above is None:
        return
    if ORDER.index(StationLevel(above.level)) >= ORDER.index(StationLevel(station.level)):
        raise DomainError(
            f"上级站点 {above} 是{above.get_level_display()}，不高于{station.get_level_display()}；请另选上级站点。",
            field="parent",
        )
    if not station.union.path.startswith(above.union.path):
        raise DomainError(f"上级站点 {above} 属于 {above.union}，不是本工会或其上级；请另选上级站点。", field="parent")


def _check_below(station: Station) -> None:
    below = list(station.children.filter(is_active=True).select_related("union"))
    if below and not station.is_active:
        raise DomainError(f"下面还有 {len(below)} 个在用站点，请先停用或改挂其他站点。", field="is_active")
    for child in below:
        if ORDER.index(StationLevel(child.level)) <= ORDER.index(StationLevel(station.level)):
            raise DomainError(f"下级站点 {child} 是{child.get_level_display()}，本站点应高于它。", field="level")
        if not child.union.path.startswith(station.union.path):
            raise DomainError(f"下级站点 {child} 属于 {child.union}，不在所选工会之下。", field="union")


def _known_already() -> DomainError:
    return DomainError("该工会已有同名站点。", field="name")
