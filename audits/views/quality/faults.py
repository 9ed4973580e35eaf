"""Lists of faults, waiving some of them, and the waivers."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from audits.actions.quality.waivers import NOT_YOURS, end_waiver, waive_faults
from audits.forms.quality import FaultFilter, WaiverFilter, WaiverForm
from audits.models import Fault, Waiver
from audits.quality.catalogue import BY_CODE
from audits.quality.lines import lines_of
from core.keys import read_keys
from core.paging import capped_count, in_words, page_of
from core.telling import done, told
from organizations.enums import CHECKING_ROLES, SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.rules import require

SEES = frozenset({*SUBTREE_ROLES, Role.CADRE})
WHO = "数据问题由帮扶干部（本人结对户）和各级工会的经办、审核、审批、财务和档案统计人员查看。"
MOST_AT_ONCE = 200


@require_GET
def faults(request: UserRequest) -> HttpResponse:
    """List faults in the user's scope, narrowed by what the address says; a cadre sees those of own households."""
    require(request.user.scope.has(*SEES), WHO)
    filters = FaultFilter(request.GET, user=request.user)
    found = filters.narrow(Fault.objects.visible_to(request.user))
    page = page_of(found.for_list().in_tree(filters.paths), request)
    lines = lines_of(page, request.user)
    context = {
        "filters": filters,
        "state": filters.state_chosen,
        "rule": BY_CODE.get(filters.choice("rule") or ""),
        "person": filters.person,
        "count": in_words(*capped_count(found)),
        "page": page,
        "lines": lines,
        "form": WaiverForm(),
        **{may: any(getattr(line, may) for line in lines) for may in ("may_waive", "may_send", "may_pick")},
        "is_office": request.user.scope.has(*SUBTREE_ROLES),
    }
    return render(request, "audits/quality/faults.html", context)


@require_POST
def faults_waive(request: UserRequest) -> HttpResponse:
    """Waive the chosen faults for one reason until one day, and lead back to the list."""
    require(request.user.scope.has(*CHECKING_ROLES), NOT_YOURS)
    form, keys = WaiverForm(request.POST), read_keys(request.POST.getlist("fault"))[:MOST_AT_ONCE]
    chosen = Fault.objects.visible_to(request.user).filter(pk__in=keys)
    if not form.is_valid():
        messages.error(request, f"没有登记例外：{_errors(form)}")
    elif count := told(request, lambda: waive_faults(chosen, by=request.user, **form.cleaned_data)):
        until = form.cleaned_data["until"]
        messages.success(request, f"已登记 {count} 个问题的例外，至 {until:%Y-%m-%d}；到期后重新计入。")
    elif count == 0:
        messages.error(request, "没有登记例外：请先勾选问题。")
    return redirect(f"{reverse('faults')}?{request.GET.urlencode()}")


def _errors(form: WaiverForm) -> str:
    return "；".join(f"{form[name].label}：{errors[0]}" for name, errors in form.errors.items())


@require_GET
def waivers(request: UserRequest) -> HttpResponse:
    """List waivers, at first those that hold; narrowed by union and state."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    filters = WaiverFilter(request.GET, user=request.user)
    found = filters.narrow(Waiver.objects.visible_to(request.user))
    context: dict[str, Any] = {
        "filters": filters,
        "state": filters.state_chosen,
        "page": page_of(found.for_list(), request),
        "count": in_words(*capped_count(found)),
        "soon": settings.QUALITY_WAIVER_SOON_DAYS,
        "may_end": request.user.scope.has(*CHECKING_ROLES),
    }
    return render(request, "audits/quality/waivers.html", context)


@require_POST
def waiver_end(request: UserRequest, pk: int) -> HttpResponse:
    """Let a waived fault be counted again."""
    require(request.user.scope.has(*SEES), WHO)
    waiver = get_object_or_404(Waiver.objects.visible_to(request.user), pk=pk)
    done(request, lambda: end_waiver(waiver, by=request.user), "已撤销例外，问题重新计入。")
    return redirect(f"{reverse('waivers')}?{request.GET.urlencode()}")
