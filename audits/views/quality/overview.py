"""How many faults stand, by rule, union and cadre; how that went; and those of one archive."""

import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from audits.models import Fault, PlantedFault, Waiver
from audits.quality.board import board_of, cadre_rows, chart_of, finding, has_cadres, trend_of
from audits.quality.catalogue import BY_CODE
from audits.quality.lines import lines_of
from audits.quality.runs import Start, latest_runs
from audits.rules import can_stop_quality
from core import clock
from core.paging import capped_counts, in_words, page_of
from households.access import open_household
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest
from organizations.models import Union
from organizations.rules import require
from organizations.unionrows import union_asked, unions_below, unions_counted_for

WHO = "数据质量由各级工会的经办、审核、审批、财务和档案统计人员查看。"
SPANS = {30: "近 30 天", 90: "近 90 天", 365: "近一年"}
SHOWN_OF_ARCHIVE = 5


@require_GET
def quality(request: UserRequest) -> HttpResponse:
    """Show what stands below a union by rule, union and, from the county down, cadre; ``?union=`` goes down."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    union, tops = union_asked(request)
    last, running = latest_runs(union)
    context = _placed(request, union) | {
        "tops": tops,
        "board": board_of(request.user, union, unions_below(union)),
        "cadres": page_of(cadre_rows(request.user, union) if has_cadres(union) else [], request),
        "last": last,
        "running": running,
        "start": Start.of(request.user, union, last),
        "may_stop": running and can_stop_quality(request.user, running),
    }
    return render(request, "audits/quality/overview.html", context | _besides(request, union))


def _besides(request: UserRequest, union: Union) -> dict[str, str]:
    """Count the waivers that run out soon, and what demo data was given on purpose; one query."""
    waivers = Waiver.objects.visible_to(request.user).filter(fault__union_path__startswith=union.path)
    planted = PlantedFault.objects.visible_to(request.user).filter(household__union_path__startswith=union.path)
    ending, given = capped_counts([waivers.running_out(settings.QUALITY_WAIVER_SOON_DAYS), planted])
    return {"ending": in_words(*ending), "planted": in_words(*given) if given[0] else ""}


def _placed(request: UserRequest, union: Union) -> dict[str, Any]:
    return {"union": union, "above": unions_counted_for(request.user).ancestors_of([union])}


@require_GET
def quality_trend(request: UserRequest) -> HttpResponse:
    """Show how many faults stood day by day; ``?union=``, ``?rule=`` and ``?days=`` narrow it."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    union, tops = union_asked(request)
    asked = request.GET.get("days", "")
    span = int(asked) if asked in map(str, SPANS) else min(SPANS)
    rule = BY_CODE.get(request.GET.get("rule", ""))
    days = trend_of(request.user, union, clock.today() - datetime.timedelta(days=span), rule.code if rule else "")
    context = _placed(request, union) | {
        "tops": tops,
        "rule": rule,
        "span": span,
        "spans": SPANS,
        "days": days[::-1],
        "chart": chart_of(days),
        "finding": finding(days),
    }
    return render(request, "audits/quality/trend.html", context)


@require_GET
def household_quality(request: UserRequest, archive_no: str) -> HttpResponse:
    """Show the standing faults of one archive as a line of its page; nothing when there are none."""
    household = open_household(request, archive_no)
    found = Fault.objects.visible_to(request.user).standing().filter(household=household).for_list()
    faults = list(found.order_by("rule", "subject")[: SHOWN_OF_ARCHIVE + 1])
    context = {
        "household": household,
        "lines": lines_of(faults[:SHOWN_OF_ARCHIVE], request.user),
        "more": len(faults) > SHOWN_OF_ARCHIVE,
    }
    return render(request, "audits/quality/_of_household.html", context)
