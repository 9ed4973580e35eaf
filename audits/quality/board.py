"""How many faults stand: by rule, by severity, by union below, by cadre, and how that went day by day."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, FilteredRelation, Q, Sum
from django.db.models.functions import Left
from django.urls import reverse

from audits.models import Fault, FaultCount, FaultDay
from audits.quality.catalogue import BY_CODE, RULES
from audits.quality.enums import Group, Severity
from audits.quality.rule import Rule
from organizations.models import Union, User
from organizations.scope import COUNTY_PATH
from organizations.unionrows import FILED_ITSELF, SUM, UnionRow
from pairing.enums import PairingKind
from pairing.models import Cadre

Counts = Mapping[str, int]  # faults by code of their rule
UNPAIRED = "未结对"


def of_severity(severity: str, counts: Counts) -> int:
    """Return how many of the faults weigh so much; those of rules that are no more weigh nothing."""
    return sum(count for code, count in counts.items() if code in BY_CODE and BY_CODE[code].severity == severity)


def list_url(**asked: Any) -> str:
    """Return the address of a list of faults."""
    return f"{reverse('faults')}?{urlencode({key: value for key, value in asked.items() if value})}"


@dataclass(frozen=True)
class Line:
    """What is counted of somebody: all, and by severity, each with the address of its list."""

    counts: Counts = field(default_factory=dict)
    asked: Mapping[str, Any] = field(default_factory=dict)

    @property
    def cells(self) -> list[tuple[str, int, str]]:
        """Head, number and address of each column."""
        columns = [("问题", sum(self.counts.values()), "")]
        columns += [(str(one.label), of_severity(one, self.counts), one.value) for one in Severity]
        return [
            (head, number, list_url(**self.asked, severity=severity) if number else "")
            for head, number, severity in columns
        ]


@dataclass(frozen=True)
class PlaceRow(UnionRow):
    """The faults below a union; with a label those of its own archives, or all."""

    union: Union
    line: Line
    label: str = ""


@dataclass(frozen=True)
class RuleRow:
    """How many faults of a rule stand."""

    rule: Rule
    count: int
    url: str


@dataclass(frozen=True)
class Board:
    """The rows of a union's page: by rule, those with faults and those without, and by union below."""

    groups: list[tuple[Group, list[RuleRow]]]
    quiet: list[Rule]
    places: list[PlaceRow]
    total: PlaceRow


def board_of(user: User, union: Union, children: list[Union]) -> Board:
    """Count what stands below a union; one query, for any number of rules and unions below."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for path, code, count in _standing(user, union):
        if count:
            found[path][code] = count
    total = _summed(found.values())
    places = [
        PlaceRow(child, Line(found[child.path], {"union": child.code})) for child in children if child.path in found
    ]
    if own := found.get(union.path):
        # The list takes a union with all below it: it shows these alone only where nothing else is found.
        places.append(PlaceRow(union, Line(own, {"union": union.code, "own": 1}), FILED_ITSELF))
    whole = PlaceRow(union, Line(total, {"union": union.code}), SUM)
    return Board(_by_group(total, union), [rule for rule in RULES if not total.get(rule.code)], places, whole)


def _standing(user: User, union: Union) -> Iterable[tuple[str, str, int]]:
    """Count by the union directly below and by rule: above counties from the counts that are kept, else the faults."""
    depth = len(union.path) + Union.steplen
    rows: Any
    if has_cadres(union):
        standing = Fault.objects.visible_to(user).within(union).standing().order_by()
        rows = standing.annotate(below=Left("union_path", depth)).values_list("below", "rule").annotate(Count("pk"))
    else:
        kept = FaultCount.objects.visible_to(user).filter(place__startswith=union.path).standing().order_by()
        rows = kept.annotate(below=Left("place", depth)).values_list("below", "rule").annotate(Sum("number"))
    return rows


def _summed(found: Iterable[Counts]) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for counts in found:
        for code, count in counts.items():
            sums[code] += count
    return dict(sums)


def _by_group(total: Counts, union: Union) -> list[tuple[Group, list[RuleRow]]]:
    """Return the rules with faults by the part of the register, those with most faults first within each."""
    rows: dict[Group, list[RuleRow]] = defaultdict(list)
    for rule in RULES:
        if count := total.get(rule.code):
            rows[rule.group].append(RuleRow(rule, count, list_url(union=union.code, rule=rule.code)))
    return [(group, sorted(rows[group], key=lambda row: -row.count)) for group in Group if group in rows]


@dataclass(frozen=True)
class CadreRow:
    """The faults of the archives of one cadre, or of those that are nobody's."""

    cadre: Cadre | None
    line: Line

    @property
    def name(self) -> str:
        return self.cadre.name if self.cadre else UNPAIRED


