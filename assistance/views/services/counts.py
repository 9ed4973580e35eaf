"""The page 帮扶服务统计: who took part by union and kind, who worked afterwards, and the list behind each number."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assistance.funds.spending import PARTS, PartOfYear
from assistance.services.afterwards import afterwards
from assistance.services.counts import ALL, Row, behind, numbers_below, rows_by_union
from assistance.services.enums import FOLLOW_UP_MONTHS, ServiceKind
from assistance.services.rules import MAY_OPEN, WHO_OPENS
from core import clock
from core.keys import read_key
from core.paging import capped_count, in_words, page_of
from organizations.http import UserRequest
from organizations.rules import require
from organizations.unionrows import SUM, union_asked, unions_below, unions_counted_for

YEARS_OFFERED = 6
FIRST_YEAR, LAST_YEAR = 2000, 2100  # that an address may name
GROUPS = {
    ALL: "完成服务",
    **{kind.value: kind.label for kind in ServiceKind},
    **{f"looked-{months}": f"{months} 个月已回访" for months in FOLLOW_UP_MONTHS},
    **{f"work-{months}": f"{months} 个月时已就业" for months in FOLLOW_UP_MONTHS},
}


@require_GET
def service_counts(request: UserRequest) -> HttpResponse:
    """Count by union, first the user's own; ``?union=`` goes down, ``?year=`` takes another year."""
    require(request.user.scope.has(*MAY_OPEN), WHO_OPENS)
    union, tops = union_asked(request)
    year = _year(request)
    found, total = numbers_below(union, request.user, year=year)
    context = {
        "union": union,
        "above": unions_counted_for(request.user).ancestors_of([union]),
        "tops": tops,
        "rows": [*rows_by_union(union, unions_below(union), found), Row(union, total, SUM)] if found else [],
        "kinds": list(ServiceKind),
        **_years(year),
    }
    return render(request, "assistance/service_counts.html", context)


@require_GET
def service_counts_behind(request: UserRequest) -> HttpResponse:
    """List the people behind one number."""
    require(request.user.scope.has(*MAY_OPEN), WHO_OPENS)
    union, _tops = union_asked(request)
    group = request.GET.get("group", ALL)
    group, own, spell = group if group in GROUPS else ALL, "own" in request.GET, _spell(request)
    rows = behind(union, request.user, since=spell.days.first, until=spell.days.last, group=group, own=own)
    page = page_of(rows.for_page().select_related("service").prefetch_related("follow_ups").order_by("pk"), request)
    page[:] = [afterwards(row, clock.today()) for row in page]
    context = {"union": union, "group": GROUPS[group], "own": own, "spell": spell, "page": page}
    return render(request, "assistance/service_counts_behind.html", context | {"count": in_words(*capped_count(rows))})


def _spell(request: UserRequest) -> PartOfYear:
    """Return the year asked for, or the part of it that the page 资金使用情况 leads here with."""
    part = request.GET.get("part", "")
    return PartOfYear(_year(request), part if part in dict(PARTS) else "")


def _year(request: UserRequest) -> int:
    asked = read_key(request.GET.get("year", "")) or 0
    return asked if FIRST_YEAR <= asked <= LAST_YEAR else clock.today().year


def _years(year: int) -> dict[str, Any]:
    this = clock.today().year
    return {"year": year, "years": sorted({year, *range(this - YEARS_OFFERED + 1, this + 1)})}
