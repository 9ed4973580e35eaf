"""A span of days, for statistics, registers and lists."""

import datetime
from dataclasses import dataclass

from core.clock import months_after


@dataclass(frozen=True)
class Spell:
    """From a first to a last day, both included."""

    first: datetime.date
    last: datetime.date

    @classmethod
    def months(cls, year: int, month: int, count: int) -> "Spell":
        """Return so many whole months from one of a year on."""
        first = datetime.date(year, month, 1)
        return Spell(first, months_after(first, count) - datetime.timedelta(days=1))

    @classmethod
    def year(cls, year: int) -> "Spell":
        """Return a calendar year."""
        return Spell.months(year, 1, 12)

    @classmethod
    def quarter(cls, year: int, number: int) -> "Spell":
        """Return the quarter 1, 2, 3 or 4 of a year."""
        return Spell.months(year, number * 3 - 2, 3)

    def __str__(self) -> str:
        return f"{self.first:%Y-%m-%d} 至 {self.last:%Y-%m-%d}"
