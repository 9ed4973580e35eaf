"""Costs of a service: charging one to a budget, taking one back."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from assistance.actions.services import charging as actions
from assistance.forms.services import ChargeForm, TakeBackForm
from assistance.models import ServiceCharge
from assistance.services.rules import WHO_CHARGES, can_charge
from assistance.views.services.opening import open_service_page
from core import clock
from core.forms import attempt
from core.money import format_money
from organizations.enums import Role
from organizations.http import UserRequest
from organizations.rules import require


@require_http_methods(["GET", "POST"])
def service_charge(request: UserRequest, pk: int) -> HttpResponse:
    """Enter a cost; the budget bears it at once."""
    service = open_service_page(request, pk)
    require(request.user.scope.has(Role.FINANCE), WHO_CHARGES)
    first = {"on": clock.today(), "budget": service.budget_id, "payee": service.organiser, "client_id": uuid.uuid4()}
    form = ChargeForm(request.POST if request.method == "POST" else None, user=request.user, initial=first)
    if form.is_valid():
        facts = form.cleaned_data
        made = attempt(form, lambda: actions.charge_service(service, by=request.user, **facts))
        if made is not None:
            messages.success(request, f"已从“{made.budget}”支出 {format_money(made.amount)} 元。")
            return redirect(service)
    context = {"form": form, "service": service, "title": "登记服务支出", "act": "登记支出"}
    return render(request, "assistance/service_money_form.html", context)


@require_http_methods(["GET", "POST"])
def charge_take_back(request: UserRequest, pk: int) -> HttpResponse:
    """Take a cost back by an entry of its own."""
    require(request.user.scope.has(Role.FINANCE), WHO_CHARGES)
    rows = ServiceCharge.objects.visible_to(request.user).select_related("service", "budget__fund", "budget__union")
    charge = get_object_or_404(rows, pk=pk)
    require(can_charge(request.user, charge.budget), WHO_CHARGES)
    form = TakeBackForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})
    if form.is_valid():
        facts = form.cleaned_data
        if attempt(form, lambda: actions.take_back_charge(charge, by=request.user, **facts)) is not None:
            messages.success(request, f"已冲回 {format_money(charge.amount)} 元，退回“{charge.budget}”。")
            return redirect(charge.service)
    context = {"form": form, "service": charge.service, "charge": charge, "title": "冲回服务支出", "act": "冲回"}
    return render(request, "assistance/service_money_form.html", context)
