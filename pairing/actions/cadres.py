"""Keeping the list of cadres: what they are called, which account they have, and when they leave office."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core.errors import DomainError
from households.actions.facts import changed_facts, unless_taken, write_facts
from households.actions.locks import lock_households
from organizations.models import User
from organizations.rules import require
from pairing.actions.locks import lock_cadre
from pairing.actions.pairings import sync_grants
from pairing.actions.rhythm import refresh_rhythm
from pairing.models import Cadre
from pairing.rules import can_keep_cadres

KEEPERS_ONLY = "帮扶干部由所在工会及上级的经办人员登记和修改。"


@transaction.atomic
def register_cadre(*, by: User, facts: Mapping[str, Any]) -> Cadre:
    """Add a cadre; who already stands there under this name and phone is refused."""
    cadre = Cadre(**facts)
    require(can_keep_cadres(by, cadre.union), KEEPERS_ONLY)
    with unless_taken("cadre_once", _known_already()):
        cadre.save(force_insert=True)
    return cadre


@transaction.atomic
def edit_cadre(cadre: Cadre, *, by: User, facts: Mapping[str, Any]) -> Cadre:
    """Change what a cadre is called and where; a new name shows on the paired households at once."""
    lock_households(_paired_households(cadre))
    locked = _lock_to_keep(cadre, by=by)
    if changed := changed_facts(locked, facts, seen=""):
        require(can_keep_cadres(by, changed.get("union", locked.union)), KEEPERS_ONLY)
        with unless_taken("cadre_once", _known_already()):
            write_facts(locked, changed)
        refresh_rhythm(_paired_households(locked))
    return locked


@transaction.atomic
def link_account(cadre: Cadre, *, by: User, account: User | None) -> Cadre:
    """Give a cadre an account (or take it away), and with it the sight of the paired households."""
    # Before the cadre, as a hand-over does, which then has either happened by now or sees the new account.
    lock_households(_paired_households(cadre))
    locked = _lock_to_keep(cadre, by=by)
    if account is not None:
        # One linking at a time for each account, so that the second is told who has it.
        User.objects.select_for_update(no_key=True).get(pk=account.pk)
    other = Cadre.objects.filter(user=account).exclude(pk=cadre.pk).first() if account else None
    if other is not None:
        raise DomainError(f"该账号已关联帮扶干部 {other}，一个账号只能关联一人。", field="user")
    locked.user = account
    locked.save(update_fields=["user"])
    sync_grants(_paired_households(locked))
    return locked


@transaction.atomic
def deactivate_cadre(cadre: Cadre, *, by: User) -> Cadre:
    """Take a cadre out of office; refused while households are paired, and a no-op for one who has left."""
    locked = _lock_to_keep(cadre, by=by)
    if count := locked.pairings.active().count():
        raise DomainError(f"{locked} 还有 {count} 户结对，请先移交，再设为不在任。")
    locked.is_active = False
    locked.save(update_fields=["is_active"])
    return locked


@transaction.atomic
def reactivate_cadre(cadre: Cadre, *, by: User) -> Cadre:
    """Take a cadre back into office."""
    locked = _lock_to_keep(cadre, by=by)
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    return locked


def _lock_to_keep(cadre: Cadre, *, by: User) -> Cadre:
    locked = lock_cadre(cadre)
    require(can_keep_cadres(by, locked.union), KEEPERS_ONLY)
    return locked


def _known_already() -> DomainError:
    return DomainError("已有同名同电话的帮扶干部，请核对。", field="name")


def _paired_households(cadre: Cadre) -> list[int]:
    return list(cadre.pairings.active().values_list("household_id", flat=True))
