"""Funds: what the region has and has spent, one fund with its budgets, and keeping the sources of money."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assistance.actions import funds as actions
from assistance.forms.funds import FundForm, years
from assistance.funds import overview
from assistance.funds.rules import KEEPERS, READERS, WHO_KEEPS, WHO_READS, can_keep_funds
from assistance.models import Budget, Fund
from core import clock
from core.forms import attempt
from organizations.http import UserRequest
from organizations.rules import require
from organizations.unionrows import union_asked, unions_counted_for


@require_GET
def funds(request: UserRequest) -> HttpResponse:
    """Show a card for each fund of a region and year, and how the year's money is burnt."""
    require(request.user.scope.has(*READERS), WHO_READS)
    union, tops = union_asked(request)
    year, own, today = year_asked(request), "own" in request.GET, clock.today()
    cards = overview.cards_of(union, year, request.user, own=own)
    total = overview.total_of(cards)
    points = overview.burn(union, year, request.user, total["net"] or overview.ZERO, today, own=own) if cards else []
    context = {
        **{"union": union, "tops": tops, "year": year, "own": own, "cards": cards, "total": total, "points": points},
        "above": unions_counted_for(request.user).ancestors_of([union]),
        "years": [int(value) for value, _label in years()],
        "finding": overview.finding_of(points, total["net"] or overview.ZERO),
        "gone": overview.year_gone(year, today),
        "chart": chart_of(points),
        "may_keep": request.user.scope.has(*KEEPERS),
    }
    return render(request, "assistance/funds.html", context)


@require_GET
def fund(request: UserRequest, pk: int) -> HttpResponse:
    """Show the rules of a fund and its budgets in the user's scope."""
    require(request.user.scope.has(*READERS), WHO_READS)
    found = _open(request, pk)
    budgets = Budget.objects.visible_to(request.user).filter(fund=found).for_list()
    context = {"fund": found, "budgets": budgets[:200], "may_keep": can_keep_funds(request.user, found.union)}
    return render(request, "assistance/fund.html", context)


@require_http_methods(["GET", "POST"])
def fund_create(request: UserRequest) -> HttpResponse:
    """Set up a source of money."""
    require(request.user.scope.has(*KEEPERS), WHO_KEEPS)
    form = FundForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        made = attempt(form, lambda: actions.open_fund(by=request.user, facts=form.facts))
        if made is not None:
            messages.success(request, f"已设立资金来源“{made}”，{made.union}及下级可以使用；下一步登记下达金额。")
            return redirect(made)
    return render(request, "assistance/fund_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def fund_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Correct what a fund is and may pay."""
    found = _open_to_keep(request, pk)
    form = FundForm(request.POST if request.method == "POST" else None, instance=found, user=request.user)
    if form.is_valid():
        facts, seen = form.facts, form.seen
        saved = attempt(form, lambda: actions.edit_fund(found, by=request.user, facts=facts, seen=seen))
        if saved is not None:
            messages.success(request, f"已保存资金来源“{saved}”。")
            return redirect(saved)
    return render(request, "assistance/fund_form.html", {"form": form, "fund": _open(request, pk)})


@require_POST
def fund_retire(request: UserRequest, pk: int) -> HttpResponse:
    """Take a fund out of use."""
    saved = actions.retire_fund(_open_to_keep(request, pk), by=request.user)
    messages.success(request, f"已停用资金来源“{saved}”，不能再下达、拨付和发放；余额可以交回或收回。")
    return redirect(saved)


@require_POST
def fund_restore(request: UserRequest, pk: int) -> HttpResponse:
    """Put a fund to use again."""
    saved = actions.restore_fund(_open_to_keep(request, pk), by=request.user)
    messages.success(request, f"已恢复使用资金来源“{saved}”。")
    return redirect(saved)


def year_asked(request: UserRequest) -> int:
    """Return the year of ``?year=``, this one when it is none."""
    asked = request.GET.get("year", "")
    return int(asked) if asked in dict(years()) else clock.today().year


def chart_of(points: list[overview.Point]) -> dict[str, list]:
    """Return what the script draws: months, and the shares spent and gone in percent."""
    return {
        "months": [f"{point.month.month} 月" for point in points],
        "burnt": [None if point.burnt is None else float(point.burnt) for point in points],
        "gone": [float(point.gone) for point in points],
    }


def _open(request: UserRequest, pk: int) -> Fund:
    return get_object_or_404(Fund.objects.visible_to(request.user).select_related("union", "created_by"), pk=pk)


def _open_to_keep(request: UserRequest, pk: int) -> Fund:
    require(request.user.scope.has(*KEEPERS), WHO_KEEPS)
    found = _open(request, pk)
    require(can_keep_funds(request.user, found.union), WHO_KEEPS)
    return found
