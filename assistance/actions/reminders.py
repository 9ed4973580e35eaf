"""Reminding offices of what falls due, and passing what is long overdue up the tree of unions (督办).

The rule is written out with worked dates in docs/algorithms/task-deadlines.md.
"""

import datetime
from collections import defaultdict

from django.conf import settings
from django.db import transaction
from django.db.models import F

from assistance.models import Task
from assistance.querysets import TaskQuerySet
from core import clock
from core.workdays import add_workdays
from households.enums import OPEN_STATUSES
from organizations.models import Union

ONE_DAY = datetime.timedelta(days=1)
MOST_AT_ONCE = 1_000


@transaction.atomic
def remind_tasks() -> int:
    """Mark lines that fall due soon, pass those long overdue up to unions above, and return how many were touched.

    A second run of the same day finds nothing: whichever worker comes first does it.
    """
    today = clock.today()
    gone = last_day_gone(today, settings.TASK_ESCALATE_WORKDAYS)
    return _remind(today) + _pass_up(today, gone) + _pass_further(today, gone)


def last_day_gone(today: datetime.date, workdays: int) -> datetime.date:
    """Return the last day since which more than so many working days have gone by."""
    day = today
    while add_workdays(day, workdays).day >= today:
        day -= ONE_DAY
    return day


def _waiting() -> TaskQuerySet:
    """Return the lines that an office can still answer: those of archives that are over only the county takes back."""
    return Task.objects.at_office().filter(household__status__in=OPEN_STATUSES)


def _remind(today: datetime.date) -> int:
    near = today + datetime.timedelta(days=settings.TASK_REMIND_DAYS)
    due = _waiting().filter(deadline__range=(today, near), reminded_on__isnull=True)
    return Task.objects.filter(pk__in=_locked(due)).update(reminded_on=today)


def _pass_up(today: datetime.date, gone: datetime.date) -> int:
    """Pass lines to the union above the one that sent them; those of the province have none."""
    late = _waiting().filter(deadline__lte=gone, escalated_to__isnull=True)
    return _give(late.filter(task_list__union__depth__gt=1), "task_list__union__path", today)


def _pass_further(today: datetime.date, gone: datetime.date) -> int:
    """Pass lines that the first union above has had for as many working days one union further up, the last."""
    still = _waiting().filter(escalated_on__lte=gone, escalated_to__depth__gt=1)
    first = still.filter(escalated_to__depth=F("task_list__union__depth") - 1)
    return _give(first, "escalated_to__path", today)


def _give(tasks: TaskQuerySet, below: str, today: datetime.date) -> int:
    """Put each line under the eyes of the union above the one whose path is named."""
    by_path: dict[str, list[int]] = defaultdict(list)
    for pk, path in tasks.filter(pk__in=_locked(tasks)).values_list("pk", below):
        by_path[path[: -Union.steplen]].append(pk)
    unions = {union.path: union for union in Union.objects.filter(path__in=by_path)}
    for path, keys in by_path.items():
        Task.objects.filter(pk__in=keys).update(escalated_to=unions[path], escalated_on=today)
    return sum(map(len, by_path.values()))


def _locked(tasks: TaskQuerySet) -> list[int]:
    """Lock the first of these lines; one that somebody is at just now waits for the next run."""
    rows = tasks.select_for_update(skip_locked=True, no_key=True, of=("self",)).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])
