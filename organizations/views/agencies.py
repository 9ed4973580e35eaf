"""The agencies that verify for the unions."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from core.forms import attempt
from core.paging import page_of
from organizations.actions.agencies import agency_obstacles, create_agency, edit_agency
from organizations.enums import Role
from organizations.forms.agencies import AgencyForm
from organizations.http import UserRequest
from organizations.models import Agency
from organizations.rules import can_open_administration, require, require_agencies

CLOSED_DOOR = "核查机构由系统管理员和安全管理员查看，您的角色不能打开。"


@require_GET
def agencies(request: UserRequest) -> HttpResponse:
    """List the agencies with how many accounts each has."""
    require(can_open_administration(request.user), CLOSED_DOOR)
    page = page_of(Agency.objects.managed_by(request.user).for_list(), request)
    context = {"page": page, "can_manage": request.user.scope.has(Role.SYSTEM_ADMIN)}
    return render(request, "organizations/agency_list.html", context)


@require_http_methods(["GET", "POST"])
def agency_create(request: UserRequest) -> HttpResponse:
    """Enter an agency."""
    require_agencies(request.user)
    form = AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: create_agency(by=request.user, **form.cleaned_data))
        if made:
            messages.success(request, f"已登记核查机构：{made.name}。")
            return redirect("agencies")
    return render(request, "organizations/agency_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def agency_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Correct an agency or put it out of use."""
    require(can_open_administration(request.user), CLOSED_DOOR)
    agency = get_object_or_404(Agency.objects.managed_by(request.user), pk=pk)
    require_agencies(request.user)
    form = AgencyForm(request.POST or None, agency=agency)
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, lambda: edit_agency(agency, by=request.user, **form.cleaned_data))
        if changed:
            messages.success(request, f"{changed.name}的资料已保存。")
            return redirect("agencies")
    context = {"form": form, "agency": agency, "obstacles": agency_obstacles(agency) if agency.is_active else []}
    return render(request, "organizations/agency_form.html", context)
