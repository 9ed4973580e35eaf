"""The list behind a number: the very rows that it counts."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from audits.dynamics import Kind, changes_behind
from core.spells import Spell
from households.enums import Category, Level, Need
from households.models import Household
from organizations.enums import Department
from organizations.models import Union, User
from organizations.unionrows import FILED_ITSELF
from pairing.enums import VisitMethod
from reports.indicators.codes import SOURCE_OF, Code, Source
from reports.indicators.definitions import FILE, Indicator
from reports.models import Event

NAMES = {
    Source.VISIT: dict(VisitMethod.choices),
    Source.NEED: dict(Need.choices),
    Source.MEASURE: dict(Department.choices),
    Source.TASK: dict(Department.choices),
}

NO_KIND = "none"  # asks for events of which no kind is said


@dataclass(frozen=True)
class Asked:
    """Which number: of which union and spell, and of which level, category or kind alone."""

    indicator: Indicator
    union: Union
    spell: Spell
    own: bool = False
    level: str = ""
    category: str = ""
    dimension: str = ""

    @property
    def narrowed(self) -> str:
        """What the number was narrowed to, in words."""
        words = [FILED_ITSELF] if self.own else []
        words += [_label(Level, self.level), _label(Category, self.category)]
        return " · ".join(word for word in [*words, self.dimension and self.dimension_name] if word)

    @property
    def dimension_name(self) -> str:
        """The kind in words."""
        return name_of(self.indicator.code, "" if self.dimension == NO_KIND else self.dimension)


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value else ""


def name_of(code: str, dimension: str) -> str:
    """Return a kind of events in words: how it was visited, which need, which department, by which channel."""
    names = NAMES.get(SOURCE_OF[Code(code)], {}) if code in Code.values else {}
    return str(names.get(dimension, dimension)) or "未注明"


@dataclass(frozen=True)
class Line:
    """One row of the list."""

    household: Household
    on: datetime.date
    what: str


def rows_behind(asked: Asked, user: User) -> QuerySet[Any]:
    """Return the rows that a number counts: events, or of the stock the changes by which archives came on file."""
    if asked.indicator.behind == FILE:
        kind = Kind.OPENING if asked.indicator.code == "opening" else Kind.CLOSING
        changes = changes_behind(kind, asked.union, asked.spell, user=user, category=asked.category)
        changes = changes.filter(union_path=asked.union.path) if asked.own else changes
        changes = changes.filter(level=asked.level) if asked.level else changes
        return changes.select_related("household__union").order_by("-on", "-pk")
    code = Code(asked.indicator.code)
    events = Event.objects.visible_to(user).below(asked.union, own=asked.own)
    events = events.filter(source=SOURCE_OF[code], code=code, on__range=(asked.spell.first, asked.spell.last))
    for name in ("level", "category", "dimension"):
        if value := getattr(asked, name):
            events = events.filter(**{name: "" if value == NO_KIND else value})
    return events.select_related("household__union").order_by("-on", "-key")


def lines_of(rows: Iterable[Any]) -> list[Line]:
    """Return the rows as the page shows them."""
    return [Line(row.household, row.on, _what(row)) for row in rows]


def _what(row: Any) -> str:
    if not isinstance(row, Event):
        return f"{row.title} · {row.get_category_display()} · {row.get_level_display()}"
    label = str(Code(row.code).label)
    kind = name_of(row.code, row.dimension) if row.dimension else label
    return label if kind == label else f"{label} · {kind}"
