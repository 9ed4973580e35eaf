"""帮扶资金使用情况: what was spent on the households of a union, by source, item and the unions below.

Read from the totals that the ledger keeps (SpendingTotal): 户次 are lines that were booked less those that failed, the
amount is what was paid less what came back, in the month in which it was booked.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Max, Min, Q, Sum
from django.db.models.functions import Left

from assistance.funds.enums import FundKind
from assistance.funds.querysets import EntryQuerySet
from assistance.models import AidItem, LedgerEntry, SpendingTotal
from core import clock
from core.money import ZERO
from core.spells import Spell
from organizations.models import Union, User
from organizations.unionrows import FILED_ITSELF, UnionRow, rows_for

SERVICES = "服务支出"
SHOWN = (
    *("budget__fund", "budget__union", "charge__service"),
    *("payment__batch__item", "payment__household", "payment__union"),
)
NOT_SHOWN = ("payment__snapshot", "payment__reasoning", "payment__household__search")
PARTS = [
    ("", "全年"),
    *((f"q{quarter}", f"第{'一二三四'[quarter - 1]}季度") for quarter in range(1, 5)),
    *((f"m{month:02d}", f"{month} 月") for month in range(1, 13)),
]


@dataclass(frozen=True)
class Cell:
    """How many payments to households (none for the costs of services), and their amount in 元."""

    lines: int = 0
    amount: Decimal = ZERO

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(self.lines + other.lines, self.amount + other.amount)

    def __bool__(self) -> bool:
        return bool(self.lines or self.amount)


@dataclass(frozen=True)
class PartOfYear:
    """A year, or a quarter (``q1``) or month (``m01``) of it."""

    year: int
    part: str = ""

    @property
    def days(self) -> Spell:
        match self.part[:1]:
            case "q":
                return Spell.quarter(self.year, int(self.part[1:]))
            case "m":
                return Spell.months(self.year, int(self.part[1:]), 1)
        return Spell.year(self.year)

    @property
    def label(self) -> str:
        return f"{self.year} 年{dict(PARTS)[self.part] if self.part else ''}"


@dataclass(frozen=True)
class ItemRow:
    """An item of aid (none: the costs of services) with a cell for each source, in the order of the table."""

    item: AidItem | None
    cells: Mapping[str, Cell]
    total: Cell

    @property
    def name(self) -> str:
        return self.item.name if self.item else SERVICES


@dataclass(frozen=True)
class PlaceRow(UnionRow):
    """A union below; with a label what was paid to households that are filed for the upper union itself."""

    union: Union
    cells: Mapping[str, Cell]
    label: str = ""
    is_linked: bool = True

    @property
    def total(self) -> Cell:
        return sum(self.cells.values(), start=Cell())

    @property
    def own(self) -> bool:
        return self.label == FILED_ITSELF


@dataclass(frozen=True)
class Spending:
    """The two tables of a union and part of a year: by item and by union below, both by source."""

    union: Union
    spell: PartOfYear
    sources: list[FundKind]
    items: list[ItemRow]
    places: list[PlaceRow]
    by_source: Mapping[str, Cell]
    total: Cell


def spending_of(union: Union, spell: PartOfYear, user: User, children: list[Union]) -> Spending:
    """Read both tables; two queries, whatever the number of payments."""
    months = Q(month__range=(spell.days.first, spell.days.last))
    rows = SpendingTotal.objects.visible_to(user).filter(months, union_path__startswith=union.path).order_by()
    placed = rows.annotate(place=Left("union_path", len(union.path) + Union.steplen))
    found = placed.values_list("place", "budget__fund__kind", "item").annotate(Sum("lines"), Sum("amount"))
    by_item: dict[int | None, dict[str, Cell]] = defaultdict(lambda: defaultdict(Cell))
    by_place: dict[str, dict[str, Cell]] = defaultdict(lambda: defaultdict(Cell))
    by_source: dict[str, Cell] = defaultdict(Cell)
    for place, source, item, lines, amount in found:
        for cells in (by_item[item], by_place[place], by_source):
            cells[source] += Cell(lines if item else 0, amount)  # a cost of a service is nobody's 户次
    return Spending(
        union,
        spell,
        [kind for kind in FundKind if kind in by_source],
        _item_rows(by_item),
        rows_for(PlaceRow, union, children, by_place),
        by_source,
        sum(by_source.values(), start=Cell()),
    )


def cells_of(cells: Mapping[str, Cell], sources: Iterable[str]) -> list[Cell]:
    """Return the cells of a row in the order of the sources."""
    return [cells.get(source, Cell()) for source in sources]


@dataclass(frozen=True)
class Behind:
    """Entries of the ledger from several places, the newest first, read as far as they are sliced."""

    parts: Sequence[EntryQuerySet]

    def __getitem__(self, part: slice) -> list[LedgerEntry]:
        """Return some entries with what a row shows; two queries, the first of which reads keys only."""
        newest = [rows.order_by("-on", "-pk").values_list("on", "pk") for rows in self.parts]
        keys = newest[0]
        if newest[1:]:
            first, *others = (rows[: part.stop] for rows in newest)
            keys = first.union(*others, all=True).order_by("-on", "-pk")
        rows = (
            LedgerEntry.objects.select_related(*SHOWN).defer(*NOT_SHOWN).filter(pk__in=[key for _on, key in keys[part]])
        )
        return list(rows.order_by("-on", "-pk"))


def entries_behind(
    union: Union, spell: Spell, user: User, *, item: str = "", source: str = "", own: bool = False
) -> Behind:
    """Return the entries of the ledger that a number adds up; ``item`` 0 is the costs of services.

    Payments count where the household is filed, costs of services in the union that pays them: each part has an
    index of its own, which one condition over both would not use. One query for an item.
    """
    rows: EntryQuerySet = LedgerEntry.objects.filter(on__range=_days_of_item(spell, int(item or 0)))
    if source:
        rows = rows.filter(budget__fund__kind=source)
    paid = rows.filter(_place("payment__union", union, user, own=own), payment__isnull=False)
    services = rows.filter(_place("budget__union", union, user, own=own), charge__isnull=False)
    if item == "0":
        return Behind([services])
    return Behind([paid.filter(payment__batch__item=item)] if item else [paid, services])


def _days_of_item(spell: Spell, item: int) -> tuple[datetime.date, datetime.date]:
    """Return the days of a spell, for an item those of the months from the first to the last in which it was spent on.

    The ledger is read from its newest entry on: of a rare item it would go through many months without a find.
    """
    days = spell.first, spell.last
    months = SpendingTotal.objects.filter(item=item, month__range=(spell.first.replace(day=1), spell.last)).order_by()
    first, last = months.aggregate(first=Min("month"), last=Max("month")).values() if item else (None, None)
    if first is None or last is None:
        return days
    return max(days[0], first), min(days[1], clock.months_after(last, 1) - datetime.timedelta(days=1))


def _place(prefix: str, union: Union, user: User, *, own: bool) -> Q:
    scope = user.scope.subtree(f"{prefix}_path")
    return scope & (Q(**{prefix: union}) if own else Q(**{f"{prefix}_path__startswith": union.path}))


def _item_rows(found: Mapping[int | None, Mapping[str, Cell]]) -> list[ItemRow]:
    items = AidItem.objects.filter(pk__in=[key for key in found if key])
    rows = [ItemRow(item, found[item.pk], sum(found[item.pk].values(), start=Cell())) for item in items]
    if None in found:
        rows.append(ItemRow(None, found[None], sum(found[None].values(), start=Cell())))
    return rows
