"""Counting events below a union: sums of months that are over, and the rows themselves for the rest of the days."""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import CharField, Count, DateField, Exists, F, OuterRef, Q, Sum, Value
from django.db.models.functions import Collate, Left, TruncMonth

from core import clock
from core.spells import Spell
from organizations.models import Union, User
from organizations.scope import COUNTY_PATH
from reports.indicators.codes import COMES, LEAVES, Code, Source
from reports.indicators.months import COUNTY, DAY, month_of, next_month
from reports.models import CountedSource, Event, MonthFigure, StaleMonth

BEGINNING = datetime.date(1990, 1, 1)
NAMES = ("at", "on", "code", "level", "category", "dimension")
EMPTY = {"no_category": Value(""), "no_dimension": Value("")}
PLAIN = ("at", "on", "code", "level", "no_category", "no_dimension")


@dataclass(frozen=True)
class Found:
    """So many events of one kind in a month below a place; ``within`` tells whether the spell has that month's days."""

    place: str
    month: datetime.date
    within: bool
    code: str
    level: str
    category: str
    dimension: str
    count: int


@dataclass
class Tally:
    """Events of a union until the last day of a spell; those of the stock from the beginning, others of the spell."""

    union: Union
    spell: Spell
    totals: list[Found] = field(default_factory=list)
    places: list[Found] = field(default_factory=list)

    @cached_property
    def kinds(self) -> list[Found]:
        """The totals without their months, which most questions do not ask for: a tenth of the rows."""
        counts: dict[Any, int] = defaultdict(int)
        for one in self.totals:
            counts[one.within, one.code, one.level, one.category, one.dimension] += one.count
        month = self.spell.last
        return [Found("", month, within, *kind, count) for (within, *kind), count in counts.items()]  # type: ignore[call-arg]

    def flow(self, code: Code, **asked: str) -> int:
        """Return how many events of a code the spell has, of a level, category or dimension if one is asked for."""
        return sum(one.count for one in self.kinds if one.within and one.code == code and _fits(one, asked))

    def stock(self, **asked: str) -> int:
        """Return how many archives were on file at the end of the last day."""
        return _stock(one for one in self.kinds if _fits(one, asked))

    def opening(self, **asked: str) -> int:
        """Return how many archives were on file before the first day."""
        return _stock(one for one in self.kinds if not one.within and _fits(one, asked))

    def by(self, name: str, code: Code) -> dict[Any, int]:
        """Return the events of the spell by one of their facts."""
        found: dict[Any, int] = defaultdict(int)
        for one in self.totals:
            if one.within and one.code == code:
                found[getattr(one, name)] += one.count
        return dict(found)

    def stock_by(self, name: str) -> dict[str, int]:
        """Return the archives on file at the end by level or category."""
        found: dict[str, list[Found]] = defaultdict(list)
        for one in self.kinds:
            found[getattr(one, name)].append(one)
        return {key: number for key, rows in found.items() if (number := _stock(rows))}

    def below(self) -> dict[str, "Tally"]:
        """Return a tally for each place below by its tree path."""
        found: dict[str, Tally] = {}
        for one in self.places:
            found.setdefault(one.place, Tally(self.union, self.spell)).totals.append(one)
        return found

    def months(self) -> list[tuple[datetime.date, int]]:
        """Return the stock at the end of each month that had a change, the last one at the last day."""
        changes: dict[datetime.date, int] = defaultdict(int)
        for one in self.totals:
            changes[one.month] += _signed(one)
        stock, found = 0, []
        for month in sorted(changes):
            stock += changes[month]
            found.append((month, stock))
        return found


def _fits(one: Found, asked: dict[str, str]) -> bool:
    return all(getattr(one, name) == value for name, value in asked.items())


def _signed(one: Found) -> int:
    return one.count if one.code in COMES else -one.count if one.code in LEAVES else 0


def _stock(rows: Any) -> int:
    return sum(map(_signed, rows))


def tally(union: Union, spell: Spell, user: User) -> Tally:
    """Count a union and the places below it until a day; three queries, whatever the number of archives."""
    found = Tally(union, spell)
    sums = Sums.known(spell, user, union) if len(union.path) < COUNTY_PATH else Sums(spell)
    if sums.counted:
        _from_months(found, sums, user)
    _from_events(found, sums, user)
    return found


