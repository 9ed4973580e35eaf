"""Writing a score sheet, or copying that of the year before; publishing it, after which it stands as it is."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Required, TypedDict, Unpack

from django.db import transaction

from audits.actions.scores.locks import KEEPERS, lock_draft, lock_sheet
from audits.models import ScoreItem, ScoreSheet
from audits.scores.enums import ItemKind, SheetStatus
from audits.scores.faults import faults_of
from audits.scores.rules import can_keep_sheet
from audits.scores.shipped import NOTE, SHEET
from core import clock
from core.errors import DomainError
from households.actions.facts import changed_facts, unless_taken, validate, write_facts
from organizations.enums import KINDS_BELOW, UnionKind
from organizations.models import Union, User
from organizations.rules import require

COPIED = (
    *("place", "code", "name", "kind", "sense", "weight", "standard", "evidence", "source", "scale"),
    *("full_at", "zero_at", "steps", "less_is_better", "each", "full_if_nothing"),
)


class SheetFacts(TypedDict, total=False):
    """What a sheet is about; the first three are needed."""

    year: Required[int]
    name: Required[str]
    kinds: Required[Sequence[str]]
    full: Decimal
    self_until: datetime.date | None
    note: str


@transaction.atomic
def start_sheet(*, by: User, union: Union, shipped: bool = False, **facts: Unpack[SheetFacts]) -> ScoreSheet:
    """Begin a sheet of a union, empty or with the shipped skeleton; the same again returns the first while a draft."""
    require(can_keep_sheet(by, union), KEEPERS)
    Union.objects.select_for_update(no_key=True).get(pk=union.pk)
    said: dict[str, Any] = {**facts, "name": facts["name"].strip()}
    _check(union, said)
    if same := ScoreSheet.objects.filter(union=union, year=said["year"], name=said["name"]).first():
        return _same(same, by)
    if shipped:
        said["note"] = said.get("note") or NOTE
    made = ScoreSheet(union=union, created_by=by, created_at=clock.now(), **said)
    validate(made, said)
    with unless_taken("score_sheet_once"):
        made.save(force_insert=True)
    if shipped:
        _ship(made)
    return made


def _same(before: ScoreSheet, by: User) -> ScoreSheet:
    if before.is_draft and before.created_by_id == by.pk:
        return before
    raise DomainError("该年度已有同名的考核表，请换一个名称。", field="name")


def _check(union: Union, facts: Any) -> None:
    if not facts["name"]:
        raise DomainError("请填写名称。", field="name")
    possible = kinds_below(union)
    if not facts["kinds"] or not set(facts["kinds"]) <= set(possible):
        raise DomainError(f"请选择{union}要考核的下级工会。", field="kinds")
    _check_until(facts["year"], facts.get("self_until"))


def _check_until(year: int, until: datetime.date | None) -> None:
    if until and not year <= until.year <= year + 1:
        raise DomainError(f"自评截止日期应在 {year} 年或 {year + 1} 年。", field="self_until")


def kinds_below(union: Union) -> list[str]:
    """Return the kinds of unions that a union may score: all that may stand anywhere below it."""
    found: list[str] = []
    waiting = [union.kind]
    while waiting:
        for kind in KINDS_BELOW[UnionKind(waiting.pop())]:
            if kind not in found:
                found.append(kind)
                waiting.append(kind)
    return [str(kind) for kind in found]


def _ship(sheet: ScoreSheet) -> None:
    for place, (code, name, rows) in enumerate(SHEET, start=1):
        heading = ScoreItem.objects.create(sheet=sheet, place=place, code=code, name=name, kind=ItemKind.GROUP)
        ScoreItem.objects.bulk_create(
            ScoreItem(sheet=sheet, parent=heading, place=number, **row) for number, row in enumerate(rows, start=1)
        )


@transaction.atomic
def edit_sheet(sheet: ScoreSheet, *, by: User, seen: str = "", **facts: Unpack[SheetFacts]) -> ScoreSheet:
    """Change what a draft is about."""
    locked = lock_draft(sheet, by=by)
    _check(locked.union, facts)
    if changed := changed_facts(locked, facts, seen=seen):
        with unless_taken("score_sheet_once", DomainError("该年度已有同名的考核表，请换一个名称。", field="name")):
            write_facts(locked, changed)
    return locked


@transaction.atomic
def copy_sheet(sheet: ScoreSheet, *, by: User) -> ScoreSheet:
    """Begin the sheet of the next year with the items of this one; a second press returns the same draft."""
    source = lock_sheet(sheet, by=by)
    year = source.year + 1
    name = source.name.replace(str(source.year), str(year))
    if made := ScoreSheet.objects.filter(union=source.union, year=year, name=name).first():
        return made
    facts: dict[str, Any] = {"kinds": source.kinds, "full": source.full, "note": source.note}
    facts |= {"self_until": source.self_until and clock.months_after(source.self_until, 12)}
    author: dict[str, Any] = {"created_by": by, "created_at": clock.now()}
    made = ScoreSheet.objects.create(union=source.union, year=year, name=name, **facts, **author)
    headings: dict[int | None, ScoreItem] = {}
    for item in source.items.in_order():
        kept = {field: getattr(item, field) for field in COPIED}
        copy = ScoreItem.objects.create(sheet=made, parent=headings.get(item.parent_id), **kept)
        if item.is_group:
            headings[item.pk] = copy
    return made


@transaction.atomic
def discard_sheet(sheet: ScoreSheet, *, by: User) -> None:
    """Throw a draft away, with its items."""
    lock_draft(sheet, by=by).delete()


@transaction.atomic
def set_self_until(sheet: ScoreSheet, *, by: User, day: datetime.date) -> ScoreSheet:
    """Say until when unions score themselves; from the next day on a card is checked without. Also of a sheet in force.

    Raises DomainError once the results are known, or for a day of another year than its own or the next.
    """
    locked = lock_sheet(sheet, by=by)
    if locked.status == SheetStatus.CLOSED:
        raise DomainError("结果已经公布，不能再改自评截止日期。")
    _check_until(locked.year, day)
    locked.self_until = day
    locked.save(update_fields=["self_until"])
    return locked


@transaction.atomic
def publish_sheet(sheet: ScoreSheet, *, by: User) -> ScoreSheet:
    """Put a sheet in force; from then on neither it nor its items change. A second press changes nothing.

    Raises DomainError with everything that is wrong with it: weights that do not add up, headings without items.
    """
    locked = lock_sheet(sheet, by=by)
    if not locked.is_draft:
        return locked
    if wrong := faults_of(locked, list(locked.items.in_order())):
        raise DomainError("；".join(wrong) + "。请改正后再发布。")
    locked.status, locked.published_by, locked.published_at = SheetStatus.PUBLISHED, by, clock.now()
    locked.save(update_fields=["status", "published_by", "published_at"])
    return locked
