"""Registers that count: 动态管理情况统计表 and 致困原因分析表."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count, Q, Sum

from audits.dynamics import Moves, moves_below, rows_by_category, rows_by_union
from core.shares import percent, share_words
from households.enums import Category, Cause, Level, Status
from households.models import Household
from organizations.unionrows import unions_below
from reports.catalogue.base import RUNNING, Counted, Field, RegisterKind, Topic
from reports.catalogue.narrowing import ArchiveFilter
from reports.catalogue.past import as_they_were, then
from reports.catalogue.periods import PeriodForm, period_of
from reports.catalogue.query import Query
from reports.registers.data import Kind

BY_UNION, BY_CATEGORY = "union", "category"


class DynamicsForm(PeriodForm):
    """A period, and whether the rows are unions or categories."""

    start = forms.DateField(label="统计时段从", required=False)
    end = forms.DateField(label="统计时段至", required=False)
    by = forms.ChoiceField(label="统计口径", choices=[("", "分工会"), (BY_CATEGORY, "分困难类别")], required=False)


@dataclass(frozen=True)
class Moved:
    """One row: a union or a category, with its numbers."""

    name: str
    moves: Moves


class DynamicsSource(Counted):
    """The rows of audits.dynamics."""

    def records(self, query: Query) -> Iterator[Moved]:
        """Yield them by union or by category; two or three queries."""
        found = moves_below(query.union, period_of(query), user=query.user)
        if query.asked["by"] == BY_CATEGORY:
            yield from (Moved(str(category.label), moves) for category, moves in rows_by_category(found))
        else:
            rows = rows_by_union(query.union, unions_below(query.union), found)
            yield from (Moved(row.name, row.moves) for row in rows)


def _moves(name: str) -> Any:
    return lambda row: getattr(row.moves, name)


DYNAMICS = RegisterKind(
    name="dynamics",
    title="困难职工动态管理情况统计表",
    about="期初、新增、返困、脱困、注销、期末，分工会或分困难类别。",
    topic=Topic.CHANGES,
    unit="",
    fields=(
        RUNNING,
        Field("name", "单位（类别）", 60, Kind.TEXT, lambda row: row.name),
        *(
            Field(name, head, 26, Kind.COUNT, _moves(name), is_summed=True)
            for name, head in (
                *(("opening", "期初"), ("new", "新增"), ("back", "返困"), ("exited", "脱困")),
                *(("cancelled", "注销"), ("reclassed", "类别调整"), ("closing", "期末")),
            )
        ),
    ),
    usual=("no", "name", "opening", "new", "back", "exited", "cancelled", "closing"),
    orders={"listed": "按组织顺序"},
    filters=lambda query, rows: DynamicsForm(query.data),
    source=DynamicsSource(),
    period_of=period_of,
    note="期末＝期初＋新增＋返困－脱困－注销；在档指状态为“在档”的档案，进入渐退期计入脱困。",
)


@dataclass(frozen=True)
class ByCause:
    """One cause with the households of which it is the main one."""

    cause: Cause
    numbers: dict[str, int]
    homes: int  # in all

    @property
    def share(self) -> str:
        return share_words(percent(self.numbers["households"], self.homes))


class CauseSource(Counted):
    """Archives on file counted by main cause."""

    def records(self, query: Query) -> Iterator[ByCause]:
        """Yield the causes that occur, the most frequent first; one grouped query."""
        rows: Any = Household.objects.visible_to(query.user).filter(union_path__startswith=query.union.path)
        if query.as_of:
            rows = as_they_were(rows, query.as_of)
        rows = query.narrowed(rows.filter(**{then("status", query.as_of): Status.ON_FILE}))
        cause = then("main_cause", query.as_of)
        counted = rows.order_by().values(cause).annotate(**_numbers(query))
        found = {row.pop(cause): row for row in counted}
        homes = sum(row["households"] for row in found.values())
        rank = sorted(found, key=lambda value: (-found[value]["households"], Cause.values.index(value)))
        yield from (ByCause(Cause(value), found[value], homes) for value in rank)


def _numbers(query: Query) -> dict[str, Any]:
    level, category = then("level", query.as_of), then("category", query.as_of)
    found: dict[str, Any] = {"households": Count("pk"), "people": Sum("persons", default=0)}
    found |= {f"level_{value}": Count("pk", filter=Q(**{level: value})) for value in Level.values}
    return found | {f"category_{value}": Count("pk", filter=Q(**{category: value})) for value in Category.values}


def _in_two(words: str) -> str:
    """Break a head in two where it is long: no line of one character."""
    cut = 4 if len(words) > 5 else 2 if len(words) > 3 else 0
    return f"{words[:cut]}\n{words[cut:]}".strip()


def _number(key: str) -> Any:
    return lambda row: row.numbers[key]


CAUSES = RegisterKind(
    name="causes",
    title="致困原因分析表",
    about="在档困难职工按主要致困原因：户数、占比、人口，分建档标准和困难类别；可按过去某一天。",
    topic=Topic.ARCHIVES,
    unit="",
    measure="单位：户、人",
    fields=(
        RUNNING,
        Field("cause", "主要致困原因", 50, Kind.TEXT, lambda row: str(row.cause.label)),
        Field("households", "户数", 20, Kind.COUNT, _number("households"), is_summed=True),
        Field("share", "占比", 18, Kind.CODE, lambda row: row.share),
        Field("people", "人口", 20, Kind.COUNT, _number("people"), is_summed=True, is_told_of_past=False),
        *(
            Field(f"level_{level.value}", str(level.label), 18, Kind.COUNT, _number(f"level_{level}"), is_summed=True)
            for level in Level
        ),
        *(
            Field(
                f"category_{one.value}",
                _in_two(str(one.label)),
                22,
                Kind.COUNT,
                _number(f"category_{one}"),
                is_summed=True,
            )
            for one in Category
        ),
    ),
    usual=(
        *("no", "cause", "households", "share", "people"),
        # All of them, so that the parts add up to the whole.
        *(f"level_{level.value}" for level in Level),
        *(f"category_{category.value}" for category in Category),
    ),
    orders={"many": "按户数"},
    filters=ArchiveFilter,
    source=CauseSource(),
    is_told_of_past=True,
)
