"""What day and what moment it is: the machine's own, or the one that a simulation of a past year is in.

Whatever a rule counts from "today" asks here, so that a year can be played through the real actions.
"""

import calendar
import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import timezone

# For the whole process, whichever thread asks: a simulation has its process to itself.
_AT: list[datetime.datetime] = []


def now() -> datetime.datetime:
    """Return the present moment."""
    return _AT[-1] if _AT else timezone.now()


def today() -> datetime.date:
    """Return the present day in the time zone of the system."""
    return timezone.localdate(now())


def day_of(moment: datetime.datetime) -> datetime.date:
    """Return the day of a moment in the time zone of the system."""
    return timezone.localdate(moment)


def start_of(day: datetime.date) -> datetime.datetime:
    """Return the first moment of a day in the time zone of the system."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def months_after(day: datetime.date, months: int) -> datetime.date:
    """Return the same day some months later (before, when below zero); the month's last day where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@contextmanager
def at(moment: datetime.datetime | datetime.date) -> Iterator[None]:
    """Let it be this moment (a day: nine in its morning) for what runs inside; for simulations and tests."""
    if not isinstance(moment, datetime.datetime):
        moment = timezone.make_aware(datetime.datetime.combine(moment, datetime.time(9)))
    _AT.append(moment)
    try:
        yield
    finally:
        _AT.pop()
