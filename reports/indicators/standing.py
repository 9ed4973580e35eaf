"""How archives stand now, in figures that nobody can tell afterwards: counted live, and kept once a day."""

import datetime
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, Sum, Value, When
from django.db.models.functions import Collate, Left
from django.utils import timezone

from core import clock
from households.clearmask import ALL_CLEAR, SHORT_NAMES, is_clear_in
from households.counts import is_whole_for
from households.enums import IN_CARE, Cause, Status
from households.models import ArchiveCount, Household
from organizations.models import Union, User
from organizations.scope import COUNTY_PATH
from reports.indicators.remembered import with_all
from reports.models import DailyFigure

ITEMS = range(1, len(SHORT_NAMES) + 1)
CARE, CLEAR, UNPAIRED, CAUSE = "care", "clear", "unpaired", "cause_"
UNCLEAR_IN = tuple(f"unclear_{item}" for item in ITEMS)
CODES = (CARE, CLEAR, UNPAIRED, *UNCLEAR_IN, *(f"{CAUSE}{cause}" for cause in Cause.values))
NIGHT = 6  # until this hour what is counted is what the day before ended with
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Standing:
    """The figures by place, and their sum; ``day`` is that of a snapshot, None of what was counted just now."""

    places: dict[str, Counter[str]] = field(default_factory=dict)
    day: datetime.date | None = None
    is_known: bool = True

    @property
    def total(self) -> Counter[str]:
        """The sum of all places."""
        return sum(self.places.values(), Counter())

    @property
    def is_live(self) -> bool:
        """Tell whether these are the figures of this moment, with lists behind them."""
        return self.is_known and self.day is None


def standing_of(union: Union, day: datetime.date, user: User) -> Standing:
    """Count how the archives below a union stand; of a past day the last snapshot until then; one query."""
    if day < clock.today():
        return _kept(union, day, user)
    length = len(union.path) + Union.steplen
    if length <= COUNTY_PATH and is_whole_for(user):
        return Standing(
            _from_counts(ArchiveCount.objects.visible_to(user).filter(place__startswith=union.path), length)
        )
    return Standing(_counted(Household.objects.visible_to(user).filter(union_path__startswith=union.path), length))


def _counted(households: Any, length: int) -> dict[str, Counter[str]]:
    """Count by place; one query in two parts, since few masks and few causes make fewer groups than both together."""
    place = Collate(Left("union_path", length), "C")
    alone = Case(When(cadre_names="", then=True), default=False)
    rows = households.filter(status__in=IN_CARE).order_by().annotate(place=place)
    masks = rows.annotate(alone=alone, cause=Value("")).values_list("place", "clear_mask", "alone", "cause")
    causes = rows.filter(status=Status.ON_FILE).annotate(alone=Value(False), none=Value(None, IntegerField()))
    causes = causes.values_list("place", "none", "alone", "main_cause").annotate(Count("pk"))
    return _figures(masks.annotate(Count("pk")).union(causes, all=True))


def _from_counts(counts: Any, length: int) -> dict[str, Counter[str]]:
    """Count by place from what the trigger of the archives keeps; one query in the same two parts."""
    rows = counts.filter(status__in=IN_CARE).order_by().annotate(at=Collate(Left("place", length), "C"))
    masks = rows.by_clear().annotate(cause=Value("")).values_list("at", "clear_mask", "is_alone", "cause")
    causes = rows.by_cause().filter(status=Status.ON_FILE)
    causes = causes.values_list("at", "clear_mask", "is_alone", "main_cause").annotate(Sum("number"))
    return _figures(masks.annotate(Sum("number")).union(causes, all=True))


def _figures(rows: Any) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for at, mask, is_alone, cause, count in rows:
        if cause:
            found[at][f"{CAUSE}{cause}"] += count
        else:
            _add(found[at], count, mask=mask or 0, alone=is_alone)
    return dict(found)


def _add(numbers: Counter[str], count: int, *, mask: int, alone: bool) -> None:
    numbers[CARE] += count
    numbers[CLEAR] += count * (mask == ALL_CLEAR)
    numbers[UNPAIRED] += count * alone
    for item, code in zip(ITEMS, UNCLEAR_IN, strict=True):
        numbers[code] += count * (not is_clear_in(mask, item))


def standing_by_place(day: datetime.date, length: int) -> Standing:
    """Count how all archives stand by so much of their tree paths; of a past day by county and no further; one query.

    For figures that are held beside each other by whoever may see them all: nothing is narrowed to a user.
    """
    if day >= clock.today():
        return Standing(_counted(Household.objects.all(), length))
    rows = DailyFigure.objects.filter(steps=COUNTY_PATH // Union.steplen)
    last = DailyFigure.objects.filter(day__lte=day).order_by("-day").values("day")[:1]
    kept = list(rows.filter(day=last).values_list("day", "place", "figures")) if length <= COUNTY_PATH else []
    if not kept:
        return Standing(is_known=False)
    return Standing({place: Counter(figures) for _day, place, figures in kept}, kept[0][0])


def _kept(union: Union, day: datetime.date, user: User) -> Standing:
    """Return the last snapshot until a day of the places below a union; below counties there are none."""
    if len(union.path) >= COUNTY_PATH:
        own = Q(steps=COUNTY_PATH // Union.steplen, place=union.path)
    else:
        own = Q(steps=union.depth + 1, place__startswith=union.path)
    rows = DailyFigure.objects.visible_to(user).filter(own)
    last = DailyFigure.objects.filter(day__lte=day).order_by("-day").values("day")[:1]
    kept = list(rows.filter(day=last).values_list("day", "place", "figures"))
    if not kept:
        return Standing(is_known=False)
    return Standing({place: Counter(figures) for _day, place, figures in kept}, kept[0][0])


def keep_standing() -> int:
    """Keep how the archives stood when yesterday ended, once, in the hours before the offices open; returns rows."""
    hour = timezone.localtime(clock.now()).hour
    day = clock.today() - DAY
    if hour >= NIGHT or DailyFigure.objects.filter(day=day).exists():
        return 0
    return keep_day(day)


def keep_day(day: datetime.date) -> int:
    """Keep how the archives stand now as the figures with which a day ended; returns rows. A day is kept once."""
    counties = with_all(_counted(Household.objects.all(), COUNTY_PATH), COUNTY_PATH)
    rows = []
    for steps in range(1, COUNTY_PATH // Union.steplen + 1):
        places: dict[str, Counter[str]] = defaultdict(Counter)
        for path, numbers in counties.items():
            places[path[: steps * Union.steplen]].update(numbers)  # which keeps what is known to be 0
        rows += [DailyFigure(day=day, steps=steps, place=path, figures=dict(n)) for path, n in places.items()]
    return len(DailyFigure.objects.bulk_create(rows, ignore_conflicts=True))
