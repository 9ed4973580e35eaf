"""The offices of government departments."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from core.forms import attempt
from core.paging import page_of
from organizations.actions.offices import create_office, edit_office
from organizations.enums import Department, Role
from organizations.forms.unions import OfficeForm
from organizations.http import UserRequest
from organizations.models import Office
from organizations.rules import can_open_administration, require, require_union
from organizations.views.unions import managed_unions

CLOSED_DOOR = "部门由系统管理员和安全管理员查看，您的角色不能打开。"


@require_GET
def offices(request: UserRequest) -> HttpResponse:
    """List the offices of the administrator's regions."""
    require(can_open_administration(request.user), CLOSED_DOOR)
    asked = {"q": request.GET.get("q", "").strip(), "department": request.GET.get("department", "")}
    found = Office.objects.managed_by(request.user).matching(asked["q"], asked["department"]).for_list()
    context = {
        "page": page_of(found, request),
        "asked": asked,
        "departments": Department.choices,
        "can_manage": request.user.scope.has(Role.SYSTEM_ADMIN),
    }
    return render(request, "organizations/office_list.html", context)


@require_http_methods(["GET", "POST"])
def office_create(request: UserRequest) -> HttpResponse:
    """Add an office."""
    unions = managed_unions(request).active()
    require(request.user.scope.has(Role.SYSTEM_ADMIN), "部门由系统管理员新建，您的角色不能新建。")
    initial = {"union": request.GET.get("union") or request.user.union.code}
    form = OfficeForm(request.POST or None, unions=unions, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: create_office(by=request.user, **form.cleaned_data))
        if made:
            messages.success(request, f"已新建部门：{made.name}。")
            return redirect("offices")
    return render(request, "organizations/office_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def office_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Rename an office or put it out of use."""
    require(can_open_administration(request.user), CLOSED_DOOR)
    office = get_object_or_404(Office.objects.managed_by(request.user).select_related("union"), pk=pk)
    require_union(request.user, office.union)
    form = OfficeForm(request.POST or None, unions=managed_unions(request), office=office)
    if request.method == "POST" and form.is_valid():
        changed = attempt(form, lambda: edit_office(office, by=request.user, **form.cleaned_data))
        if changed:
            messages.success(request, f"{changed.name}的资料已保存。")
            return redirect("offices")
    return render(request, "organizations/office_form.html", {"form": form, "office": office})
