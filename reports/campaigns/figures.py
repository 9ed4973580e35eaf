"""What the report of a campaign is made of, read once for a union and within what the reader sees."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Left

from assistance.enums import AT_COUNTY, AT_OFFICE, TaskStatus
from audits.campaigns.behind import Part, rows_behind
from audits.campaigns.board import Row, board_of, last_day
from audits.campaigns.figures import Column, Figures, grouped, targets_of
from audits.campaigns.progress import Point, progress_of
from audits.models import Campaign
from organizations.enums import Department
from organizations.models import Union, User
from organizations.scope import COUNTY_PATH
from organizations.unionrows import unions_below


@dataclass(frozen=True)
class Place:
    """The figures of one union, and how many lines departments and counties still have to deal with there."""

    name: str
    figures: Figures
    open_tasks: int = 0
    is_total: bool = False

    @property
    def is_done(self) -> bool:
        return not (self.figures.unvisited or self.figures.unclear or self.open_tasks)


@dataclass(frozen=True)
class DepartmentResults:
    """What came of the lines that one department was given in the period."""

    name: str
    sent: int = 0
    waiting: int = 0
    at_work: int = 0
    done: int = 0
    arrived: int = 0
    back: int = 0
    taken: int = 0
    overdue: int = 0
    amount: Any = None

    @property
    def left(self) -> int:
        """Lines that the department has not finished."""
        return self.waiting + self.at_work


@dataclass(frozen=True)
class Results:
    """A campaign in a union: the total, the unions below, the counties, the departments, and the days."""

    campaign: Campaign
    union: Union
    above: str
    day: datetime.date
    total: Figures
    places: tuple[Place, ...]
    counties: tuple[Place, ...]
    offices: tuple[DepartmentResults, ...]
    points: tuple[Point, ...]

    @property
    def open_tasks(self) -> int:
        return sum(office.left + office.back for office in self.offices)


def results_of(campaign: Campaign, user: User, union: Union) -> Results:
    """Read the results of a campaign in a union; nine queries."""
    board = board_of(campaign, user, union, unions_below(union))
    tasks = rows_behind(Column.TASKS, campaign, user, Part(union))
    total = board.total.figures
    parent = Union.objects.get_parent(union)
    return Results(
        campaign=campaign,
        union=union,
        above=parent.name if parent else "",
        day=last_day(campaign),
        total=total,
        places=_places(board.rows, tasks),
        counties=_counties(campaign, user, union, tasks),
        offices=_offices(tasks, last_day(campaign)),
        points=tuple(progress_of(campaign, user, union, total)),
    )


UNFINISHED = Q(status__in=[*AT_OFFICE, *AT_COUNTY])


def _open_by(tasks: Any, length: int) -> dict[str, int]:
    rows = tasks.filter(UNFINISHED).order_by().annotate(place=Left("union_path", length)).values("place")
    return {row["place"]: row["lines"] for row in rows.annotate(lines=Count("pk"))}


def _places(rows: Iterable[Row], tasks: Any) -> tuple[Place, ...]:
    listed = list(rows)
    length = max((len(row.union.path) for row in listed), default=0)
    waiting = _open_by(tasks, length) if length else {}
    return tuple(Place(short_name(row.name), row.figures, waiting.get(row.union.path, 0)) for row in listed)


def _counties(campaign: Campaign, user: User, union: Union, tasks: Any) -> tuple[Place, ...]:
    """Return the counties and what stands as high; archives filed above a county stand under their own union."""
    found = grouped(targets_of(campaign, user, union), Left("union_path", COUNTY_PATH))
    unions = {one.path: one for one in Union.objects.filter(path__in=found)}
    waiting = _open_by(tasks, COUNTY_PATH)
    names = ((path, unions[path].name) for path in sorted(found))
    return tuple(Place(name, found[path], waiting.get(path, 0)) for path, name in names)


def _offices(tasks: Any, day: datetime.date) -> tuple[DepartmentResults, ...]:
    counted = {
        "sent": Count("pk"),
        "waiting": Count("pk", filter=Q(status=TaskStatus.SENT)),
        "at_work": Count("pk", filter=Q(status__in=[TaskStatus.ACCEPTED, TaskStatus.PARTLY])),
        "done": Count("pk", filter=Q(status=TaskStatus.DONE)),
        "arrived": Count("pk", filter=Q(status=TaskStatus.ARRIVED)),
        "back": Count("pk", filter=Q(status__in=AT_COUNTY)),
        "taken": Count("pk", filter=Q(status=TaskStatus.RETURNED)),
        "overdue": Count("pk", filter=Q(status__in=AT_OFFICE, deadline__lt=day)),
    }
    rows = tasks.order_by().values("office__department").annotate(**counted, sum=Sum("amount"))
    found = {row.pop("office__department"): row for row in rows}
    return tuple(
        DepartmentResults(label, amount=found[key].pop("sum"), **found[key])
        for key, label in Department.choices
        if key in found
    )


def short_name(name: str) -> str:
    """Return the everyday name of a union's place: 红河州, 建水县."""
    return name.removeprefix("云南省").removesuffix("总工会") or name
