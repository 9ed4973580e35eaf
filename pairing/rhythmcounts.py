"""How the visit rhythm is kept, counted by union and by cadre; each number has its list.

What is counted is written out in docs/algorithms/visit-rhythm.md.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import models
from django.db.models import Count, Func, Q
from django.db.models.functions import Collate, Left

from core import clock
from organizations.models import Union, User
from organizations.scope import COUNTY_PATH
from organizations.unionrows import FILED_ITSELF, SUM, UnionRow
from pairing.carequerysets import CareQuerySet
from pairing.models import CareRhythm


def middle_day(field: str) -> Func:
    """Return the middle one of the days of a field; of an even number the earlier of the two."""
    return Func(ArrayAgg(field), function="pairing_middle_day", output_field=models.DateField())


@dataclass(frozen=True)
class Rhythm:
    """How many households are owed visits, and how that is kept; ``days`` is the median since the last home visit.

    ``never`` are those without any home visit; they count as kept or overdue as well, and not in the median.
    """

    households: int = 0
    overdue: int = 0
    never: int = 0
    days: int | None = None

    @property
    def kept(self) -> int:
        """How many have nothing overdue."""
        return self.households - self.overdue

    @property
    def percent(self) -> float | None:
        """The share of those kept, in per cent; None where there is no household."""
        return 100 * self.kept / self.households if self.households else None


@dataclass(frozen=True)
class RhythmRow(UnionRow):
    """One line of the table by union."""

    union: Union
    counts: Rhythm
    label: str = ""

    @property
    def is_linked(self) -> bool:
        """Tell whether the lists behind hold the same households: a list of a union holds all below it as well."""
        return self.label != FILED_ITSELF


@dataclass(frozen=True)
class CadreRow:
    """One line of the table by cadre."""

    pk: int
    name: str
    unit: str
    counts: Rhythm


def rhythm_below(union: Union, below: list[Union], *, user: User) -> list[RhythmRow]:
    """Count a union's subtree by what lies directly below it, its own first and the sum last; two queries."""
    care = CareRhythm.objects.visible_to(user).of_union(union)
    # By bytes: paths are of digits and capital letters, and a natural language's order costs twice the time.
    place = Collate(Left("union_path", len(union.path) + Union.steplen), "C")
    found = {row.pop("place"): _rhythm(row) for row in _counted(care.annotate(place=place), "place")}
    rows = [RhythmRow(union, found[union.path], FILED_ITSELF)] if union.path in found and below else []
    rows += [RhythmRow(child, found[child.path]) for child in below if child.path in found]
    middle = care.aggregate(middle=middle_day("last_home_on"))["middle"]
    parts = found.values()
    total = Rhythm(
        sum(part.households for part in parts),
        sum(part.overdue for part in parts),
        sum(part.never for part in parts),
        _days(middle),
    )
    return [*rows, RhythmRow(union, total, SUM)]


def is_by_cadre(union: Union) -> bool:
    """Tell whether cadres are listed for a union: from the county down, above there are thousands."""
    return len(union.path) >= COUNTY_PATH


def rhythm_of_cadres(union: Union, *, user: User) -> CareQuerySet:
    """Return the counts of each cadre over the households of a union, who is most behind first; one query when read."""
    care = CareRhythm.objects.visible_to(user).of_union(union)
    counted = _counted(care, "cadre", "cadre__name", "cadre__unit__name")
    return counted.order_by("-overdue", "cadre__name", "cadre")


def cadre_row(row: dict[str, Any]) -> CadreRow:
    """Return the line of one row of ``rhythm_of_cadres``."""
    return CadreRow(row["cadre"], row["cadre__name"], row["cadre__unit__name"] or "", _rhythm(row))


def _counted(care: CareQuerySet, *by: str) -> Any:
    late = Q(due_on__lt=clock.today())
    return (
        care.order_by()
        .values(*by)
        .annotate(
            households=Count("pk"),
            overdue=Count("pk", filter=late),
            never=Count("pk", filter=Q(last_home_on__isnull=True)),
            middle=middle_day("last_home_on"),
        )
    )


def _rhythm(row: dict[str, Any]) -> Rhythm:
    return Rhythm(row["households"], row["overdue"], row["never"], _days(row["middle"]))


def _days(middle: datetime.date | None) -> int | None:
    return None if middle is None else (clock.today() - middle).days
