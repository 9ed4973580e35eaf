"""Registers of which each row is an archive: where the rows are, and what of each is loaded beside it."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import islice
from typing import Any

from django.db.models import Case, F, IntegerField, Q, Sum, Value, When
from django.db.models.functions import Left

from assistance.models import AidRecord
from core.money import ZERO
from households.clearmask import ALL_CLEAR, SHORT_NAMES, is_clear_in
from households.enums import Category, Cause, Level
from households.models import Household, IncomeSurvey, Member
from households.querysets import HouseholdQuerySet
from organizations.enums import UnionKind
from organizations.models import Union
from organizations.scope import paths_down_to
from pairing.enums import PairingKind
from pairing.models import Pairing
from reports.catalogue.past import as_they_were, restore_households, restore_members, then
from reports.catalogue.query import Query
from reports.catalogue.readingon import TREE, keys_of

CHUNK = 1000
PREFECTURE, COUNTY = 2 * Union.steplen, 3 * Union.steplen
WORKER, AID, PLACE = "worker", "aid", "place"
LEFT_OUT = ("search", "remark", "cause_text")


@dataclass(slots=True)
class Filed:
    """One archive with what its fields read: the worker, where it is filed, and the sum that it has received."""

    home: Household
    worker: Member
    prefecture: str = ""
    county: str = ""
    aid: Decimal = ZERO
    extra: Any = None

    @property
    def main_cause(self) -> str:
        return str(Cause(self.home.main_cause).label) if self.home.main_cause else ""


NOBODY = Member()
ORDERS: Mapping[str, str] = {
    "place": "按建档单位",
    "number": "按档案编号",
    "name": "按姓名",
    "filed": "按建档日期",
    "income": "按人均收入",
}
COLUMNS: Mapping[str, tuple[Any, ...]] = {
    "place": TREE,
    "number": ("archive_no",),
    "name": ("head_sort", "pk"),
    "filed": ("filed_on", "pk"),
    "income": (F("per_head").asc(nulls_last=True), "pk"),
}
PLACES: Mapping[str, str] = {"prefecture": "州市", "county": "县（市、区）", "union": "建档单位"}
GROUPINGS: Mapping[str, str] = {
    **PLACES,
    "level": "建档标准",
    "category": "困难类别",
    "cause": "主要致困原因",
}


def _in_order(column: str, choices: Iterable[str]) -> Case:
    whens = [When(**{column: value}, then=Value(place)) for place, value in enumerate(choices)]
    return Case(*whens, default=Value(99), output_field=IntegerField())


def _first(group: str, day: datetime.date | None) -> tuple[Any, ...]:
    """Return what rows of a group are brought together by, in the order of its list."""
    column = partial(then, day=day)
    found: dict[str, tuple[Any, ...]] = {
        "prefecture": (Left("union_path", PREFECTURE),),
        "county": (Left("union_path", COUNTY),),
        "union": ("union_path",),
        "level": (_in_order(column("level"), Level.values),),
        "category": (_in_order(column("category"), Category.values),),
        "cause": (_in_order(column("main_cause"), Cause.values),),
    }
    return found.get(group, ())


GROUP_OF: Mapping[str, Callable[[Filed], str]] = {
    "prefecture": lambda filed: filed.prefecture,
    "county": lambda filed: filed.county or filed.prefecture,
    "union": lambda filed: filed.home.union.name,
    "level": lambda filed: str(filed.home.get_level_display()),
    "category": lambda filed: str(filed.home.get_category_display()),
    "cause": lambda filed: filed.main_cause,
}


class ArchiveSource:
    """Archives in the user's scope below a union, as they are or as they were at the end of a day.

    ``chosen`` narrows them to those that the register is of. Queries grow with chunks of rows alone.
    """

    def __init__(
        self,
        chosen: Callable[[HouseholdQuerySet, Query], HouseholdQuerySet],
        *,
        orders: Mapping[str, tuple[Any, ...]] | None = None,
    ) -> None:
        self.chosen, self.orders = chosen, {**COLUMNS, **(orders or {})}

    def rows(self, query: Query) -> HouseholdQuerySet:
        """Return the archives of a query without an order."""
        rows: Any = Household.objects.visible_to(query.user).filter(union_path__startswith=query.union.path)
        if query.as_of:
            rows = as_they_were(rows, query.as_of)
        return query.narrowed(self.chosen(rows, query))

    def count(self, query: Query) -> int:
        """Return how many archives there are."""
        return self.rows(query).count()

    def records(self, query: Query) -> Iterator[Filed]:
        """Yield them in order, with what the fields need."""
        return self.in_chunks(query, CHUNK)

    def in_chunks(self, query: Query, size: int) -> Iterator[Filed]:
        """Yield them so many at a time: what stands beside them is loaded for a chunk."""
        # In the order of the tree groups of places stand together without being asked.
        by_tree = query.order == "place" and query.group in PLACES
        order = (*(() if by_tree else _first(query.group, query.as_of)), *self.orders[query.order])
        rows = query.ordered(self.rows(query).select_related("union").defer(*LEFT_OUT), order)
        names = place_names(query) if query.needs & {PLACE} or query.group else {}
        found = rows.iterator(chunk_size=size)
        while chunk := list(islice(found, size)):
            yield from self.dressed(chunk, query, names)

    def dressed(self, homes: list[Household], query: Query, names: Mapping[str, str]) -> list[Filed]:
        """Load what stands beside the archives of a chunk; a query for each thing that a field needs."""
        ids, day = [home.pk for home in homes], query.as_of
        if day:
            restore_households(homes, day)
            _restore_summaries(homes, ids, day)
        workers = _workers(ids, day) if day or WORKER in query.needs else {}
        received = received_by(ids, day) if AID in query.needs else {}
        found = []
        for home in homes:
            worker = workers.get(home.pk, NOBODY)
            home.head_name = worker.name or home.head_name
            path = home.union_path
            upper, lower = names.get(path[:PREFECTURE], ""), names.get(path[:COUNTY], "") if len(path) >= COUNTY else ""
            found.append(Filed(home, worker, upper, lower, received.get(home.pk, ZERO)))
        return found

    def group_of(self, record: Filed, query: Query) -> str:
        """Return the name of the group of an archive."""
        return GROUP_OF[query.group](record)

    def archive_of(self, record: Filed) -> str:
        """Return its number."""
        return record.home.archive_no

    def keys_of(self, record: Filed) -> tuple[Any, ...]:
        """Return what it stands in order by."""
        return keys_of(record.home)


def place_names(query: Query) -> dict[str, str]:
    """Return tree path → name of the prefectures, industries and counties around the union of a query; one query."""
    near = Q(path__startswith=query.union.path) | Q(path__in=paths_down_to(query.union.path))
    unions = Union.objects.filter(near, Q(depth=2) | Q(depth=3, kind=UnionKind.COUNTY)).order_by()
    return {path: division or name for path, division, name in unions.values_list("path", "division_name", "name")}


def _workers(ids: list[int], day: datetime.date | None) -> dict[int, Member]:
    workers = list(Member.objects.workers().filter(household__in=ids))
    if day:
        restore_members(workers, day)
    return {worker.household_id: worker for worker in workers}


def received_by(ids: list[int], day: datetime.date | None) -> dict[int, Decimal]:
    """Return archive → what it has received up to a day, in 元; without a day of its own at the end of its year."""
    records: Any = AidRecord.objects.filter(household__in=ids)
    if day:
        whole_years = day.year if (day.month, day.day) == (12, 31) else day.year - 1
        records = records.filter(Q(received_on__lte=day) | Q(received_on=None, year__lte=whole_years))
    return dict(records.order_by().values_list("household").annotate(Sum("amount")))


def _restore_summaries(homes: list[Household], ids: list[int], day: datetime.date) -> None:
    """Give archives the figure and the cadre that they had at the end of a day, from surveys and pairings."""
    made = Q(surveyed_on__lte=day) | Q(surveyed_on=None, period_end__lte=day)
    surveys = IncomeSurvey.objects.filter(made, household__in=ids).order_by("household", "period_end", "pk")
    figures = dict(surveys.values_list("household", "per_head"))
    pairings = Pairing.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=day), household__in=ids, kind=PairingKind.RESPONSIBLE, started_on__lte=day
    )
    cadres: dict[int, list[str]] = {}
    for household, name in pairings.order_by("started_on", "pk").values_list("household", "cadre__name"):
        cadres.setdefault(household, []).append(name)
    for home in homes:
        home.per_head = figures.get(home.pk)
        home.cadre_names = "、".join(cadres.get(home.pk, []))


def clear_words(mask: int | None) -> str:
    """Write which of the six are not clear; 六清 for all, empty for not yet counted."""
    if mask is None:
        return ""
    if mask == ALL_CLEAR:
        return "六清"
    return "、".join(f"{name}不清" for item, name in enumerate(SHORT_NAMES, 1) if not is_clear_in(mask, item))
