"""Versions of the rules of an item: beginning one, changing the draft, publishing it, dropping it."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from assistance.ceilings.rules import can_edit_rule, can_write_for
from assistance.models import AidItem, ItemRule, RuleLine
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from households.actions.facts import unless_taken, validate
from households.history import signed, values_of, version_of
from organizations.models import Union, User
from organizations.scope import paths_down_to

NO_WRITING = "发放标准由县级及以上工会的经办、审批人员制定，只能制定本级和所辖地区的标准。"
PUBLISHED = "该标准已发布，不能再改动；需要调整的，请按新的执行日期另行登记。"
TAKEN = "该地区同一执行日期已有发布的标准，请改用其他执行日期。"
ABOVE = "“{}”是{}的项目，不能为其范围以外的地区登记标准。"
CHANGED = "您填写期间，有人修改了这一版标准。您填写的内容仍在下面，请核对后再次保存，将以您填写的为准。"
FACTS = ("valid_from", "doc_no", "note")
LINE_FACTS = (
    "name",
    "categories",
    "levels",
    "stages",
    "formula",
    "amount",
    "months",
    "per_head",
    "of_province",
    "share",
    "floor",
    "bill_months",
    "for_year",
    "most",
    "most_year",
)
Rows = Iterable[Mapping[str, Any]]


@transaction.atomic
@signed
def begin_rule(
    item: AidItem, *, by: User, union: Union, valid_from: datetime.date, doc_no: str = "", note: str = ""
) -> ItemRule:
    """Begin a version for a union with the cases of the one in force there; it is a draft until it is published."""
    if not can_write_for(by, union):
        raise NotAllowed(NO_WRITING)
    if not union.path.startswith(item.union.path):
        raise DomainError(ABOVE.format(item, item.union), field="union")
    held = rule_in_force(item, union, valid_from)
    draft = ItemRule(item=item, union=union, valid_from=valid_from, doc_no=doc_no, note=note, created_by=by)
    validate(draft, dict.fromkeys(FACTS))
    draft.save(force_insert=True)
    if held is not None:
        _write_lines(draft, (values_of(line, LINE_FACTS) for line in held.lines.all()))
    return draft


@transaction.atomic
@signed
def edit_rule(rule: ItemRule, *, by: User, facts: Mapping[str, Any], lines: Rows, seen: str = "") -> ItemRule:
    """Change a draft with its cases, in the order given; Conflict when somebody changed it since it was ``seen``."""
    draft = _lock_draft(rule, by)
    if seen and rule_version(draft) != seen:
        raise Conflict(CHANGED)
    for name, value in facts.items():
        setattr(draft, name, value)
    validate(draft, facts)
    draft.save(update_fields=list(facts))
    draft.lines.all().delete()
    _write_lines(draft, lines)
    return draft


@transaction.atomic
@signed
def publish_rule(rule: ItemRule, *, by: User) -> ItemRule:
    """Put a version in force from its day on; from then on it never changes. Publishing twice changes nothing."""
    locked = _locked(rule)
    if locked.published_at and can_write_for(by, locked.union):
        return locked
    draft = _lock_draft(rule, by)
    if not draft.lines.exists():
        raise DomainError("还没有发放情形，不能发布。请先修改草稿，填写至少一种情形。")
    draft.published_at, draft.published_by = clock.now(), by
    with unless_taken("one_item_rule_from_a_day", DomainError(TAKEN, field="valid_from")):
        draft.save(update_fields=["published_at", "published_by"])
    return draft


@transaction.atomic
@signed
def drop_rule(rule: ItemRule, *, by: User) -> None:
    """Throw a draft away; a second time changes nothing."""
    if ItemRule.objects.filter(pk=rule.pk).exists():
        _lock_draft(rule, by).delete()


def rule_in_force(item: AidItem, union: Union, day: datetime.date) -> ItemRule | None:
    """Return the version that holds for a union on a day, with its cases; the nearest union's, the latest of it."""
    above = ItemRule.objects.holding_on(day).filter(item=item, union__path__in=paths_down_to(union.path))
    return above.select_related("union").prefetch_related("lines").first()


def rule_version(rule: ItemRule) -> str:
    """Return the version of a draft with its cases, for a form to carry; one query."""
    lines = {f"line:{line.position}": str(values_of(line, LINE_FACTS)) for line in rule.lines.all()}
    return version_of(values_of(rule, FACTS) | lines)


def _locked(rule: ItemRule) -> ItemRule:
    return ItemRule.objects.select_for_update(of=("self",)).select_related("union", "item__union").get(pk=rule.pk)


def _lock_draft(rule: ItemRule, by: User) -> ItemRule:
    draft = _locked(rule)
    if draft.published_at:
        raise DomainError(PUBLISHED)
    if not can_edit_rule(by, draft):
        raise NotAllowed(NO_WRITING)
    return draft


def _write_lines(draft: ItemRule, rows: Rows) -> None:
    lines = [RuleLine(rule=draft, position=position, **row) for position, row in enumerate(rows, 1)]
    for line in lines:
        validate(line, dict.fromkeys(LINE_FACTS))
    RuleLine.objects.bulk_create(lines)
