"""What the drive is to come out with, what befalls each household, and on which day."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from core.workdays import is_workday

D = datetime.date
DAY = datetime.timedelta(days=1)
NAME = "huhuqing-2020"
TITLE = "2020 年“户户清”专项行动"
# Domain reference 0.4.
NATIONAL, PROVINCIAL = 6_043, 1_072
HOUSEHOLDS = NATIONAL + PROVINCIAL
VISITS, DIFFICULTIES, MEASURES, SOLVED, EXITS = 21_000, 5_037, 5_909, 4_815, 3_400
# Households in which difficulties are found: so many that no household has more than two (no source says).
TROUBLED = 3_900
STARTS, ENDS = D(2020, 4, 1), D(2020, 7, 31)
FIRST_ROUND = (D(2020, 4, 1), D(2020, 4, 30))
SECOND_ROUND = (D(2020, 5, 18), D(2020, 6, 5))
THIRD_ROUND = (D(2020, 7, 1), D(2020, 7, 29))  # who is not called on then is called up, as the rhythm asks
# On these days the counties send what has been planned; the lists want an answer by the days beside.
SENDING = {D(2020, 4, 17): D(2020, 5, 29), D(2020, 5, 6): D(2020, 6, 12)}
SIGNED_FOR_AFTER = 2  # working days after sending
ANSWERED = (D(2020, 5, 11), D(2020, 5, 15))
APPLIED = D(2020, 6, 8)
REPLANNED = D(2020, 6, 12)  # what was refused goes back to the county


def spread(place: int, total: int, among: int) -> int:
    """Return how many of a total fall to one of so many places, so that all places together have exactly the total."""
    return (place + 1) * total // among - place * total // among


def workdays(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Return the working days from a day to a day."""
    days = (first + number * DAY for number in range((last - first).days + 1))
    return [day for day in days if is_workday(day)]


@dataclass(frozen=True)
class Lot:
    """What befalls one household: whether of the national level, the visits, and its difficulties by their places."""

    national: bool
    visits: int
    difficulties: range
    exits: bool


@dataclass(frozen=True)
class Plan:
    """The figures for a number of households; those of the report in proportion, exactly these at full size."""

    households: int

    def share(self, figure: int) -> int:
        """Return a figure of the report in proportion, rounded half up."""
        return (figure * self.households * 2 + HOUSEHOLDS) // (2 * HOUSEHOLDS)

    @property
    def figures(self) -> dict[str, int]:
        """What the board has to show at the end."""
        return {
            "targets": self.households,
            "visits": self.share(VISITS),
            "difficulties": self.share(DIFFICULTIES),
            "measures": self.share(MEASURES),
            "solved": self.share(SOLVED),
            "exited": self.share(EXITS),
        }

    @cached_property
    def lots(self) -> tuple[Lot, ...]:
        """What befalls each household, by its place."""
        found, rows = 0, []
        troubled, extra = self.share(TROUBLED), self.share(VISITS) - 2 * self.households
        seen = 0
        for place in range(self.households):
            count = 0
            if spread(place, troubled, self.households):
                count = spread(seen, self.share(DIFFICULTIES), troubled)
                seen += 1
            own = range(found, found + count)
            found += count
            rows.append((place, 2 + spread(place, extra, self.households), own))
        leaving = self._leaving(rows)
        national = self.share(NATIONAL)
        return tuple(
            Lot(bool(spread(place, national, self.households)), visits, own, exits=place in leaving)
            for place, visits, own in rows
        )

    def _leaving(self, rows: list[tuple[int, int, range]]) -> set[int]:
        """Choose who leaves among the households whose difficulties are all solved."""
        may = [place for place, _visits, own in rows if all(self.is_solved(number) for number in own)]
        exits = self.share(EXITS)
        return {place for number, place in enumerate(may) if spread(number, exits, len(may))}

    def measures_of(self, difficulty: int) -> int:
        """Return how many measures are planned against a difficulty: one or two."""
        return spread(difficulty, self.share(MEASURES), self.share(DIFFICULTIES))

    def is_solved(self, difficulty: int) -> bool:
        """Tell whether departments solve a difficulty; of the others they refuse every other one."""
        return bool(spread(difficulty, self.share(SOLVED), self.share(DIFFICULTIES)))
