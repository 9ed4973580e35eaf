"""结对帮扶统计表: how many households are paired, by whom, and how often they were visited this year."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count, F, Q
from django.db.models.functions import Left

from core.shares import percent, share_words
from households.enums import IN_CARE
from households.models import Household
from organizations.models import Union
from organizations.unionrows import FILED_ITSELF, unions_below
from pairing.enums import Met, PairingKind, Rank, UnitKind, VisitMethod
from pairing.models import Pairing, Visit
from reports.catalogue.base import RUNNING, Counted, Field, RegisterKind, Topic
from reports.catalogue.narrowing import RegisterForm
from reports.catalogue.past import as_they_were, then
from reports.catalogue.query import Query
from reports.registers.data import Kind

BY_UNIT, BY_RANK = "unit", "rank"
WAYS = [("", "分工会"), (BY_UNIT, "分帮扶单位"), (BY_RANK, "分干部职级")]
NO_UNIT = "未填帮扶单位"
RESPONSIBLE, LEADER = Q(kind=PairingKind.RESPONSIBLE), Q(kind=PairingKind.LEADER)
Numbers = Mapping[str, int]


class PairingsForm(RegisterForm):
    """By what the rows are told apart."""

    by = forms.ChoiceField(label="统计口径", choices=WAYS, required=False)


@dataclass(frozen=True)
class Helped:
    """One row: a union, a helping unit or a rank; households in care only by union."""

    name: str
    kind: str
    numbers: Numbers

    def __getitem__(self, key: str) -> int | None:
        return self.numbers.get(key)

    @property
    def share(self) -> str:
        """How many of a hundred households have a responsible cadre."""
        return share_words(percent(self.numbers["paired"], self.numbers.get("homes")), none="")


class PairingsSource(Counted):
    """Rows by union in the order of the tree, by helping unit, or by rank."""

    def records(self, query: Query) -> Iterator[Helped]:
        """Yield them; three grouped queries at most."""
        by = query.asked["by"]
        yield from _by_unit(query) if by == BY_UNIT else _by_rank(query) if by == BY_RANK else _by_union(query)


def _homes(query: Query) -> Any:
    """Return the households in care at the day that is asked."""
    rows: Any = Household.objects.visible_to(query.user).filter(union_path__startswith=query.union.path)
    if query.as_of:
        rows = as_they_were(rows, query.as_of)
    return rows.filter(**{f"{then('status', query.as_of)}__in": IN_CARE}).order_by()


def _pairings(query: Query) -> Any:
    """Return the pairings with them that stood at the end of that day."""
    day = query.day
    rows = Pairing.objects.filter(Q(ended_on=None) | Q(ended_on__gt=day), started_on__lte=day).order_by()
    if query.as_of:
        return rows.filter(household__in=_homes(query).values("pk"))
    rows = rows.visible_to(query.user).filter(household__union_path__startswith=query.union.path)
    return rows.filter(household__status__in=IN_CARE)


def _visits(query: Query) -> Any:
    """Return the visits of the year up to that day on which somebody was met."""
    first = datetime.date(query.day.year, 1, 1)
    rows = Visit.objects.visible_to(query.user).filter(household__union_path__startswith=query.union.path)
    return rows.filter(on__range=(first, query.day)).exclude(met=Met.NOBODY).order_by()


COUNTED = {
    "paired": Count("household", filter=RESPONSIBLE, distinct=True),
    "led": Count("household", filter=LEADER, distinct=True),
    "cadres": Count("cadre", filter=RESPONSIBLE, distinct=True),
    "leaders": Count("cadre", filter=LEADER, distinct=True),
    "units": Count("unit", distinct=True),
}
CALLS = {
    "home": Count("pk", filter=Q(method=VisitMethod.HOME)),
    "call": Count("pk", filter=Q(method=VisitMethod.CALL)),
}


def _by_union(query: Query) -> Iterator[Helped]:
    steps, union = len(query.union.path) + Union.steplen, query.union
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for rows, path, counts in (
        (_homes(query), "union_path", {"homes": Count("pk")}),
        (_pairings(query), "household__union_path", COUNTED),
        (_visits(query), "household__union_path", CALLS),
    ):
        for row in rows.annotate(place=Left(path, steps)).values("place").annotate(**counts):
            found[row.pop("place")] |= row
    none = dict.fromkeys(("homes", *COUNTED, *CALLS), 0)
    for child in unions_below(union):
        if child.path in found:
            yield Helped(child.name, str(child.get_kind_display()), none | found[child.path])
    if union.path in found:
        yield Helped(FILED_ITSELF, "", none | found[union.path])


def _by_unit(query: Query) -> Iterator[Helped]:
    # Who visited counts for the unit that the cadre belongs to in the pairing, once for each visit.
    counted = _pairings(query).values("unit", name=F("unit__name"), kind_of=F("unit__kind")).annotate(**COUNTED)
    calls = {row.pop("unit"): row for row in _visits(query).values(unit=F("cadre__unit")).annotate(**CALLS)}
    kinds = dict(UnitKind.choices)
    for row in counted.order_by("unit__union__path", "unit__name", "unit"):
        made = calls.get(row["unit"], dict.fromkeys(CALLS, 0))
        name, kind = row.pop("name") or NO_UNIT, str(kinds.get(row.pop("kind_of"), ""))
        yield Helped(name, kind, {key: row[key] for key in COUNTED if key != "units"} | made)


def _by_rank(query: Query) -> Iterator[Helped]:
    found = {row.pop("rank"): row for row in _pairings(query).values(rank=F("cadre__rank")).annotate(**COUNTED)}
    calls = {row.pop("rank"): row for row in _visits(query).values(rank=F("cadre__rank")).annotate(**CALLS)}
    for rank in Rank:
        if rank in found:
            yield Helped(str(rank.label), "", found[rank] | calls.get(rank, dict.fromkeys(CALLS, 0)))


def _numbers(key: str) -> Any:
    return lambda row: row[key]


def _lacking(asked: Mapping[str, str]) -> frozenset[str]:
    by = asked.get("by", "")
    of_homes = frozenset({"homes", "unpaired", "share"})
    return {BY_UNIT: of_homes | {"units"}, BY_RANK: of_homes}.get(by, frozenset())


def _unpaired(row: Helped) -> int | None:
    return row.numbers["homes"] - row.numbers["paired"] if "homes" in row.numbers else None


PAIRINGS = RegisterKind(
    name="pairings",
    title="结对帮扶情况统计表",
    about="应结对、已结对和未结对的户数、结对率、帮扶干部和挂包领导，分工会、帮扶单位或职级；可按过去某一天。",
    topic=Topic.CARE,
    unit="",
    measure="单位：户、人、次",
    fields=(
        RUNNING,
        Field("name", "单位（职级）", 56, Kind.TEXT, lambda row: row.name),
        Field("kind", "单位类型", 24, Kind.WORD, lambda row: row.kind),
        Field("homes", "应结对\n户数", 20, Kind.COUNT, _numbers("homes"), is_summed=True),
        Field("paired", "已结对\n户数", 20, Kind.COUNT, _numbers("paired"), is_summed=True),
        Field("unpaired", "未结对\n户数", 20, Kind.COUNT, _unpaired, is_summed=True),
        Field("share", "结对率", 18, Kind.CODE, lambda row: row.share),
        Field("cadres", "帮扶\n干部", 18, Kind.COUNT, _numbers("cadres"), is_summed=True),
        Field("led", "领导挂包\n户数", 20, Kind.COUNT, _numbers("led"), is_summed=True),
        Field("leaders", "挂包\n领导", 18, Kind.COUNT, _numbers("leaders"), is_summed=True),
        Field("units", "帮扶\n单位", 18, Kind.COUNT, _numbers("units"), is_summed=True),
        Field("home", "本年\n入户", 18, Kind.COUNT, _numbers("home"), is_summed=True),
        Field("call", "本年\n电话", 18, Kind.COUNT, _numbers("call"), is_summed=True),
    ),
    usual=(
        *("no", "name", "homes", "paired", "unpaired", "share", "cadres", "led", "leaders", "units", "home", "call"),
    ),
    orders={"listed": "按组织顺序"},
    filters=lambda query, rows: PairingsForm(query.data),
    source=PairingsSource(),
    is_told_of_past=True,
    lacking=_lacking,
    note="应结对指在档和渐退期的户；已结对指有帮扶责任人；干部或单位在几处结对的各计一次；走访未见到人的不计。",
)
