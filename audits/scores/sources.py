"""What indicators of a sheet are counted from: a registry that the apps fill in their ``ready``.

A source counts all unions of a sheet at once: its queries do not depend on how many there are.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import F
from django.db.models.functions import Collate, Left

from core import clock
from organizations.models import Union

Number = Decimal | int
Kept = TypeVar("Kept")


def place_at(path: str, length: int) -> Collate:
    """Return the expression of so much of a tree path as tells places apart."""
    return Collate(Left(F(path), length), "C")


@dataclass(frozen=True)
class Asked:
    """For which unions (their tree paths), and from which day to which one, both included."""

    paths: tuple[str, ...]
    first: datetime.date
    last: datetime.date
    judge: str = ""  # the tree path of the union whose sheet it is
    memory: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_now(self) -> bool:
        """Tell whether it is asked of the present, of which more is known than of a past day."""
        return self.last >= clock.today()

    @property
    def length(self) -> int:
        """How much of a tree path tells the unions apart."""
        return max(map(len, self.paths), default=0)

    def at(self, path: str = "union_path") -> Collate:
        """Return the expression by which rows with a tree path are grouped."""
        return place_at(path, self.length)

    def once(self, name: str, make: Callable[[], Kept]) -> Kept:
        """Return what several sources share, made by the first that asks."""
        if name not in self.memory:
            self.memory[name] = make()
        return self.memory[name]

    def gathered(self, rows: Iterable[Any]) -> dict[str, tuple[Number, Number]]:
        """Add up the one or two numbers of rows (path, number, …) for each union that the path lies in."""
        found = list(rows)
        sums: dict[str, tuple[Number, Number]] = {}
        for path in self.paths:
            own = [row for row in found if row[0] and row[0].startswith(path)]
            sums[path] = (sum(row[1] for row in own), sum(row[2] for row in own if len(row) > 2))
        return sums


@dataclass(frozen=True)
class Figure:
    """What was counted for one union; ``value`` where it is more than the two say, ``words`` what else to know."""

    numerator: Number
    denominator: Number | None = None
    value: Decimal | None = None
    words: str = ""
    ref: int | None = None  # the row that it comes from, where it comes from one


Counted = Mapping[str, Figure]


@dataclass(frozen=True)
class Lead:
    """A number whose list is asked for: of which union and days, and the row that it comes from."""

    union: Union
    first: datetime.date
    last: datetime.date
    ref: int | None = None


def no_list(lead: Lead) -> str:
    """Return that there is no list behind a number."""
    return ""


@dataclass(frozen=True)
class Source:
    """What can be measured. ``count`` leaves out the unions of which nothing is known; a share is of a hundred.

    ``of_present`` marks what no record tells of every past day: where none was kept, the day of counting stands in.
    """

    code: str
    name: str
    formula: str
    count: Callable[[Asked], Counted]
    unit: str = "%"
    is_share: bool = True
    of_present: bool = False
    behind: Callable[[Lead], str] = no_list


SOURCES: dict[str, Source] = {}


def register(*sources: Source) -> None:
    """Take sources into the registry, each under its code."""
    SOURCES.update({source.code: source for source in sources})


def choices() -> list[tuple[str, str]]:
    """Return the sources to choose from, in the order in which they came."""
    return [(source.code, f"{source.name}（{source.unit}）") for source in SOURCES.values()]


def shares(asked: Asked, rows: Iterable[Any], words: str = "") -> dict[str, Figure]:
    """Return a share for each union, out of rows of path, numerator and denominator."""
    return {path: Figure(part, whole, words=words) for path, (part, whole) in asked.gathered(rows).items()}
