"""The page 需求与措施: difficulties, measures, lists and results by union, and the list behind each number."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assistance.counts import LIVE, OF_DIFFICULTIES, Kind, Row, numbers_below, rows_behind, rows_by_union, total
from assistance.models import Task
from core.paging import capped_count, in_words, page_of
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest
from organizations.models import User
from organizations.rules import require
from organizations.unionrows import SUM, union_asked, unions_below, unions_counted_for

WHO = "需求与措施统计由各级工会的经办、审核、审批、财务和档案统计人员查看。"


@require_GET
def measure_counts(request: UserRequest) -> HttpResponse:
    """Count by union, first the user's own; ``?union=`` goes down, ``?all=1`` takes archives that were left as well."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    union, tops = union_asked(request)
    whole = "all" in request.GET
    found = numbers_below(union, request.user, whole=whole)
    context = {
        "union": union,
        "above": unions_counted_for(request.user).ancestors_of([union]),
        "tops": tops,
        "rows": rows_by_union(union, unions_below(union), found),
        "total": Row(union, total(found), SUM),
        "kinds": list(Kind),
        "whole": whole,
        "rest": "&all=1" if whole else "",
    }
    return render(request, "assistance/measure_counts.html", context)


@require_GET
def measure_counts_behind(request: UserRequest) -> HttpResponse:
    """List the difficulties or measures behind one number."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    union, _tops = union_asked(request)
    asked, whole, own = request.GET.get("kind", Kind.DIFFICULTIES), "all" in request.GET, "own" in request.GET
    if asked not in Kind.values:
        raise Http404
    kind = Kind(asked)
    rows = rows_behind(kind, union, request.user, whole=whole, own=own)
    context = {
        "union": union,
        "kind": kind,
        **{"whole": whole, "own": own, "rest": "&all=1" if whole else ""},
        "count": in_words(*capped_count(rows)),
        "page": page_of(_shown(rows, kind, request.user), request),
    }
    name = "difficulties" if kind in OF_DIFFICULTIES else "measures"
    return render(request, f"assistance/counts_{name}.html", context)


def _shown(rows: Any, kind: Kind, user: User) -> Any:
    """Load what the list shows beside each row; two or three queries."""
    if kind in OF_DIFFICULTIES:
        return rows.select_related("household__union").defer("household__search").prefetch_related("measures")
    lines = Task.objects.visible_to(user).filter(LIVE).select_related("task_list", "office")
    measures = rows.select_related("difficulty__household__union").defer("difficulty__household__search")
    return measures.prefetch_related(Prefetch("tasks", lines, to_attr="live_tasks"))
