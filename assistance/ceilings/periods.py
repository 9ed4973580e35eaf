"""For which period an item is paid, and the key by which one purpose is paid once; pure."""

import datetime
import hashlib

from assistance.ceilings.enums import Period, Stage
from assistance.models import AidItem
from households.models import Household, Member

SCHOOL_YEAR_FROM = 9  # the month
# Who has just entered a stage of schooling is in it.
SAME_STAGE = {Stage.NEW_VOCATIONAL: Stage.VOCATIONAL, Stage.NEW_COLLEGE: Stage.COLLEGE}


def period_of(item: AidItem, day: datetime.date, stage: str = "") -> str:
    """Name the period of an item that a day lies in: 2026, 2026-03, 2025-2026, once, stage or stage:college.

    A school year runs from September to August, a batch of an item once per stage has the period ``stage``, and the
    stage of each person beside it.
    """
    match item.period:
        case Period.YEAR:
            return f"{day.year}"
        case Period.MONTH:
            return f"{day:%Y-%m}"
        case Period.SCHOOL_YEAR:
            first = day.year if day.month >= SCHOOL_YEAR_FROM else day.year - 1
            return f"{first}-{first + 1}"
        case Period.ONCE:
            return "once"
        case _:
            return f"stage:{SAME_STAGE.get(Stage(stage), stage)}" if stage else "stage"


def year_of(period: str, day: datetime.date) -> int:
    """Return the year whose caps hold for a period: its first one, that of the day where the period names none."""
    return int(period[:4]) if period[:4].isdecimal() else day.year


def once_key(
    item: AidItem, household: Household, member: Member | None, stage: str, period: str, occasion: int = 1
) -> str:
    """Name who receives what for which period and for which time in it; it stands on one booked line only.

    The person is named by the identity number, so that a second archive of the same person changes nothing; of a
    household the worker (read from ``members``: prefetch them for many). Without a number it is the row itself.
    """
    return f"{purpose_of(item, household, member, stage, period)}:{occasion}"


def purpose_of(item: AidItem, household: Household, member: Member | None, stage: str, period: str) -> str:
    """Return the key without the time within the period."""
    person = member or household.head
    row = f"m{member.pk}" if member else f"h{household.pk}"
    if item.period == Period.STAGE and stage:
        period = f"stage:{SAME_STAGE.get(Stage(stage), stage)}"
    return f"{item.pk}:{_fingerprint(person, row)}:{period}"


def _fingerprint(person: Member | None, row: str) -> str:
    number = person.identity_no if person else ""
    return hashlib.sha256(number.encode()).hexdigest()[:24] if number else row
