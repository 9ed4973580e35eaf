"""数据看板: the figures of a union and what lies below it, and the list behind each number."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assistance.funds.spending import entries_behind
from core.paging import page_of
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest
from organizations.models import Union
from organizations.rules import require
from organizations.scope import paths_down_to
from organizations.unionrows import counted_union, unions_counted_for
from reports.asking import NumberForm, SpellForm
from reports.brief.paper import brief_of
from reports.dashboard.screen import screen_of
from reports.indicators.behind import Asked, lines_of, rows_behind
from reports.indicators.board import board_of
from reports.indicators.definitions import INDICATORS, MONEY
from reports.indicators.money import whole_months
from reports.views.forms import shown

WHO = "数据看板由各级工会的经办、审核、审批、财务和档案统计人员查看。"


@require_GET
def dashboard(request: UserRequest) -> HttpResponse:
    """Show a union until a day, first the user's own; ``?union=`` goes down, outside the scope is 404."""
    union = _union_asked(request)
    form = SpellForm(request.GET or None)
    board = board_of(union, form.spell, request.user)
    above, below = _around(request, union)
    sort = request.GET.get("sort", "")
    context = {
        "screen": screen_of(board, below, sort=sort),
        "union": union,
        "above": above,
        "form": form,
        "spell": board.spell,
        "sort": sort,
        "rest": f"since={board.spell.first}&day={board.spell.last}",
    }
    return render(request, "reports/dashboard.html", context)


@require_GET
def dashboard_brief(request: UserRequest) -> FileResponse:
    """Show the brief of a union as PDF, ``?download=1`` saves it. Leaves a line in the access log."""
    union = _union_asked(request)
    board = board_of(union, SpellForm(request.GET or None).spell, request.user)
    _above, below = _around(request, union)
    return shown(request, brief_of(board, below))


@require_GET
def dashboard_behind(request: UserRequest) -> HttpResponse:
    """List the rows that one number counts; their count is the number."""
    union = _union_asked(request)
    form, spell = NumberForm({"code": "on_file", **request.GET.dict()}), SpellForm(request.GET).spell
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    indicator = INDICATORS[said["code"]]
    if indicator.behind == MONEY:
        return _money_behind(request, union, form)
    asked = Asked(indicator, union, spell, bool(said["own"]), said["level"], said["category"], said["dimension"])
    rows = rows_behind(asked, request.user)
    page = page_of(rows, request)
    context = {"asked": asked, "count": rows.order_by().count(), "page": page, "lines": lines_of(page)}
    return render(request, "reports/dashboard_behind.html", context)


def _money_behind(request: UserRequest, union: Union, form: NumberForm) -> HttpResponse:
    spell, said = whole_months(SpellForm(request.GET).spell), form.cleaned_data
    if spell is None:
        raise Http404
    item = "" if said["item"] is None else str(said["item"])
    rows = entries_behind(union, spell, request.user, item=item, source=said["source"], own=bool(said["own"]))
    context = {"union": union, "spell": spell, "indicator": INDICATORS["spent"], "page": page_of(rows, request)}
    return render(request, "reports/dashboard_money.html", context)


def _union_asked(request: UserRequest) -> Union:
    """Return the union of ``?union=``, at first the user's own; 403 without a role that counts, 404 outside."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    return counted_union(request.user, request.GET.get("union", ""))


def _around(request: UserRequest, union: Union) -> tuple[list[Union], list[Union]]:
    """Return the unions above that the user sees, and those directly below; one query."""
    seen = unions_counted_for(request.user)
    paths = paths_down_to(union.path)[:-1]
    found = list(seen.filter(path__in=paths) | seen.filter(path__startswith=union.path, depth=union.depth + 1))
    return [one for one in found if one.depth < union.depth], [one for one in found if one.depth > union.depth]
