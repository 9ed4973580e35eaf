"""What the verification is to come out with: its terms and days, and which households show what.

The rates are those of the report (domain reference 0.4). How many were asked, where the faults were, and the formula of
综合精准率 were not published [INF].
"""

import datetime
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from audits.verification.enums import LeftReason, PopulationClass
from reports.demo.huhuqing.plan import HOUSEHOLDS, workdays

D = datetime.date
NAME = "huhuqing-2020"
TITLE = "2020 年困难职工解困脱困第三方核查"
SEED = "2020-08-31 07 12 19 23 31 33 05"  # as if drawn by a lottery in public
# Each published rate in percent; what of it is found wrong, as a share.
PUBLISHED = {
    "wrongly_filed": "0.05",
    "missed": "0.12",
    "wrongly_exited": "0.04",
    "overdue": "0.81",
    "coverage": "99.95",
    "measures": "99.82",
    "satisfaction": "98.97",
}
FAULTS = {
    "wrongly_filed": Decimal("0.0005"),
    "missed": Decimal("0.0012"),
    "wrongly_exited": Decimal("0.0004"),
    "overdue": Decimal("0.0081"),
    "coverage": Decimal("0.0005"),
    "satisfaction": Decimal("0.0103"),
    "measures": Decimal("0.0018"),
}
OF = {
    "wrongly_filed": (PopulationClass.ON_FILE,),
    "missed": (PopulationClass.NOT_FILED,),
    "wrongly_exited": (PopulationClass.EXITED,),
    "overdue": (PopulationClass.ON_FILE,),
    "coverage": (PopulationClass.ON_FILE,),
    "satisfaction": (PopulationClass.ON_FILE, PopulationClass.EXITED),
    "measures": (PopulationClass.ON_FILE, PopulationClass.EXITED),
}
# Half of the last place that is published.
TOLERANCE = 0.00005
STARTED, DRAWN, ASSIGNED = D(2020, 8, 24), D(2020, 8, 31), D(2020, 9, 3)
STARTS, ENDS, EXITS_SINCE = D(2020, 9, 7), D(2020, 10, 23), D(2020, 1, 1)
FIRST_VISITS = workdays(D(2020, 9, 7), D(2020, 10, 14))
AGAIN = workdays(D(2020, 9, 21), D(2020, 10, 21))  # blind and by telephone
JUDGED, DECIDED_FIRST, DECIDED, CONTESTED, SETTLED = (D(2020, 10, n) for n in (26, 27, 28, 30, 30))
CLOSED, SENT_OUT, MENDED, LOOKED_AT = D(2020, 11, 6), D(2020, 11, 9), D(2020, 11, 20), D(2020, 11, 25)
MEND_UNTIL = D(2020, 12, 9)
# At full size: households of lists of others, assessors, fewest of a stratum, and half the width of an interval.
OUTSIDE, ASSESSORS, LEAST, MARGIN = 850, 40, 60, 0.003
# At full size, how many of each kind without an effect on the rates (no source says).
LEFT, WRONG_FACTS, DOUBTED, UPHELD, OVERTURNED = 48, 12, 5, 3, 2
REASONS = (LeftReason.MOVED, LeftReason.ABSENT, LeftReason.REFUSED, LeftReason.NOT_FOUND)


@dataclass(frozen=True)
class Part:
    """A stratum as it was drawn: its households, and of those asked the keys and how many measures each has."""

    group: str
    size: int
    asked: dict[str, int]

    @property
    def weight(self) -> float:
        """How many households one that was asked stands for."""
        return self.size / len(self.asked)


@dataclass
class Lots:
    """What befalls the households that were asked, by their keys; who is not named is right and content."""

    faults: dict[str, list[str]] = field(default_factory=dict)
    shares: dict[str, float] = field(default_factory=dict)
    wrong_facts: list[str] = field(default_factory=list)
    doubted: list[str] = field(default_factory=list)
    overturned: list[str] = field(default_factory=list)

    def has(self, code: str, key: str) -> bool:
        """Tell whether a household shows a fault."""
        return key in self.faults[code]

    @property
    def upheld(self) -> list[str]:
        """The overdue households whose union contests in vain."""
        return self.faults["overdue"][: max(1, round(len(self.faults["overdue"]) * UPHELD / 20))]


