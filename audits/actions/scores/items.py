"""The headings and items of a draft: adding, changing, moving, removing."""

from typing import Any

from django.db import transaction

from audits.actions.scores.locks import lock_draft
from audits.models import ScoreItem, ScoreSheet
from audits.scores.enums import ItemKind
from audits.scores.faults import tidy_item
from core.errors import Conflict, DomainError
from households.actions.facts import changed_facts, validate, write_facts
from organizations.models import User


@transaction.atomic
def add_item(sheet: ScoreSheet, *, by: User, parent: ScoreItem | None = None, **facts: Any) -> ScoreItem:
    """Add a heading at the end of a draft, or an item at the end of a heading."""
    draft = lock_draft(sheet, by=by)
    if parent is None:
        facts["kind"] = ItemKind.GROUP
    elif not draft.items.filter(pk=parent.pk, kind=ItemKind.GROUP).exists():
        raise Conflict("这个考核类别已被删除，请返回考核表核对。")
    said = tidy_item(facts)
    beside = draft.items.filter(parent=parent)
    if beside.filter(name=said["name"]).exists():
        raise DomainError("这里已有同名的项目，请换一个名称。", field="name")
    last = beside.order_by("-place").values_list("place", flat=True).first() or 0
    item = ScoreItem(sheet=draft, parent=parent, place=last + 1, **said)
    validate(item, said)
    item.save(force_insert=True)
    return item


@transaction.atomic
def edit_item(item: ScoreItem, *, by: User, seen: str = "", **facts: Any) -> ScoreItem:
    """Change an item of a draft; a heading keeps nothing but its name. Raises Conflict when others did meanwhile."""
    draft = lock_draft(item.sheet, by=by)
    kept = _present(item)
    if kept.is_group:
        facts["kind"] = ItemKind.GROUP
    said = tidy_item(facts)
    if draft.items.filter(parent=kept.parent, name=said["name"]).exclude(pk=kept.pk).exists():
        raise DomainError("这里已有同名的项目，请换一个名称。", field="name")
    if changed := changed_facts(kept, said, seen=seen):
        write_facts(kept, changed)
    return kept


@transaction.atomic
def remove_item(item: ScoreItem, *, by: User) -> None:
    """Take an item out of a draft, a heading with all below it; one that is gone already stays gone."""
    lock_draft(item.sheet, by=by)
    ScoreItem.objects.filter(pk=item.pk).delete()


@transaction.atomic
def move_item(item: ScoreItem, *, by: User, up: bool) -> ScoreItem:
    """Exchange an item with its neighbour below the same heading; at the end nothing happens."""
    draft = lock_draft(item.sheet, by=by)
    kept = _present(item)
    beside = list(draft.items.filter(parent=kept.parent).order_by("place", "pk"))
    at = next(place for place, one in enumerate(beside) if one.pk == kept.pk)
    other = at - 1 if up else at + 1
    if 0 <= other < len(beside):
        beside[at], beside[other] = beside[other], beside[at]
        for place, one in enumerate(beside, start=1):
            one.place = place
        ScoreItem.objects.bulk_update(beside, ["place"])
    return kept


def _present(item: ScoreItem) -> ScoreItem:
    found = ScoreItem.objects.select_related("sheet__union", "parent").filter(pk=item.pk).first()
    if found is None:
        raise Conflict("这个项目已被删除，请返回考核表核对。")
    return found
