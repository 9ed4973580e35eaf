"""The page 动态管理: what came, left and stayed in a period, and the archives behind each number."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from audits.dynamics import Kind, changes_behind, moves_below, rows_by_category, rows_by_union, total
from audits.forms.dynamics import BehindForm, PeriodForm
from core.paging import capped_count, in_words, page_of
from core.spells import Spell
from households.enums import Category
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest
from organizations.rules import require
from organizations.unionrows import union_asked, unions_below, unions_counted_for

WHO = "动态管理统计由各级工会的经办、审核、审批、财务和档案统计人员查看。"


@require_GET
def dynamics(request: UserRequest) -> HttpResponse:
    """Show 期初, 新增, 返困, 脱困, 注销 and 期末 of a period, by union and by category; ``?union=`` goes down."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    union, tops = union_asked(request)
    form = PeriodForm(request.GET or None)
    period = form.period
    found = moves_below(union, period, user=request.user)
    context = {
        "union": union,
        "above": unions_counted_for(request.user).ancestors_of([union]),
        "tops": tops,
        "form": form,
        "period": period,
        "query": _query(period),
        "rows": rows_by_union(union, unions_below(union), found),
        "categories": rows_by_category(found),
        "total": total(found.values()),
        "shortcuts": [(label, other, _query(other), other == period) for label, other in form.shortcuts],
    }
    return render(request, "audits/dynamics.html", context)


@require_GET
def dynamics_behind(request: UserRequest) -> HttpResponse:
    """List the archives behind one number of the table."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    union, _tops = union_asked(request)
    form, period = BehindForm({"kind": Kind.CLOSING, **request.GET.dict()}), PeriodForm(request.GET).period
    if not form.is_valid():
        raise Http404
    kind, category = Kind(form.cleaned_data["kind"]), form.cleaned_data["category"]
    changes = changes_behind(kind, union, period, user=request.user, category=category)
    context = {
        "union": union,
        "period": period,
        "query": _query(period),
        "kind": kind,
        "category": Category(category).label if category else "",
        "count": in_words(*capped_count(changes)),
        "page": page_of(changes.select_related("household__union").order_by("-on", "-pk"), request),
    }
    return render(request, "audits/dynamics_behind.html", context)


def _query(period: Spell) -> str:
    return urlencode({"start": period.first.isoformat(), "end": period.last.isoformat()})
