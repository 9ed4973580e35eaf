"""When a look after some months falls due, counted from the day of completion (docs/algorithms/services.md)."""

import datetime

from assistance.services.enums import FOLLOW_UP_MONTHS, ServiceKind
from core import clock

# Legal help ends with the result of the case: nobody is asked afterwards whether he works.
LOOKED_AFTER = (ServiceKind.TRAINING, ServiceKind.MATCHING, ServiceKind.COUNSELLING)
ASKED_FOR_MONTHS = 12  # after so long nobody is asked to look any more; it counts as not looked at


def term_due(completed_on: datetime.date, looked: set[int], today: datetime.date) -> int | None:
    """Return after how many months a look is due today: the latest term that has come, unless it was looked at."""
    if clock.months_after(completed_on, ASKED_FOR_MONTHS) <= today:
        return None
    came = [months for months in FOLLOW_UP_MONTHS if clock.months_after(completed_on, months) <= today]
    return came[-1] if came and came[-1] not in looked else None
