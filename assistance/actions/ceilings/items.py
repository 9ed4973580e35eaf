"""Opening an item of aid and changing it."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from assistance.ceilings.rules import can_edit_item, can_write_for
from assistance.models import AidItem
from core.errors import DomainError, NotAllowed
from households.actions.facts import changed_facts, unless_taken, validate, write_facts
from households.history import signed
from organizations.models import Union, User

NO_KEEPING = "帮扶项目由县级及以上工会的经办、审批人员设置，上级工会的项目由上级维护。"
NAME_TAKEN = "本工会已有（或曾有）同名的项目，请换一个名称。"
PAID_ALREADY = "已有按该项目编制的批次，不能再改统计归类、对象和发放周期；需要改变的，请停用后新建项目。"
# What once_key and statistics of what was paid stand on.
FIXED_ONCE_USED = ("project", "per", "period")


@transaction.atomic
@signed
def open_item(*, by: User, union: Union, facts: Mapping[str, Any]) -> AidItem:
    """Open an item for a union and all below it; its code is made of union and name, so that a name stands once."""
    if not can_write_for(by, union):
        raise NotAllowed(NO_KEEPING)
    item = AidItem(union=union, **facts)
    item.code = f"{union.code[:12]}-{hashlib.sha256(item.name.encode()).hexdigest()[:10]}"
    validate(item, facts)
    with unless_taken("code", DomainError(NAME_TAKEN, field="name")):
        item.save(force_insert=True)
    return item


@transaction.atomic
@signed
def edit_item(item: AidItem, *, by: User, facts: Mapping[str, Any], seen: str = "") -> AidItem:
    """Change an item; once a batch was drawn of it, what its payments stand on stays. Nothing new changes nothing."""
    locked = AidItem.objects.select_for_update(of=("self",)).select_related("union").get(pk=item.pk)
    if not can_edit_item(by, locked):
        raise NotAllowed(NO_KEEPING)
    changed = changed_facts(locked, facts, seen=seen)
    fixed = [name for name in FIXED_ONCE_USED if name in changed]
    if fixed and locked.batches.exists():
        raise DomainError(PAID_ALREADY, field=fixed[0])
    if changed:
        write_facts(locked, changed)
    return locked
