"""Statistics of grievances: the states that a list is narrowed to and that a table counts, by one condition each.

Written out in docs/guide/grievances.md; a grievance counts in the year in which it came, at the union where it is now.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum
from django.db.models.functions import Left

from audits.grievances.enums import RIGHT, Channel, GrievanceCategory, GrievanceStatus
from audits.grievances.querysets import GrievanceQuerySet, is_late
from audits.models import Grievance
from audits.verification.mending import is_sent
from organizations.models import Union, User
from organizations.unionrows import FILED_ITSELF, SUM, UnionRow, rows_for

ALL, OVERDUE, IN_TIME, LATE, REFUSED, APPEALED, UPHELD = "", "overdue", "in_time", "late", "refused", "had", "upheld"
TO_SEND, SENT = "to_send", "sent"
TO_ACCEPT, TO_DECIDE = "to_accept", "to_decide"  # what waits for one user, as the first page counts it
# What a list can be narrowed to besides the states themselves.
FURTHER = [
    (OVERDUE, "逾期未答复"),
    (IN_TIME, "按期答复"),
    (LATE, "逾期答复"),
    (REFUSED, "不予受理（含已办结）"),
    (APPEALED, "申请过复查"),
    (UPHELD, "复查改变原答复"),
    (TO_SEND, "属实、没有下发整改"),
    (SENT, "已下发整改"),
]
# The columns of the table, in order: code and head.
COLUMNS = (
    (ALL, "收到"),
    (GrievanceStatus.RECEIVED.value, "待受理"),
    (GrievanceStatus.ASSIGNED.value, "办理中"),
    (OVERDUE, "逾期未答复"),
    (IN_TIME, "按期答复"),
    (LATE, "逾期答复"),
    (REFUSED, "不予受理"),
    (APPEALED, "申请复查"),
    (UPHELD, "复查改变"),
    (GrievanceStatus.CLOSED.value, "已办结"),
)
DAY = datetime.timedelta(days=1)


def condition(state: str) -> Q:
    """Return what a state means; nonsense is everything."""
    further = {
        OVERDUE: is_late(),
        IN_TIME: Q(answered_at__isnull=False, answered_at__date__lte=F("due_on")),
        LATE: Q(answered_at__isnull=False, answered_at__date__gt=F("due_on")),
        REFUSED: Q(answered_at__isnull=False, finding=""),
        APPEALED: Q(appealed_at__isnull=False),
        UPHELD: Q(appeal_upheld=True),
        TO_SEND: _to_send(),
        SENT: is_sent("grievance"),
    }
    if state in further:
        return further[state]
    return Q(status=state) if state in GrievanceStatus.values else Q()


def _to_send() -> Q:
    """Return the condition that something was right, that no appeal runs, and that nobody has to mend it yet."""
    right = Q(finding__in=RIGHT) | Q(appeal_upheld=True)
    return right & ~Q(status=GrievanceStatus.APPEALED) & ~is_sent("grievance")


@dataclass(frozen=True)
class Numbers:
    """How many are in each column, how many were answered, and how long the answers took together."""

    counts: Mapping[str, int]
    answered: int = 0
    took: datetime.timedelta = datetime.timedelta(0)

    @property
    def days(self) -> str:
        """Days from coming to the answer on average, with one place; a dash when nothing was answered."""
        if not self.answered:
            return "—"
        return str((Decimal(self.took / DAY) / self.answered).quantize(Decimal("0.1"), ROUND_HALF_UP))

    @property
    def columns(self) -> list[tuple[str, str, int]]:
        return [(code, label, self.counts.get(code, 0)) for code, label in COLUMNS]


@dataclass(frozen=True)
class Row(UnionRow):
    """The numbers of a union below; with a label those of the upper union itself, or of all."""

    union: Union
    numbers: Numbers
    label: str = ""
    is_linked: bool = True
    year: int = 0

    @property
    def own(self) -> bool:
        return self.label == FILED_ITSELF

    @property
    def query(self) -> str:
        """The address of the list behind."""
        return f"union={self.union.code}&year={self.year}" + ("&own=on" if self.own else "")


@dataclass(frozen=True)
class KindRow:
    """The numbers of a category or a channel."""

    label: str
    numbers: Numbers
    query: str


def of_year(union: Union, user: User, year: int) -> GrievanceQuerySet:
    """Return what the user may see of the grievances of a year at a union and below it."""
    return Grievance.objects.visible_to(user).filter(union__path__startswith=union.path, received_at__year=year)


def rows_by_union(union: Union, children: list[Union], user: User, year: int) -> list[Row]:
    """Return a row for each union below with grievances, one for the union itself, and the sum; one query."""
    place = Left("union__path", len(union.path) + Union.steplen)
    found = _counted(of_year(union, user, year), place)
    rows = rows_for(partial(Row, year=year), union, children, found)
    return [*rows, Row(union, _sum(found.values()), SUM, year=year)] if rows else []


def rows_by_kind(union: Union, user: User, year: int, field: str) -> list[KindRow]:
    """Return a row for each category, or channel, with grievances; one query."""
    kinds = {"category": GrievanceCategory, "channel": Channel}[field]
    found = _counted(of_year(union, user, year), F(field))
    behind = f"union={union.code}&year={year}&{field}="
    return [KindRow(str(label), found[code], behind + code) for code, label in kinds.choices if code in found]


def _counted(rows: GrievanceQuerySet, group: Any) -> dict[str, Numbers]:
    took = ExpressionWrapper(F("answered_at") - F("received_at"), output_field=DurationField())
    wanted: dict[str, Any] = {
        f"n{place}": Count("pk", filter=condition(code)) for place, (code, _label) in enumerate(COLUMNS)
    }
    wanted |= {"answered": Count("answered_at"), "took": Sum(took)}
    found = rows.order_by().annotate(group=group).values("group").annotate(**wanted)
    return {row["group"]: _numbers(row) for row in found}


def _numbers(row: Mapping[str, Any]) -> Numbers:
    counts = {code: row[f"n{place}"] for place, (code, _label) in enumerate(COLUMNS)}
    return Numbers(counts, row["answered"], row["took"] or datetime.timedelta(0))


def _sum(parts: Iterable[Numbers]) -> Numbers:
    parts = list(parts)
    counts = {code: sum(part.counts[code] for part in parts) for code, _label in COLUMNS}
    took = sum((part.took for part in parts), datetime.timedelta(0))
    return Numbers(counts, sum(part.answered for part in parts), took)
