"""Keeping the layouts of bank files; what a bank was sent before is not touched by it."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from assistance.bank.layouts import check_layout
from assistance.bank.rules import KEEPERS_ONLY, can_keep_layouts
from assistance.models import BankLayout
from households.actions.facts import changed_facts, validate, write_facts
from households.history import signed, values_of
from organizations.models import User
from organizations.rules import require

# What a layout states; its code is made once.
FACTS = (
    *("name", "bank", "union", "kind", "encoding", "separator", "has_head", "total_at", "note"),
    *("columns", "result_columns", "paid_words", "failed_words"),
)


@transaction.atomic
@signed
def add_layout(*, by: User, facts: Mapping[str, Any]) -> BankLayout:
    """Register how a bank wants its file and gives it back; raises DomainError for a layout that cannot work."""
    require(can_keep_layouts(by, facts["union"]), KEEPERS_ONLY)
    check_layout(facts)
    layout = BankLayout(code=f"bank-{uuid.uuid4().hex[:12]}", **facts)
    validate(layout, facts)
    layout.save(force_insert=True)
    return layout


@transaction.atomic
@signed
def edit_layout(layout: BankLayout, *, by: User, facts: Mapping[str, Any], seen: str = "") -> BankLayout:
    """Change a layout; only what differs is written. Raises Conflict when somebody changed it since it was ``seen``."""
    locked = _lock(layout, by)
    require(can_keep_layouts(by, facts.get("union", locked.union)), KEEPERS_ONLY)
    check_layout({**values_of(locked, FACTS), **facts})
    if changed := changed_facts(locked, facts, seen=seen):
        write_facts(locked, changed)
    return locked


@transaction.atomic
@signed
def retire_layout(layout: BankLayout, *, by: User) -> BankLayout:
    """Offer a layout no longer; a retired one stays as it is."""
    return _set_active(layout, by, is_active=False)


@transaction.atomic
@signed
def restore_layout(layout: BankLayout, *, by: User) -> BankLayout:
    """Offer a retired layout again."""
    return _set_active(layout, by, is_active=True)


def _set_active(layout: BankLayout, by: User, *, is_active: bool) -> BankLayout:
    locked = _lock(layout, by)
    if locked.is_active != is_active:
        locked.is_active = is_active
        locked.save(update_fields=["is_active"])
    return locked


def _lock(layout: BankLayout, by: User) -> BankLayout:
    rows = BankLayout.objects.select_for_update(of=("self",), no_key=True).select_related("union")
    locked = rows.get(pk=layout.pk)
    require(can_keep_layouts(by, locked.union), KEEPERS_ONLY)
    return locked
