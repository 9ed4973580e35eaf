"""The page 结对统计: coverage and gaps, helping units, leaders, by union; and the households behind each number."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from core.keys import read_key
from core.paging import capped_count, in_words, page_of
from households.querysets import HouseholdQuerySet
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.models import Union
from organizations.rules import require
from organizations.unionrows import union_asked, unions_below, unions_counted_for
from pairing.coverage import (
    Kind,
    coverage_below,
    households_behind,
    leaders_below,
    rows_below,
    total_row,
    unit_lines,
)
from pairing.models import HelpingUnit, Pairing

WHO = "结对统计由各级工会的经办、审核、审批、财务和档案统计人员查看。"
TABS = (("", "覆盖与缺口"), ("units", "部门帮扶"), ("leaders", "领导结对"))


@require_GET
def pairing_counts(request: UserRequest) -> HttpResponse:
    """Show who is paired and who is not, first of the user's own union; ``?union=`` goes down, ``?show=`` turns."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    union, tops = union_asked(request)
    show = request.GET.get("show", "")
    show = show if show in dict(TABS) else ""
    context = {
        "union": union,
        "tops": tops,
        "above": unions_counted_for(request.user).ancestors_of([union]),
        "tabs": TABS,
        "show": show,
        "can_pair": request.user.scope.has(Role.OFFICER),
    }
    context |= {"": _coverage, "units": _units, "leaders": _leaders}[show](request, union)
    return render(request, "pairing/pairing_counts.html", context)


def _coverage(request: UserRequest, union: Union) -> dict[str, Any]:
    found = coverage_below(union, user=request.user)
    return {"rows": rows_below(union, unions_below(union), found), "total": total_row(union, found)}


def _units(request: UserRequest, union: Union) -> dict[str, Any]:
    lines = unit_lines(union, user=request.user)
    return {"page": page_of(lines, request), "departments": len(lines)}


def _leaders(request: UserRequest, union: Union) -> dict[str, Any]:
    rows, total = leaders_below(union, unions_below(union), user=request.user)
    return {"rows": rows, "total": total}


@require_GET
def pairing_behind(request: UserRequest) -> HttpResponse:
    """List the households behind one number."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    union, _tops = union_asked(request)
    kind = request.GET.get("kind", Kind.CARE)
    if kind not in Kind.values:
        raise Http404
    unit = _unit(request)
    found = households_behind(Kind(kind), union, user=request.user, unit=unit)
    context = {
        "union": union,
        "kind": Kind(kind),
        "unit": unit,
        "count": in_words(*capped_count(found)),
        "page": page_of(_listed(request, found), request),
        "can_pair": request.user.scope.has(Role.OFFICER),
    }
    return render(request, "pairing/pairing_behind.html", context)


def _listed(request: UserRequest, found: HouseholdQuerySet) -> HouseholdQuerySet:
    people = Prefetch("pairings", Pairing.objects.visible_to(request.user).with_people(), to_attr="people")
    return found.for_list().order_by("union_path", "archive_no").prefetch_related(people)


def _unit(request: UserRequest) -> HelpingUnit | None:
    asked = request.GET.get("unit", "")
    if not asked:
        return None
    key = read_key(asked)
    if key is None:
        raise Http404
    return get_object_or_404(HelpingUnit.objects.visible_to(request.user), pk=key)
