"""需求与措施: difficulties, measures, lists and results, counted apart by union (docs/algorithms/measure-counts.md)."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left

from assistance.enums import ListStatus, TaskStatus
from assistance.models import Measure, Task
from households.enums import IN_CARE
from households.models import Difficulty
from organizations.models import Union, User
from organizations.unionrows import FILED_ITSELF, UnionRow, rows_for


class Kind(models.TextChoices):
    """The columns of the table, and the lists behind their numbers."""

    DIFFICULTIES = "difficulties", "困难需求"
    UNPLANNED = "unplanned", "未定措施"
    PLANNED = "planned", "已定措施"
    MEASURES = "measures", "帮扶措施"
    LISTED = "listed", "列入清单"
    SENT = "sent", "已交办"
    ANSWERED = "answered", "部门已答复"
    ARRIVED = "arrived", "已到位"
    STRUCK_OFF = "struck_off", "已销号"


# What a column counts: difficulties or measures.
OF_DIFFICULTIES = (Kind.DIFFICULTIES, Kind.UNPLANNED, Kind.PLANNED, Kind.STRUCK_OFF)
LIVE = ~Q(status=TaskStatus.RETURNED)
SENT = LIVE & Q(task_list__status=ListStatus.SENT)
TASKS = {
    Kind.LISTED: LIVE,
    Kind.SENT: SENT,
    Kind.ANSWERED: SENT & Q(answered_on__isnull=False),
    Kind.ARRIVED: Q(status=TaskStatus.ARRIVED),
}
OPEN = Q(closed_on__isnull=True)
HAS_MEASURE = Exists(Measure.objects.filter(difficulty=OuterRef("pk")))
DIFFICULTIES: dict[Kind, Q] = {
    Kind.DIFFICULTIES: Q(),
    Kind.UNPLANNED: OPEN & Q(planned=False),
    Kind.PLANNED: Q(planned=True),
    Kind.STRUCK_OFF: ~OPEN,
}
Numbers = dict[Kind, int]


@dataclass(frozen=True)
class Row(UnionRow):
    """The numbers of a union below; with a label those of what was filed for the upper union itself, or of all."""

    union: Union
    numbers: Numbers
    label: str = ""
    is_linked: bool = True

    @property
    def own(self) -> bool:
        """Tell whether only what was filed for the union itself is counted, as the list behind then does."""
        return self.label == FILED_ITSELF

    @property
    def columns(self) -> list[tuple[Kind, int]]:
        return [(kind, self.numbers.get(kind, 0)) for kind in Kind]


def difficulties_of(union: Union, user: User, *, whole: bool, own: bool = False) -> QuerySet[Any]:
    """Return the difficulties of a union's archives in care, or with ``whole`` of all archives, whatever became.

    With ``own`` only those of the archives that were filed for the union itself, without the unions below it.
    """
    place = "household__union_path" if own else "household__union_path__startswith"
    rows = Difficulty.objects.visible_to(user).filter(**{place: union.path})
    rows = rows if whole else rows.filter(household__status__in=IN_CARE)
    return rows.alias(planned=HAS_MEASURE).order_by("household", "number")


def measures_of(union: Union, user: User, *, whole: bool, own: bool = False) -> QuerySet[Any]:
    """Return the measures against such difficulties."""
    place = "difficulty__household__union_path" if own else "difficulty__household__union_path__startswith"
    rows = Measure.objects.visible_to(user).filter(**{place: union.path})
    rows = rows if whole else rows.filter(difficulty__household__status__in=IN_CARE)
    return rows.order_by("difficulty__household", "difficulty", "pk")


def tasks_of(union: Union, user: User, *, whole: bool) -> QuerySet[Any]:
    """Return the lines of task lists about such measures; a measure has one that is not taken back."""
    rows = Task.objects.filter(user.scope.subtree("union_path"), union_path__startswith=union.path)
    return rows if whole else rows.filter(household__status__in=IN_CARE)


def rows_behind(kind: Kind, union: Union, user: User, *, whole: bool, own: bool = False) -> QuerySet[Any]:
    """Return the difficulties or measures that a number of the table counts."""
    if kind in OF_DIFFICULTIES:
        return difficulties_of(union, user, whole=whole, own=own).filter(DIFFICULTIES[kind])
    measures = measures_of(union, user, whole=whole, own=own)
    if kind == Kind.MEASURES:
        return measures
    return measures.filter(Exists(Task.objects.filter(TASKS[kind], measure=OuterRef("pk"))))


def numbers_below(union: Union, user: User, *, whole: bool) -> dict[str, Numbers]:
    """Count by the tree path of the child that archives lie below; three queries, each a row for each child."""
    found: dict[str, Numbers] = defaultdict(dict)
    steps = len(union.path) + Union.steplen
    for rows, path, conditions in (
        (difficulties_of(union, user, whole=whole), "household__union_path", DIFFICULTIES),
        (measures_of(union, user, whole=whole), "difficulty__household__union_path", {Kind.MEASURES: Q()}),
        (tasks_of(union, user, whole=whole), "union_path", TASKS),
    ):
        placed: Any = rows.order_by().annotate(place=Left(path, steps)).values("place")
        counts = {kind.value: Count("pk", filter=condition or None) for kind, condition in conditions.items()}
        for row in placed.annotate(**counts):
            found[row.pop("place")] |= {Kind(kind): count for kind, count in row.items()}
    return dict(found)


def rows_by_union(union: Union, children: list[Union], found: dict[str, Numbers]) -> list[Row]:
    """Return a row for each child with numbers, and one for what is filed for the union itself."""
    return rows_for(Row, union, children, found)


def total(found: dict[str, Numbers]) -> Numbers:
    """Add up the numbers of all unions."""
    sums: Numbers = dict.fromkeys(Kind, 0)
    for numbers in found.values():
        for kind, count in numbers.items():
            sums[kind] += count
    return sums
