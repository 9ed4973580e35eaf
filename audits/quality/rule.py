"""What a rule is: a question to the whole register that the database answers at once, with the words to mend it by."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from audits.quality.enums import Group, Severity

Finding = tuple[int, str, str]  # household, subject, detail


@dataclass(frozen=True)
class Rule:
    """One rule. ``sql`` answers with rows of household, subject (what of it, "" for the archive) and detail in words.

    It may name ``%(today)s`` and ``%(care)s``, the states of archives in care. ``repair`` is the URL name of the page
    on which the fault is mended (``audits.quality.repairing``). What no database can judge alone has ``weigh`` instead,
    which yields such rows for a day, at least those of archives whose path is LIKE a pattern.
    """

    code: str
    group: Group
    severity: Severity
    title: str
    explanation: str
    repair: str
    sql: str = ""
    weigh: Callable[[datetime.date, str], Iterable[Finding]] | None = None


def of_archives(condition: str, detail: str, *, join: str = "", part: str = "''") -> str:
    """Ask for archives in care for which a condition on ``h`` holds; ``detail`` and ``part`` are SQL expressions."""
    found = f"SELECT h.id, {part}, {detail} FROM households_household h {join}"  # noqa: S608
    return f"{found} WHERE h.status = ANY(%(care)s) AND ({condition})"


def of_people(condition: str, detail: str, *, join: str = "") -> str:
    """Ask for people ``m`` who live in archives ``h`` in care; their names and the detail are the words."""
    return (
        f"SELECT h.id, m.id::text, m.name || '：' || {detail} FROM households_member m"  # noqa: S608
        f" JOIN households_household h ON h.id = m.household_id {join}"
        f" WHERE h.status = ANY(%(care)s) AND m.departed_on IS NULL AND ({condition})"
    )


def day(expression: str) -> str:
    """Write a day in SQL as the pages do."""
    return f"to_char({expression}, 'YYYY-MM-DD')"


def yuan(expression: str) -> str:
    """Write an amount in SQL as the pages do."""
    return "to_char(" + expression + ", 'FM999,999,990.00') || ' 元'"
