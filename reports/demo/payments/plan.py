"""What the four years are to come out with, in which waves, and how much each line is."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from assistance.enums import AidProject
from assistance.services.enums import ServiceKind

D = datetime.date
# Household-times and person-times of 2017 to 2020 (domain reference 0.4).
LIVING, SCHOOLING, MEDICAL, SERVICES = 300_000, 25_000, 13_000, 78_000
# How the services fall to their kinds: the report gives the sum only.
OF_SERVICES = ((ServiceKind.TRAINING, 30), (ServiceKind.COUNSELLING, 30), (ServiceKind.MATCHING, 18))
YEARS = (2017, 2018, 2019, 2020)


@dataclass(frozen=True)
class Kind:
    """One item in the plan: its code, from which funds in turn, and the amounts that lines take in turn, in 元."""

    item: str
    project: AidProject
    figure: int
    funds: tuple[str, ...]
    amounts: tuple[int, ...]


# With these the lines come to the report's more than 900 million 元.
KINDS = (
    Kind("living", AidProject.LIVING, LIVING, ("central-2016", "provincial"), (2000, 2400, 2600, 3000, 3200)),
    Kind("schooling", AidProject.SCHOOLING, SCHOOLING, ("own-union",), (3000, 3600, 4200)),
    Kind("medical", AidProject.MEDICAL, MEDICAL, ("central-2016",), (2000, 3000, 4000)),
)


@dataclass(frozen=True)
class Wave:
    """A day on which every union pays one item out of one fund; ``occasion`` is the how-manieth of its year."""

    kind: Kind
    day: datetime.date
    occasion: int
    fund: str


def waves() -> list[Wave]:
    """Return the waves of the four years in the order of their days: living four times a year, the others once."""
    living, schooling, medical = KINDS
    found = []
    for year in YEARS:
        for occasion, (month, fund) in enumerate(((3, 0), (6, 1), (8, 0), (12, 1)), start=1):
            found.append(Wave(living, D(year, month, 5), occasion, living.funds[fund]))
        found.append(Wave(schooling, D(year, 9, 5), 1, schooling.funds[0]))
        found.append(Wave(medical, D(year, 10, 12), 1, medical.funds[0]))
    return sorted(found, key=lambda wave: wave.day)


@dataclass
class Plan:
    """How many lines each wave and each union of it gets, exactly the figures of the report at full size.

    ``there`` says for each wave how many households each union could pay. Raises ValueError when they are too few.
    """

    living: int
    there: dict[Wave, dict[int, int]] = field(default_factory=dict)

    def figure(self, whole: int) -> int:
        """Return a figure of the report in proportion to the living aid asked for."""
        return (whole * self.living * 2 + LIVING) // (2 * LIVING)

    def shares(self, kind: Kind) -> dict[tuple[Wave, int], int]:
        """Share the lines of an item out over its waves and unions, by how many households could be paid."""
        places = [
            (wave, union, count)
            for wave, unions in self.there.items()
            if wave.kind == kind
            for union, count in sorted(unions.items())
        ]
        wanted, whole = self.figure(kind.figure), sum(count for _wave, _union, count in places)
        if wanted > whole:
            raise ValueError(f"{kind.project.label} {wanted} 户次需要更多档案，现有档案四年最多可发 {whole} 户次。")
        counts = apportion(wanted, [count for _wave, _union, count in places])
        return {(wave, union): count for (wave, union, _there), count in zip(places, counts, strict=True)}


def apportion(wanted: int, there: Sequence[int]) -> list[int]:
    """Share a number out in proportion, each share whole and no more than is there, together exactly the number."""
    whole, before, found = sum(there), 0, []
    upto = 0
    for count in there:
        upto += count
        reached = wanted * upto // whole if whole else 0
        found.append(reached - before)
        before = reached
    return found


def spread(count: int, there: int, turn: int) -> list[int]:
    """Choose so many of the places 0 … there − 1, evenly spread, beginning elsewhere at each turn."""
    shift = turn * 7919
    return sorted((place * there // count + shift) % there for place in range(count)) if count else []


def amount_of(kind: Kind, key: int, day: datetime.date) -> Decimal:
    """Return what a household receives in a wave, in 元: the same for the same household and day."""
    return Decimal(kind.amounts[(key * 31 + day.toordinal()) % len(kind.amounts)])