def has_cadres(union: Union) -> bool:
    """Tell whether the page of a union shows its cadres: from the county down."""
    return len(union.path) >= COUNTY_PATH


def cadre_rows(user: User, union: Union) -> list[CadreRow]:
    """Return a row for each cadre who is responsible for archives with faults, most faults first; two queries."""
    responsible = Q(household__pairings__ended_on=None, household__pairings__kind=PairingKind.RESPONSIBLE)
    standing = Fault.objects.visible_to(user).within(union).standing().order_by()
    joined = standing.annotate(paired=FilteredRelation("household__pairings", condition=responsible))
    found: dict[int | None, dict[str, int]] = defaultdict(dict)
    rows: Any = joined.annotate(whose=F("paired__cadre")).values_list("whose", "rule").annotate(Count("pk"))
    for cadre, code, count in rows:
        found[cadre][code] = count
    cadres = Cadre.objects.filter(pk__in=[pk for pk in found if pk]).select_related("unit").in_bulk()
    made = [CadreRow(cadres.get(pk or 0), Line(counts, _asked(union, pk))) for pk, counts in found.items()]
    return sorted(made, key=lambda row: (-sum(row.line.counts.values()), row.name))


def _asked(union: Union, cadre: int | None) -> dict[str, Any]:
    return {"union": union.code, **({"helper": cadre} if cadre else {"unpaired": 1})}


@dataclass(frozen=True)
class DayRow:
    """How many faults stood after the run of a day."""

    day: datetime.date
    counts: Counts

    @property
    def numbers(self) -> list[int]:
        """All, then by severity."""
        return [sum(self.counts.values()), *(of_severity(one, self.counts) for one in Severity)]


def trend_of(user: User, union: Union, since: datetime.date, rule: str = "") -> list[DayRow]:
    """Return the days since one, of a union or of the county it lies in; one query. Days are kept by county."""
    days = FaultDay.objects.visible_to(user).filter(day__gte=since, union_path__startswith=union.path[:COUNTY_PATH])
    days = days.filter(rule=rule) if rule else days
    found: dict[datetime.date, dict[str, int]] = defaultdict(dict)
    rows: Any = days.order_by("day").values_list("day", "rule").annotate(Sum("faults"))
    for day, code, count in rows:
        found[day][code] = count
    return [DayRow(day, counts) for day, counts in found.items()]


def chart_of(days: list[DayRow]) -> dict[str, Any]:
    """Return what the chart draws: days, and a line for each severity."""
    colours = {Severity.ERROR: "#a3222a", Severity.DOUBT: "#9a6700", Severity.NOTE: "#5b6470"}
    series = [
        {"name": str(one.label), "values": [of_severity(one, day.counts) for day in days], "color": colours[one]}
        for one in Severity
    ]
    return {"kind": "line", "names": [day.day.isoformat() for day in days], "series": series}


def finding(days: list[DayRow]) -> str:
    """Say what the days show, as the title of the chart."""
    if not days:
        return ""
    first, last = sum(days[0].counts.values()), sum(days[-1].counts.values())
    if len(days) == 1 or first == last:
        return f"问题 {last:,} 个" + ("，与期初持平" if len(days) > 1 else "")
    way, by = ("增加", last - first) if last > first else ("减少", first - last)
    return f"问题 {last:,} 个，比 {days[0].day:%m-%d} {way} {by:,} 个"
