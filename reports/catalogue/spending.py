"""帮扶资金使用情况表: what was spent on households, by source and item: 户次, 人次 and amount."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import F, Sum
from django.db.models.functions import Left

from assistance.ceilings.enums import Per
from assistance.enums import AidProject
from assistance.funds.enums import FundKind
from assistance.funds.spending import PARTS, SERVICES, PartOfYear
from assistance.models import SpendingTotal
from core.spells import Spell
from organizations.models import Union
from organizations.unionrows import FILED_ITSELF, unions_below
from reports.catalogue.base import RUNNING, Counted, Field, RegisterKind, Topic
from reports.catalogue.narrowing import RegisterForm
from reports.catalogue.query import Query
from reports.registers.data import Kind

BY_UNION, FIRST_YEAR = "union", 2000
SOURCES, PROJECTS = dict(FundKind.choices), dict(AidProject.choices)


class SpendingForm(RegisterForm):
    """The months, a source, and whether unions are told apart."""

    year = forms.IntegerField(label="年度", min_value=FIRST_YEAR, max_value=2100, required=False)
    part = forms.ChoiceField(label="时段", choices=PARTS, required=False)
    source = forms.ChoiceField(label="资金来源", choices=[("", "全部"), *FundKind.choices], required=False)
    by = forms.ChoiceField(label="统计口径", choices=[("", "不分单位"), (BY_UNION, "分下级单位")], required=False)


@dataclass(frozen=True)
class Spent:
    """One row: of a union below or of all, what was spent from a source for an item (none: costs of services)."""

    place: str
    source: str
    project: str
    item: str
    per: str
    lines: int
    amount: Decimal

    @property
    def homes(self) -> int | None:
        """How many times a household as a whole was paid."""
        return self.lines if self.per == Per.HOUSEHOLD else None

    @property
    def persons(self) -> int | None:
        """How many times somebody was paid for himself."""
        return self.lines if self.per == Per.PERSON else None


class SpendingSource(Counted):
    """Rows of the totals that the ledger keeps."""

    def records(self, query: Query) -> Iterator[Spent]:
        """Yield them by source and item, first by what they are grouped by; one query, one more for unions below."""
        first = query.group or ("place" if query.asked["by"] else "source")
        places = _places(query) if first == "place" else {}
        rows = [_spent(row, places) for row in _totals(query, by_place=bool(places))]
        ranks = {"place": list(places.values()), "source": list(SOURCES.values()), "project": [*PROJECTS.values(), ""]}

        def place_of(spent: Spent) -> tuple[Any, ...]:
            keys = [ranks[key].index(getattr(spent, key)) for key in dict.fromkeys((first, "source", "project"))]
            return (*keys, spent.item)

        yield from sorted(rows, key=place_of)

    def group_of(self, record: Spent, query: Query) -> str:
        """Return the words of the column that rows are grouped by."""
        return str(getattr(record, query.group)) or SERVICES


def part_of(query: Query) -> PartOfYear:
    """Return the year or the part of it that is asked, at first the present year."""
    return PartOfYear(query.asked["year"] or query.day.year, query.asked["part"])


def days_of(query: Query) -> Spell:
    """Return the first and the last day of it."""
    spell = part_of(query).days
    return Spell(spell.first, min(spell.last, max(query.day, spell.first)))


def _totals(query: Query, *, by_place: bool) -> Any:
    spell, union = part_of(query).days, query.union
    rows = SpendingTotal.objects.visible_to(query.user).filter(
        union_path__startswith=union.path, month__range=(spell.first, spell.last)
    )
    if query.asked["source"]:
        rows = rows.filter(budget__fund__kind=query.asked["source"])
    steps = len(union.path) + (Union.steplen if by_place else 0)
    keys = {"source": F("budget__fund__kind"), "project": F("item__project"), "per": F("item__per")}
    grouped = rows.order_by().annotate(place=Left("union_path", steps)).values("place", "item__name", **keys)
    return grouped.annotate(times=Sum("lines"), spent=Sum("amount"))


def _places(query: Query) -> dict[str, str]:
    """Return tree path → name of what lies directly below, in the order of the tree, and the union itself last."""
    below = {union.path: union.name for union in unions_below(query.union)}
    return below | {query.union.path: FILED_ITSELF}


def _spent(row: dict[str, Any], places: dict[str, str]) -> Spent:
    return Spent(
        place=places.get(row["place"], ""),
        source=str(SOURCES[row["source"]]),
        project=str(PROJECTS.get(row["project"], "")),
        item=row["item__name"] or SERVICES,
        per=row["per"] or "",
        lines=row["times"],
        amount=row["spent"],
    )


SPENDING = RegisterKind(
    name="spending",
    title="帮扶资金使用情况表",
    about="各来源的资金用在哪些项目：户次、人次、金额；可分下级单位，可按季度、月份。",
    topic=Topic.MONEY,
    unit="",
    measure="单位：户次、人次、元",
    fields=(
        RUNNING,
        Field("place", "单位", 46, Kind.TEXT, lambda row: row.place),
        Field("source", "资金来源", 34, Kind.TEXT, lambda row: row.source),
        Field("project", "统计归类", 26, Kind.WORD, lambda row: row.project),
        Field("item", "帮扶项目", 50, Kind.TEXT, lambda row: row.item),
        Field("homes", "户次", 20, Kind.COUNT, lambda row: row.homes, is_summed=True),
        Field("persons", "人次", 20, Kind.COUNT, lambda row: row.persons, is_summed=True),
        Field("amount", "金额", 34, Kind.MONEY, lambda row: row.amount, is_summed=True),
    ),
    usual=("no", "source", "item", "homes", "persons", "amount"),
    orders={"listed": "按来源和项目"},
    groupings={"source": "资金来源", "project": "统计归类", "place": "下级单位"},
    filters=lambda query, rows: SpendingForm(query.data),
    source=SpendingSource(),
    has_words=True,
    period_of=days_of,
    note="户次指按户发放的笔数，人次指按人发放的笔数，未成的不计；金额已减去退回和追回。",
)
