"""What the year is to come out with, which archives go which way, and when."""

import datetime
from dataclasses import dataclass

D = datetime.date
NAME = "huitoukan-2018"
TITLE = "2018 年困难职工档案回头看"
YEAR = 2018
HOUSEHOLDS, EXITS, CANCELLATIONS, NEW = 71_000, 8_474, 2_979, 671  # domain reference 0.4
BEGUN, STARTS, ENDS, CLOSES = D(2018, 1, 1), D(2018, 3, 1), D(2018, 11, 30), D(2018, 12, 31)
# Homes take turns, so that no desk has a whole year on it at once: the days on which each turn applies.
TURNS = (D(2018, 4, 2), D(2018, 6, 4), D(2018, 8, 6), D(2018, 10, 8))


@dataclass(frozen=True)
class Plan:
    """The figures for a number of households; those of the report in proportion, exactly these at full size."""

    households: int

    @property
    def exits(self) -> int:
        return self._share(EXITS)

    @property
    def cancellations(self) -> int:
        return self._share(CANCELLATIONS)

    @property
    def new(self) -> int:
        return self._share(NEW)

    def _share(self, figure: int) -> int:
        return (figure * self.households * 2 + HOUSEHOLDS) // (2 * HOUSEHOLDS)

    def way_of(self, place: int) -> str:
        """Return how the archive at a place comes out: exit, cancel or keep; spread evenly over all places."""
        if self._falls(place, self.exits + self.cancellations):
            leaving = (place + 1) * (self.exits + self.cancellations) // self.households - 1
            whole = self.exits + self.cancellations
            cancels = (leaving + 1) * self.cancellations // whole > leaving * self.cancellations // whole
            return "cancel" if cancels else "exit"
        return "keep"

    def _falls(self, place: int, figure: int) -> bool:
        return (place + 1) * figure // self.households > place * figure // self.households
