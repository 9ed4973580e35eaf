"""The figures of one union and spell together, of the places below it, and of each indicator by its code."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal

from core.shares import percent
from core.spells import Spell
from organizations.models import Union, User
from organizations.unionrows import UnionRow
from reports.indicators.codes import Code
from reports.indicators.counting import Tally, tally
from reports.indicators.money import Money, money_of
from reports.indicators.standing import CARE, CLEAR, UNPAIRED, Standing, standing_of


@dataclass(frozen=True)
class Figures:
    """What indicators are measured on: events, how archives stand (None: no snapshot), money."""

    tally: Tally
    standing: Counter[str] | None
    money: Money | None = None

    def now(self, code: str) -> int | None:
        """Return a figure of how archives stand; None where it is not known of the day."""
        return None if self.standing is None else self.standing[code]


@dataclass(frozen=True)
class Row(UnionRow):
    """The figures of a union below; with a label of what was filed for the upper union itself, or of all."""

    union: Union
    figures: Figures
    label: str = ""
    is_linked: bool = True


@dataclass(frozen=True)
class Board:
    """A union's figures, and those of the places below by their tree path."""

    union: Union
    spell: Spell
    figures: Figures
    standing: Standing
    money: Money
    places: dict[str, Figures] = field(default_factory=dict)


def board_of(union: Union, spell: Spell, user: User) -> Board:
    """Count everything that the page of a union shows; at most five queries, whatever the number of archives."""
    counted = tally(union, spell, user)
    standing = standing_of(union, spell.last, user)
    money = money_of(union, spell, user)
    below = counted.below()
    empty = Tally(union, spell)
    places = {
        path: Figures(below.get(path, empty), standing.places.get(path, Counter()) if standing.is_known else None)
        for path in {*below, *standing.places}
    }
    total = Figures(counted, standing.total if standing.is_known else None, money)
    return Board(union, spell, total, standing, money, places)


def clear_rate(figures: Figures) -> Decimal | None:
    """六清率."""
    return percent(figures.now(CLEAR), figures.now(CARE))


def pairing_rate(figures: Figures) -> Decimal | None:
    """结对覆盖率."""
    care, alone = figures.now(CARE), figures.now(UNPAIRED)
    return percent(care - alone, care) if care is not None and alone is not None else None


def solved_rate(figures: Figures) -> Decimal | None:
    """部门解决率."""
    return percent(figures.tally.flow(Code.SOLVED), figures.tally.flow(Code.NEED))
