"""Keeping the list of helping units."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core.errors import DomainError
from households.actions.facts import changed_facts, unless_taken, write_facts
from organizations.models import User
from organizations.rules import require
from pairing.models import HelpingUnit
from pairing.rules import can_keep_cadres

KEEPERS_ONLY = "帮扶单位由所在工会及上级的经办人员登记和修改。"


@transaction.atomic
def register_unit(*, by: User, facts: Mapping[str, Any]) -> HelpingUnit:
    """Add a helping unit; a name that the region knows already is refused."""
    unit = HelpingUnit(**facts)
    require(can_keep_cadres(by, unit.union), KEEPERS_ONLY)
    with unless_taken("helping_unit_once", _known_already()):
        unit.save(force_insert=True)
    return unit


@transaction.atomic
def edit_unit(unit: HelpingUnit, *, by: User, facts: Mapping[str, Any]) -> HelpingUnit:
    """Rename a helping unit, or take it out of use; only what differs is written."""
    locked = HelpingUnit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    require(can_keep_cadres(by, locked.union), KEEPERS_ONLY)
    if changed := changed_facts(locked, facts, seen=""):
        require(can_keep_cadres(by, changed.get("union", locked.union)), KEEPERS_ONLY)
        with unless_taken("helping_unit_once", _known_already()):
            write_facts(locked, changed)
    return locked


def _known_already() -> DomainError:
    return DomainError("该地已有同名帮扶单位。", field="name")