@dataclass
class Sums:
    """What of a spell may be read from the sums of months: sources, whole months, and the counties that may not."""

    spell: Spell
    counted: set[str] = field(default_factory=set)
    stale: dict[tuple[str, datetime.date], set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def known(cls, spell: Spell, user: User, union: Union) -> "Sums":
        """Read which sources are counted and what was written since; one query."""
        sums = cls(spell)
        marks = StaleMonth.objects.visible_to(user).filter(place__startswith=union.path).order_by()
        counted = CountedSource.objects.order_by().annotate(
            month=Value(None, output_field=DateField()), place=Value("", output_field=CharField())
        )
        names = ("source", "month", "place")
        for source, month, place in marks.values_list(*names).union(counted.values_list(*names)):
            if month is None:
                sums.counted.add(source)
            elif sums.has(source, month):
                sums.stale[source, month].add(place)
        return sums

    @property
    def open_first(self) -> list[datetime.date]:
        """The month in which the spell begins, when it does so in its middle."""
        return [] if self.spell.first.day == 1 else [month_of(self.spell.first)]

    @property
    def open_last(self) -> list[datetime.date]:
        """The month in which the spell ends before the month does, unless that is today: nothing is later."""
        last = self.spell.last
        ends = last >= clock.today() or next_month(month_of(last)) - DAY == last
        return [] if ends else [month_of(last)]

    def has(self, source: str, month: datetime.date) -> bool:
        """Tell whether a month is read from its sums."""
        if month > self.spell.last or month in (*self.open_first, *self.open_last):
            return False
        return source == Source.LIFE or month >= self.spell.first

    def months(self) -> Q:
        """Return the condition on the sums that are read."""
        reach = Q(source=Source.LIFE) | Q(month__gte=self.spell.first)
        whole = Q(month__lte=self.spell.last) & ~Q(month__in=[*self.open_first, *self.open_last])
        return Q(source__in=self.counted) & whole & reach

    def events(self) -> Q:
        """Return the condition on the events that are read themselves."""
        asked = Q(pk__in=[])
        for source in Source:
            first = BEGINNING if source == Source.LIFE else self.spell.first
            if source not in self.counted:
                asked |= Q(source=source, on__range=(first, self.spell.last))
                continue
            for month in {*self.open_first, *self.open_last}:
                span = max(first, month), min(self.spell.last, next_month(month) - DAY)
                asked |= Q(source=source, on__range=span)
        for (marked, month), places in self.stale.items():
            if marked in self.counted:
                asked |= Q(source=marked, on__range=(month, next_month(month) - DAY), county__in=places)
        return asked


def _from_months(found: Tally, sums: Sums, user: User) -> None:
    union, since = found.union, found.spell.first
    rows: Any = MonthFigure.objects.visible_to(user).filter(sums.months()).order_by()
    own = rows.of(union, steps=union.depth).annotate(at=Value(""), on=F("month"))
    # The places below are compared, not followed: of them all months are added up, those before the spell apart, and
    # nothing is told by category or dimension.
    below = rows.of(union, steps=union.depth + 1).annotate(at=Collate("place", "C"))
    parts = [(own, NAMES, 1), (_later(below, since), PLAIN, 1), (_before(below, since), PLAIN, 1)]
    if sums.stale:
        # What was written to since is taken off again, and read from the events.
        mark = StaleMonth.objects.filter(source=OuterRef("source"), month=OuterRef("month"), place=OuterRef("place"))
        marked = rows.of(union, steps=COUNTY).filter(Exists(mark))
        at = marked.annotate(at=Collate(Left("place", len(union.path) + Union.steplen), "C"))
        parts += [(marked.annotate(at=Value(""), on=F("month")), NAMES, -1)]
        parts += [(_later(at, since), PLAIN, -1), (_before(at, since), PLAIN, -1)]
    first, *others = (_summed(*part) for part in parts)
    for at, on, *rest in first.union(*others, all=True):
        one = Found(at, on, on >= since, *rest)
        (found.places if at else found.totals).append(one)


def _summed(rows: Any, names: tuple[str, ...], sign: int) -> Any:
    return rows.values_list(*names).annotate(number=Sum(F("value") * sign))


def _later(rows: Any, since: datetime.date) -> Any:
    return rows.filter(month__gte=since).annotate(on=Value(since), **EMPTY)


def _before(rows: Any, since: datetime.date) -> Any:
    return rows.filter(month__lt=since).annotate(on=Value(BEGINNING), **EMPTY)


def _from_events(found: Tally, sums: Sums, user: User) -> None:
    union = found.union
    county = Collate(Left("union_path", COUNTY_PATH), "C")
    rows: Any = Event.objects.visible_to(user).below(union).annotate(county=county).filter(sums.events()).order_by()
    place = Collate(Left("union_path", len(union.path) + Union.steplen), "C")
    rows = rows.annotate(at=place, month=TruncMonth("on"), within=Q(on__gte=found.spell.first))
    for row in rows.values_list("at", "month", "within", *NAMES[2:]).annotate(Count("pk")):
        one = Found(*row)
        found.totals.append(one)
        found.places.append(one)
