"""结对覆盖: how many households in care have a cadre, a helping unit, a leader, and who helps, by union.

Written out in docs/algorithms/pairing-suggestions.md.
"""

from collections import defaultdict
from dataclasses import dataclass, fields
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Sum, When
from django.db.models.functions import Left

from households.models import Household
from households.querysets import HouseholdQuerySet
from organizations.models import Union, User
from organizations.unionrows import SUM, UnionRow, rows_for
from pairing.enums import PairingKind, Rank
from pairing.models import Cadre, HelpingUnit, Pairing
from pairing.querysets import CadreQuerySet, HelpingUnitQuerySet


class Kind(models.TextChoices):
    """The columns of the table, and the lists behind their numbers."""

    CARE = "care", "在档户"
    PAIRED = "paired", "已结对"
    UNIT = "unit", "有帮扶单位"
    LEADER = "leader", "有挂包领导"
    GAP = "gap", "未结对"
    NO_UNIT = "no_unit", "有人无单位"


@dataclass(frozen=True)
class Coverage:
    """How many households in care there are, and how many lack a cadre, lack only a unit, have a leader."""

    care: int = 0
    gap: int = 0
    no_unit: int = 0
    leader: int = 0

    @property
    def paired(self) -> int:
        return self.care - self.gap

    @property
    def unit(self) -> int:
        return self.paired - self.no_unit

    @property
    def columns(self) -> list[tuple[Kind, int]]:
        return [(kind, getattr(self, kind.value)) for kind in Kind]

    @property
    def percent(self) -> float | None:
        """结对覆盖率: the share of households in care that have a responsible cadre; None where none is in care."""
        return 100 * self.paired / self.care if self.care else None

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))


@dataclass(frozen=True)
class Row(UnionRow):
    """The coverage of a union below; with a label that of what was filed for the upper union itself, or of all."""

    union: Union
    coverage: Coverage
    label: str = ""
    is_linked: bool = True


def coverage_below(union: Union, *, user: User) -> dict[str, Coverage]:
    """Count by the tree path of the child that households lie below; four queries.

    Those in care are counted in a covering index. What is missing has an index of its own, so the other three cost as
    much as is missing, not as much as is there.
    """
    care = households_in_care(user, union)
    lacking = Pairing.objects.active().responsible().filter(unit__isnull=True, household__in=care)
    led = Pairing.objects.active().filter(kind=PairingKind.LEADER, household__in=care)
    counted = {
        "care": _by_place(care, union, "union_path", "pk"),
        "gap": _by_place(care.filter(cadre_names=""), union, "union_path", "pk"),
        "no_unit": _by_place(lacking, union, "household__union_path", "household"),
        "leader": _by_place(led, union, "household__union_path", "household"),
    }
    places = counted["care"]
    return {place: Coverage(**{name: found.get(place, 0) for name, found in counted.items()}) for place in places}


def _by_place(rows: models.QuerySet, union: Union, path: str, key: str) -> dict[str, int]:
    placed: Any = rows.order_by().annotate(place=Left(path, len(union.path) + Union.steplen)).values_list("place")
    return dict(placed.annotate(Count(key, distinct=key != "pk")))


def households_in_care(user: User, union: Union) -> HouseholdQuerySet:
    """Return the households below a union that are owed a cadre, as far as the user's subtree roles cover them."""
    covered = Household.objects.filter(user.scope.subtree("union_path"))
    return covered.in_care().filter(union_path__startswith=union.path)


def households_behind(kind: Kind, union: Union, *, user: User, unit: HelpingUnit | None = None) -> HouseholdQuerySet:
    """Return the households that a number counts; with a unit, those that it helps."""
    care = households_in_care(user, union)
    own = Pairing.objects.active().filter(household=OuterRef("pk"))
    if unit is not None:
        return care.filter(Exists(own.filter(unit=unit)))
    match kind:
        case Kind.CARE:
            return care
        case Kind.GAP:
            return care.filter(cadre_names="")
        case Kind.PAIRED:
            return care.exclude(cadre_names="")
        case Kind.LEADER:
            return care.filter(Exists(own.filter(kind=PairingKind.LEADER)))
    without = Exists(own.responsible().filter(unit__isnull=True))
    return care.exclude(cadre_names="").filter(without if kind == Kind.NO_UNIT else ~without)


def rows_below(union: Union, children: list[Union], found: dict[str, Coverage]) -> list[Row]:
    """Return a row for each child with households, the worst covered first, and one for the union's own."""
    rows = rows_for(Row, union, children, found)
    return sorted(rows, key=lambda row: (bool(row.label), row.coverage.percent or 0, -row.coverage.gap, row.union.path))


def total_row(union: Union, found: dict[str, Coverage]) -> Row:
    """Return the row under the others."""
    return Row(union, sum(found.values(), Coverage()), SUM)


@dataclass(frozen=True)
class UnitLine:
    """A helping unit with the households in care that it helps."""

    unit: HelpingUnit
    households: int


def unit_lines(union: Union, *, user: User) -> list[UnitLine]:
    """Return the units in use of a region that help somebody, those with most households first; two queries."""
    helped = Pairing.objects.active().filter(household__in=households_in_care(user, union), unit__isnull=False)
    counts: dict[int, int] = dict(
        helped.order_by().values_list("unit").annotate(Count("household", distinct=True))  # type: ignore[arg-type]
    )
    units = helping_units_in(union, user=user).filter(pk__in=counts)
    lines = [UnitLine(unit, counts[unit.pk]) for unit in units.select_related("union")]
    return sorted(lines, key=lambda line: (-line.households, line.unit.union.path, line.unit.name))


def helping_units_in(union: Union, *, user: User) -> HelpingUnitQuerySet:
    """Return the helping units in use of a union's region, as far as the user sees them."""
    return HelpingUnit.objects.visible_to(user).active().filter(union__path__startswith=union.path)


@dataclass(frozen=True)
class LeaderRow(UnionRow):
    """Of each rank, how many in office there are in a region, and how many of them help somebody."""

    union: Union
    ranks: dict[str, tuple[int, int]]
    label: str = ""
    is_linked: bool = True

    @property
    def columns(self) -> list[tuple[Rank, int, int]]:
        return [(rank, *self.ranks.get(rank, (0, 0))) for rank in Rank]


def leaders_below(union: Union, children: list[Union], *, user: User) -> tuple[list[LeaderRow], LeaderRow]:
    """Count cadres by their own union and rank, and return the rows with their sum; one query."""
    helping = Exists(Pairing.objects.active().filter(cadre=OuterRef("pk")))
    cadres = (
        cadres_in(union, user=user)
        .order_by()
        .annotate(
            place=Left("union__path", len(union.path) + Union.steplen), helps=Case(When(helping, then=1), default=0)
        )
    )
    found: dict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for place, rank, there, busy in cadres.values_list("place", "rank").annotate(Count("pk"), Sum("helps")):
        found[place][rank] = (there, busy)
    rows = rows_for(LeaderRow, union, children, found)
    sums = {rank: [sum(pair) for pair in zip(*(r.ranks.get(rank, (0, 0)) for r in rows), strict=True)] for rank in Rank}
    total = {str(rank): (pair[0], pair[1]) for rank, pair in sums.items() if pair}
    return rows, LeaderRow(union, total, SUM)


def cadres_in(union: Union, *, user: User) -> CadreQuerySet:
    """Return the cadres in office of a union's region, as far as the user sees them."""
    return Cadre.objects.visible_to(user).active().filter(union__path__startswith=union.path)
