"""When a look after some months falls due, counted from the day of completion (docs/algorithms/services.md)."""

import calendar
import datetime

from assistance.services.enums import FOLLOW_UP_MONTHS, ServiceKind

# Legal help ends with the result of the case: nobody is asked afterwards whether he works.
LOOKED_AFTER = (ServiceKind.TRAINING, ServiceKind.MATCHING, ServiceKind.COUNSELLING)
ASKED_FOR_MONTHS = 12  # after so long nobody is asked to look any more; it counts as not looked at


def after_months(day: datetime.date, months: int) -> datetime.date:
    """Return the same day some months later (before, when below zero), the last of the month where it has no such."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def term_due(completed_on: datetime.date, looked: set[int], today: datetime.date) -> int | None:
    """Return after how many months a look is due today: the latest term that has come, unless it was looked at."""
    if after_months(completed_on, ASKED_FOR_MONTHS) <= today:
        return None
    came = [months for months in FOLLOW_UP_MONTHS if after_months(completed_on, months) <= today]
    return came[-1] if came and came[-1] not in looked else None
