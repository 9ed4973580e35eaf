"""帮扶服务统计: who took part in services, and who worked after 3 and 6 months (docs/algorithms/services.md).

People are counted where their household is filed, in the period in which they completed.
"""

import datetime
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, Q
from django.db.models.functions import Left

from assistance.models import Enrolment, FollowUp
from assistance.services.enums import AT_WORK, FOLLOW_UP_MONTHS, EnrolmentStatus, ServiceKind, Work
from assistance.services.terms import LOOKED_AFTER
from core.money import to_money
from core.shares import percent, share_words
from organizations.models import Union, User
from organizations.unionrows import FILED_ITSELF, UnionRow, rows_for

ALL = "all"


class LowerMiddle(Aggregate):
    """The middle value of a column, the lower of two in the middle; a value of the column itself, never a float."""

    function = "percentile_disc"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


class UpperMiddle(LowerMiddle):
    """The middle value of a column, the higher of two in the middle."""

    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s DESC)"


@dataclass(frozen=True)
class Looks:
    """What the looks after some months found: at how many people, how many of them work, and their middle wage."""

    months: int
    looked: int = 0
    employed: int = 0
    wage: Decimal | None = None

    @property
    def share(self) -> str:
        """The share of those looked at who work, in percent with one place; empty when nobody was looked at."""
        return share_words(percent(self.employed, self.looked), none="")


@dataclass(frozen=True)
class Numbers:
    """How many completed a service of each kind, and what was found of them."""

    persons: Mapping[str, int] = field(default_factory=dict)
    looks: tuple[Looks, ...] = tuple(Looks(months) for months in FOLLOW_UP_MONTHS)

    @property
    def by_kind(self) -> list[tuple[ServiceKind, int]]:
        return [(kind, self.persons.get(kind, 0)) for kind in ServiceKind]

    @property
    def total(self) -> int:
        return sum(self.persons.values())


@dataclass(frozen=True)
class Row(UnionRow):
    """The numbers of a union below; with a label those of what was filed for the upper union itself, or of all."""

    union: Union
    numbers: Numbers
    label: str = ""
    is_linked: bool = True

    @property
    def own(self) -> bool:
        return self.label == FILED_ITSELF


def completed(union: Union, user: User, *, since: datetime.date, until: datetime.date, own: bool = False) -> Any:
    """Return who of a union's households completed a service within a period, both days included."""
    rows = Enrolment.objects.filter(user.scope.subtree("union_path"), **_place("", union, own=own))
    return rows.filter(status=EnrolmentStatus.COMPLETED, completed_on__range=(since, until))


def persons_by_kind(union: Union, user: User, *, since: datetime.date, until: datetime.date) -> dict[str, int]:
    """Count 人次 by kind of service within a period; one query."""
    rows = completed(union, user, since=since, until=until).order_by()
    return dict(rows.values_list("service__kind").annotate(Count("pk")))


def behind(
    union: Union, user: User, *, since: datetime.date, until: datetime.date, group: str, own: bool = False
) -> Any:
    """Return the people behind a number: of a kind, all, those looked at (``looked-3``), those at work (``work-3``)."""
    rows = completed(union, user, since=since, until=until, own=own)
    if group in ServiceKind.values:
        return rows.filter(service__kind=group)
    what, _, months = group.partition("-")
    if what in ("looked", "work") and months in {str(term) for term in FOLLOW_UP_MONTHS}:
        found = Q(follow_ups__months=months)
        return rows.filter(found & Q(follow_ups__work__in=AT_WORK) if what == "work" else found)
    return rows


def numbers_below(union: Union, user: User, *, year: int) -> tuple[dict[str, Numbers], Numbers]:
    """Count by the tree path of the child that households lie below, and all together; three queries."""
    persons: dict[str, dict[str, int]] = defaultdict(dict)
    place = Left("union_path", len(union.path) + Union.steplen)
    rows = completed(union, user, **_year(year)).order_by().annotate(place=place)
    for path, kind, count in rows.values_list("place", "service__kind").annotate(Count("pk")):
        persons[path][kind] = count
    looks = _looks(union, user, year)
    found = {path: Numbers(kinds, _of(looks, path)) for path, kinds in persons.items()}
    sums = {kind.value: sum(kinds.get(kind, 0) for kinds in persons.values()) for kind in ServiceKind}
    return found, Numbers(sums, _of(looks, ALL))


def rows_by_union(union: Union, children: list[Union], found: dict[str, Numbers]) -> list[Row]:
    """Return a row for each child with numbers, and one for what is filed for the union itself."""
    return rows_for(Row, union, children, found)


def _looks(union: Union, user: User, year: int) -> dict[tuple[str, int], Looks]:
    """Read the looks by place and term, and all together: a middle wage is none of the middle wages below it."""
    path = "enrolment__union_path"
    period = _year(year)
    rows = FollowUp.objects.filter(
        user.scope.subtree(path),
        **_place("enrolment__", union, own=False),
        enrolment__completed_on__range=(period["since"], period["until"]),
        enrolment__service__kind__in=LOOKED_AFTER,
        enrolment__status=EnrolmentStatus.COMPLETED,
    ).order_by()
    placed = rows.annotate(place=Left(path, len(union.path) + Union.steplen)).values("place", "months")
    found = {(row["place"], row["months"]): _look(row) for row in placed.annotate(**_MEASURED)}
    return found | {(ALL, row["months"]): _look(row) for row in rows.values("months").annotate(**_MEASURED)}


WORKING = Q(work__in=AT_WORK)
PAID = Q(work=Work.EMPLOYED, wage__isnull=False)
_MEASURED: dict[str, Any] = {
    "looked": Count("pk"),
    "employed": Count("pk", filter=WORKING),
    "lower": LowerMiddle("wage", filter=PAID),
    "upper": UpperMiddle("wage", filter=PAID),
}


def _look(row: Mapping[str, Any]) -> Looks:
    wage = None if row["lower"] is None else to_money((row["lower"] + row["upper"]) / 2)
    return Looks(row["months"], row["looked"], row["employed"], wage)


def _of(looks: Mapping[tuple[str, int], Looks], path: str) -> tuple[Looks, ...]:
    return tuple(looks.get((path, months), Looks(months)) for months in FOLLOW_UP_MONTHS)


def _year(year: int) -> dict[str, Any]:
    return {"since": datetime.date(year, 1, 1), "until": datetime.date(year, 12, 31)}


def _place(prefix: str, union: Union, *, own: bool) -> dict[str, str]:
    return {f"{prefix}union_path" if own else f"{prefix}union_path__startswith": union.path}
