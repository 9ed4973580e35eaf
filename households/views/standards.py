"""The dated 低保 standards and minimum wages: who may see them, add one, take a wrong one back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.forms import attempt
from core.paging import page_of
from households.actions.standards import (
    STANDARD_SETTERS,
    WAGE_SETTERS,
    remove_minimum_wage,
    remove_standard,
    set_minimum_wage,
    set_standard,
)
from households.forms.income import MinimumWageForm, StandardForm
from households.models import LivingStandard, MinimumWage
from households.rules import can_set_standard
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.rules import require


@dataclass(frozen=True)
class Kind:
    """One kind of amount that regions have from a day on: its pages, its words, how it is written."""

    page: str
    removal: str
    title: str
    unit: str
    authority: str
    used_by: str
    form: type[StandardForm]
    add: Callable[..., Any]


STANDARDS = Kind(
    "standards", "standard_remove", "城市低保标准", "元/人·月", "民政", "收支调查或认定测算", StandardForm, set_standard
)
WAGES = Kind(
    "minimum_wages",
    "minimum_wage_remove",
    "最低工资标准",
    "元/月",
    "人社",
    "认定测算",
    MinimumWageForm,
    set_minimum_wage,
)


@require_http_methods(["GET", "POST"])
def standards(request: UserRequest) -> HttpResponse:
    """List the standards of the user's regions; officers add the next one."""
    return _page(request, STANDARDS, LivingStandard.objects.visible_to(request.user).for_list())


@require_http_methods(["GET", "POST"])
def minimum_wages(request: UserRequest) -> HttpResponse:
    """List the minimum wages of the user's regions; officers add the next one."""
    return _page(request, WAGES, MinimumWage.objects.visible_to(request.user).for_list())


def _page(request: UserRequest, kind: Kind, rows: Any) -> HttpResponse:
    require(request.user.scope.has(*SUBTREE_ROLES))
    require(request.method == "GET" or request.user.scope.has(Role.OFFICER), f"{kind.title}由经办人员登记。")
    form = kind.form(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        added = attempt(form, lambda: kind.add(by=request.user, **form.cleaned_data))
        if added is not None:
            told = f"已登记 {added.union} 自 {added.valid_from:%Y-%m-%d} 起的标准 {added.amount} 元。"
            messages.success(request, told)
            return redirect(kind.page)
    page = page_of(rows, request)
    context = {
        "kind": kind,
        "page": page,
        "form": form,
        "can_add": request.user.scope.has(Role.OFFICER),
        "rows": [(row, can_set_standard(request.user, row.union)) for row in page],
    }
    return render(request, "households/standards.html", context)


@require_POST
def standard_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Remove a standard that was entered wrongly and that nothing was held against."""
    standard = get_object_or_404(LivingStandard.objects.visible_to(request.user).select_related("union"), pk=pk)
    require(can_set_standard(request.user, standard.union), STANDARD_SETTERS)
    remove_standard(standard, by=request.user)
    messages.success(request, f"已移除 {standard.union} 自 {standard.valid_from:%Y-%m-%d} 起的标准。")
    return redirect("standards")


@require_POST
def minimum_wage_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Remove a minimum wage that was entered wrongly and that nothing was held against."""
    wage = get_object_or_404(MinimumWage.objects.visible_to(request.user).select_related("union"), pk=pk)
    require(can_set_standard(request.user, wage.union), WAGE_SETTERS)
    remove_minimum_wage(wage, by=request.user)
    messages.success(request, f"已移除 {wage.union} 自 {wage.valid_from:%Y-%m-%d} 起的最低工资标准。")
    return redirect("minimum_wages")
