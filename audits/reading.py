"""What the rules of six-clear and of re-verification read of households, by one query for any number of them.

A request that changes an archive computes its six items anew before it is answered; a query for each kind of fact would
cost more than the change itself. The functions of the database keep their plans in each connection (audits
migration 0019).
"""

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import connection

Date = datetime.date
Row = dict[str, Any]  # the columns of a row as JSON writes them


class Read(NamedTuple):
    """What is on record of one household, people in the order of the form; ``at`` is just before any of it was read."""

    pk: int
    at: datetime.datetime
    household: Row
    people: list[Row]
    survey_end: Date | None
    surveyed_on: Date | None
    basics_seen_on: Date | None
    none_seen_on: Date | None
    last_home_on: Date | None
    last_contact_on: Date | None
    paired: bool
    years: list[int]
    difficulties: list[tuple[int, bool, bool]]  # open ones: number, with advice, with a measure that says who and when
    deadlines: list[tuple[int, str]]  # of measures that nobody judged: number of the difficulty, day
    verified_on: Date | None
    report_until: Date | None


def read_households(household_ids: Iterable[int]) -> list[Read]:
    """Read these households; one query."""
    return _read("SELECT * FROM audits_facts(%s::bigint[])", household_ids)


def lock_and_read_households(household_ids: Iterable[int]) -> list[Read]:
    """Lock these archives in the order of their keys, then their states of six-clear, and read; one query."""
    return _read("SELECT * FROM audits_locked_facts(%s::bigint[])", household_ids)


def _read(statement: str, household_ids: Iterable[int]) -> list[Read]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [list(household_ids)])
        return [Read(*row) for row in cursor.fetchall()]


def day_of(text: str | None) -> Date | None:
    """Return a day as it stands in a row that was read."""
    return Date.fromisoformat(text) if text else None