@dataclass(frozen=True)
class Plan:
    """The terms for a number of archives; those of the full size in proportion."""

    households: int

    def share(self, figure: int) -> int:
        """Return a figure of the full size in proportion, at least 1."""
        return max(1, round(figure * self.households / HOUSEHOLDS))

    @property
    def is_full(self) -> bool:
        return self.households == HOUSEHOLDS

    @property
    def margin(self) -> Decimal:
        """The margin that asks the same share of fewer households."""
        return Decimal(str(round(MARGIN * math.sqrt(HOUSEHOLDS / self.households), 4)))

    @cached_property
    def assessors(self) -> int:
        return max(2, self.share(ASSESSORS))

    def lots(self, parts: Sequence[Part]) -> Lots:
        """Say who shows what, each household one thing at most, so that the weighted rates are those of the report."""
        lots, taken = Lots(), set[str]()
        for code, share in FAULTS.items():
            units = _units([part for part in parts if part.group in OF[code]], taken, by_measure=code == "measures")
            chosen, lots.shares[code] = choose(units, float(share))
            lots.faults[code] = chosen
            taken |= set(chosen)
        on_file = _units([part for part in parts if part.group == PopulationClass.ON_FILE], taken)
        rest = iter([unit.key for unit in on_file.partial + on_file.whole])
        for name, count in (("wrong_facts", WRONG_FACTS), ("doubted", DOUBTED), ("overturned", OVERTURNED)):
            setattr(lots, name, [key for key, _n in zip(rest, range(self.share(count)), strict=False)])
        return lots


@dataclass(frozen=True)
class Unit:
    """A household (or measure) that may show a fault, and for how many it stands."""

    key: str
    weight: float


@dataclass(frozen=True)
class Units:
    """Those of strata of which a part was asked, those of whole strata, each in turn, and for how many all stand."""

    partial: list[Unit]
    whole: list[Unit]
    everybody: float


def _units(parts: Sequence[Part], taken: set[str], *, by_measure: bool = False) -> Units:
    found: dict[bool, list[list[Unit]]] = {True: [], False: []}
    everybody = 0.0
    for part in parts:
        counts = {key: measures if by_measure else 1 for key, measures in part.asked.items()}
        everybody += part.weight * sum(counts.values())
        units = [Unit(key, part.weight) for key, count in counts.items() if count and key not in taken]
        found[len(part.asked) == part.size].append(units)
    return Units(list(in_turn(found[False])), list(in_turn(found[True])), everybody)


def in_turn(queues: Sequence[Sequence[Unit]]) -> Iterator[Unit]:
    """Give out one of each queue in turn, so that neighbours in the order are of different strata."""
    for place in range(max(map(len, queues), default=0)):
        yield from (queue[place] for queue in queues if place < len(queue))


def choose(units: Units, share: float) -> tuple[list[str], float]:
    """Choose who shows a fault, so that they stand for a share of all as nearly as can be; at least one.

    As many as possible of strata of which a part was asked: who stands for more than one household cannot hit every
    share, so that those of whole strata fill up the rest.
    """
    wanted, best = share * units.everybody, (math.inf, 0, 0)
    heavy = [0.0]
    for unit in units.partial[: math.ceil(wanted)]:
        heavy.append(heavy[-1] + unit.weight)
    for many in range(len(heavy) - 1, -1, -1):
        # Without any of the heavy ones, at least one of the light ones.
        light = min(len(units.whole), max(int(not many), round(wanted - heavy[many])))
        if not many and not light:
            continue
        off = abs(heavy[many] + light - wanted)
        if off < best[0]:
            best = (off, many, light)
        if off <= TOLERANCE / 2 * units.everybody:
            break
    chosen = units.partial[: best[1]] + units.whole[: best[2]]
    stands_for = sum(unit.weight for unit in chosen)
    return [unit.key for unit in chosen], stands_for / units.everybody if units.everybody else 0.0
