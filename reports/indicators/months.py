"""Keeping the sums of months: the worker counts each source once, and then again whatever was written to since.

Written out in docs/algorithms/indicators.md.
"""

import datetime
from collections import defaultdict

from django.db import connection, transaction

from core import clock
from organizations.models import Union
from organizations.scope import COUNTY_PATH
from reports.indicators.codes import Source
from reports.models import CountedSource, MonthFigure, StaleMonth

COUNTY = COUNTY_PATH // Union.steplen
LOCK = 12231_2020  # one worker counts at a time
AT_ONCE = 20_000  # marks of one turn
FACTS = "source, code, level, category, dimension"
FROM_EVENTS = f"""
INSERT INTO reports_monthfigure ({FACTS}, month, steps, place, value)
    SELECT {FACTS}, date_trunc('month', "on")::date, {COUNTY}, left(union_path, {COUNTY_PATH}), count(*)
    FROM reports_event WHERE {{which}} GROUP BY 1, 2, 3, 4, 5, 6, 8
"""  # noqa: S608 -- constants of our own code
# The levels above are sums of the counties of the month, so that the three always agree.
FROM_COUNTIES = f"""
INSERT INTO reports_monthfigure ({FACTS}, month, steps, place, value)
    SELECT {FACTS}, month, %s, left(place, %s), sum(value)
    FROM reports_monthfigure WHERE source = %s AND steps = {COUNTY} AND month = ANY(%s)
    GROUP BY 1, 2, 3, 4, 5, 6, 8
"""  # noqa: S608 -- constants of our own code
SPOTS = f"""
source = %s AND "on" BETWEEN %s AND %s
    AND (date_trunc('month', "on")::date, left(union_path, {COUNTY_PATH}))
        IN (SELECT * FROM unnest(%s::date[], %s::text[]))
"""  # noqa: S608 -- constants of our own code
FORGET = f"""
DELETE FROM reports_monthfigure WHERE source = %s AND steps = {COUNTY}
    AND (month, place::text) IN (SELECT * FROM unnest(%s::date[], %s::text[]))
"""  # noqa: S608 -- constants of our own code
DAY = datetime.timedelta(days=1)


def month_of(day: datetime.date) -> datetime.date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def next_month(day: datetime.date) -> datetime.date:
    """Return the first day of the month after a day's own."""
    return clock.months_after(month_of(day), 1)


def keep_months() -> int:
    """Count what was never counted and what was written to since; returns how many county months; two small queries."""
    marks = list(StaleMonth.objects.values_list("pk", "source", "month", "place")[:AT_ONCE])
    counted = set(CountedSource.objects.values_list("source", flat=True))
    stale: dict[str, set[tuple[datetime.date, str]]] = defaultdict(set)
    for _pk, source, month, place in marks:
        stale[source].add((month, place))
    done = 0
    for source in Source:
        seen = [pk for pk, of, _month, _place in marks if of == source]
        if source not in counted:
            done += _count_all(source)
        elif seen:
            done += _count(source, sorted(stale[source]), seen)
    return done


def _locks(cursor) -> bool:
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
    return cursor.fetchone()[0]


@transaction.atomic
def _count_all(source: Source) -> int:
    """Count a source from its first event on. The marks stay: what they name is counted once more, and then gone."""
    with connection.cursor() as cursor:
        if not _locks(cursor) or CountedSource.objects.filter(source=source).exists():
            return 0
        cursor.execute(FROM_EVENTS.format(which='source = %s AND "on" IS NOT NULL'), [source])
        rows = MonthFigure.objects.filter(source=source, steps=COUNTY)
        _sum_up(cursor, source, list(rows.order_by().values_list("month", flat=True).distinct()))
    CountedSource.objects.create(source=source)
    return rows.order_by().values("month", "place").distinct().count()


@transaction.atomic
def _count(source: Source, spots: list[tuple[datetime.date, str]], marks: list[int]) -> int:
    """Count some county months anew; only marks that were there before are taken away."""
    months, places = [month for month, _place in spots], [place for _month, place in spots]
    with connection.cursor() as cursor:
        if not _locks(cursor):
            return 0
        cursor.execute(FORGET, [source, months, places])
        bounds = months[0], next_month(months[-1]) - DAY
        cursor.execute(FROM_EVENTS.format(which=SPOTS), [source, *bounds, months, places])
        _sum_up(cursor, source, sorted(set(months)))
    StaleMonth.objects.filter(pk__in=marks).delete()
    return len(spots)


def _sum_up(cursor, source: Source, months: list[datetime.date]) -> None:
    MonthFigure.objects.filter(source=source, month__in=months, steps__lt=COUNTY).delete()
    for steps in range(1, COUNTY):
        cursor.execute(FROM_COUNTIES, [steps, steps * Union.steplen, source, months])
