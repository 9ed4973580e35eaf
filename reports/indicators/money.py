"""What was spent in the whole months of a spell, by item and by source, and the entries behind it."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Left

from assistance.funds.enums import FundKind
from assistance.funds.spending import SERVICES, Cell
from assistance.models import SpendingTotal
from core import clock
from core.spells import Spell
from organizations.models import Union, User
from reports.indicators.months import DAY, month_of, next_month


@dataclass(frozen=True)
class Money:
    """Payments (户次) and amounts in 元; ``spell`` are the whole months that they are of, None where there is none."""

    spell: Spell | None
    items: dict[tuple[str, str], Cell] = field(default_factory=dict)
    sources: dict[str, Cell] = field(default_factory=dict)
    places: dict[str, Cell] = field(default_factory=dict)

    @property
    def total(self) -> Cell:
        """The sum."""
        return sum(self.sources.values(), Cell())

    @property
    def by_source(self) -> list[tuple[FundKind, Cell]]:
        """The sources that have figures, in the order of the list."""
        return [(kind, self.sources[kind]) for kind in FundKind if kind in self.sources]


def whole_months(spell: Spell) -> Spell | None:
    """Return the part of a spell that whole months make; the present month is whole until today."""
    first = spell.first if spell.first.day == 1 else next_month(spell.first)
    ends = next_month(month_of(spell.last)) - DAY
    last = spell.last if spell.last in (ends, clock.today()) else month_of(spell.last) - DAY
    return Spell(first, last) if first <= last else None


def money_of(union: Union, spell: Spell, user: User) -> Money:
    """Read what was spent; one query, whatever the number of payments."""
    whole = whole_months(spell)
    if whole is None:
        return Money(None)
    rows: Any = SpendingTotal.objects.visible_to(user).filter(month__range=(whole.first, whole.last)).order_by()
    placed = rows.filter(union_path__startswith=union.path).annotate(
        place=Left("union_path", len(union.path) + Union.steplen)
    )
    groups: list[dict[Any, Cell]] = [defaultdict(Cell), defaultdict(Cell), defaultdict(Cell)]
    names = ("place", "budget__fund__kind", "item", "item__name")
    for place, source, item, name, lines, amount in placed.values_list(*names).annotate(Sum("lines"), Sum("amount")):
        cell = Cell(lines if item else 0, amount)
        for cells, key in zip(groups, ((str(item or 0), name or SERVICES), source, place), strict=True):
            cells[key] += cell
    items, sources, places = groups
    ordered = dict(sorted(items.items(), key=lambda one: -one[1].amount))
    return Money(whole, ordered, sources, places)


def month_label(day: datetime.date) -> str:
    """Write a month as 2020 年 4 月."""
    return f"{day.year} 年 {day.month} 月"
