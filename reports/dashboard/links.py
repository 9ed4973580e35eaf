"""Numbers as the dashboard shows them: each with the address of the list behind it."""

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from core.money import format_money
from core.spells import Spell
from organizations.models import Union
from reports.indicators.board import Board, Figures
from reports.indicators.definitions import INDICATORS, Indicator, Number

NONE = "—"


@dataclass(frozen=True)
class Cell:
    """One number in words, and its list; ``url`` is "" where there is none."""

    indicator: Indicator
    value: Number
    url: str = ""
    label: str = ""

    @property
    def name(self) -> str:
        """What is counted."""
        return self.label or self.indicator.name

    @property
    def text(self) -> str:
        """The number as it is written."""
        return written(self.value, self.indicator.unit)


def written(value: Number, unit: str) -> str:
    """Write a number: shares with one place, money with two, counts with separators; a dash for what is not known."""
    if value is None:
        return NONE
    return format_money(Decimal(value)) if unit == "元" else f"{value:,}"


@dataclass(frozen=True)
class Links:
    """Makes the addresses of one union and spell; with ``own`` of what was filed for the union itself."""

    union: Union
    spell: Spell
    is_live: bool
    own: bool = False

    @classmethod
    def of(cls, board: Board) -> "Links":
        """Return the links of a board's own numbers."""
        return cls(board.union, board.spell, board.standing.is_live)

    def cell(self, code: str, figures: Figures) -> Cell:
        """Return an indicator's number of these figures."""
        indicator = INDICATORS[code]
        return self.number(code, indicator.measure(figures))

    def number(self, code: str, value: Number, label: str = "", **asked: str) -> Cell:
        """Return a number that an indicator has for a part: of a level, a category, a kind."""
        indicator = INDICATORS[code]
        return Cell(indicator, value, self.url(indicator, **asked) if value else "", label)

    def url(self, indicator: Indicator, **asked: str) -> str:
        """Return the address of the list behind a number, "" where it has none."""
        if not indicator.behind or (indicator.is_live and (not self.is_live or self.own)):
            return ""
        if indicator.is_live:
            return f"{reverse(indicator.behind)}?union={self.union.code}&{indicator.query}"
        spell = {"since": self.spell.first.isoformat(), "day": self.spell.last.isoformat()}
        own = {"own": "1"} if self.own else {}
        query = {"code": indicator.code, "union": self.union.code, **spell, **own, **asked}
        return f"{reverse('dashboard_behind')}?{urlencode(query)}"
