"""Working days by the official calendar, with the holidays and the make-up days of each published year.

The rule is written out with worked dates in docs/algorithms/working-days.md.
"""

import datetime
from dataclasses import dataclass
from functools import cache

import chinese_calendar

ONE_DAY = datetime.timedelta(days=1)
WEEKEND = 5  # Saturday, counted from Monday as 0


@dataclass(frozen=True)
class Due:
    """A day counted in working days; ``provisional`` while the calendar of a year on the way is not yet published."""

    day: datetime.date
    provisional: bool = False


@cache
def is_published(year: int) -> bool:
    """Tell whether the official calendar of a year is known."""
    try:
        chinese_calendar.is_workday(datetime.date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def is_workday(day: datetime.date) -> bool:
    """Tell whether offices work on a day: by the official calendar, or Monday to Friday where it is not published."""
    if is_published(day.year):
        return chinese_calendar.is_workday(day)
    return day.weekday() < WEEKEND


def add_workdays(start: datetime.date, count: int) -> Due:
    """Return the last of ``count`` working days after ``start``, which itself does not count (民法典 第二百零一条).

    ``count`` is in working days; 0 gives the start. Raises ValueError for a negative count. The result is provisional
    when a day between lies in a year without a published calendar.
    """
    if count < 0:
        raise ValueError("count of working days must not be negative")
    day, left = start, count
    while left:
        day += ONE_DAY
        left -= is_workday(day)
    return Due(day, provisional=not all(is_published(year) for year in range(start.year, day.year + 1)))


def workdays_between(start: datetime.date, end: datetime.date) -> int:
    """Return the working days after ``start`` up to ``end``; negative when the end lies before the start."""
    if end < start:
        return -workdays_between(end, start)
    days = (start + ONE_DAY * step for step in range(1, (end - start).days + 1))
    return sum(map(is_workday, days))
