"""What is due in a county, and its helping units."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from core.forms import attempt
from core.paging import capped_count, page_of
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.rules import require
from pairing.actions import units as actions
from pairing.filters import DueFilter, UnitFilter
from pairing.forms.cadres import HelpingUnitForm
from pairing.models import HelpingUnit
from pairing.querysets import pairings_of_region
from pairing.rules import can_keep_cadres


@require_GET
def visits_due(request: UserRequest) -> HttpResponse:
    """List the households whose visit or call is overdue or due soon, one line for each, the most urgent first."""
    require(request.user.scope.has(*SUBTREE_ROLES))
    filters = DueFilter(request.GET, user=request.user)
    due = filters.narrow(pairings_of_region(request.user))
    total, more = capped_count(due)
    context = {"page": page_of(due.for_list(), request), "filters": filters, "total": total, "more": more}
    return render(request, "pairing/visits_due.html", context)


@require_GET
def helping_units(request: UserRequest) -> HttpResponse:
    """List the helping units of the regions in the user's scope."""
    require(request.user.scope.has(*SUBTREE_ROLES))
    filters = UnitFilter(request.GET, user=request.user)
    units = filters.narrow(HelpingUnit.objects.visible_to(request.user).for_list())
    context = {"page": page_of(units, request), "filters": filters, "can_create": request.user.scope.has(Role.OFFICER)}
    return render(request, "pairing/helping_units.html", context)


@require_http_methods(["GET", "POST"])
def helping_unit_create(request: UserRequest) -> HttpResponse:
    """Add a helping unit."""
    require(request.user.scope.has(Role.OFFICER))
    return _unit_form(request, HelpingUnitForm(request.POST or None, user=request.user))


@require_http_methods(["GET", "POST"])
def helping_unit_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Rename a helping unit, or take it out of use."""
    unit = get_object_or_404(HelpingUnit.objects.visible_to(request.user).select_related("union"), pk=pk)
    require(can_keep_cadres(request.user, unit.union))
    return _unit_form(request, HelpingUnitForm(request.POST or None, user=request.user, instance=unit))


def _unit_form(request: UserRequest, form: HelpingUnitForm) -> HttpResponse:
    if form.is_valid() and (unit := attempt(form, lambda: _save_unit(request, form))):
        messages.success(request, f"已保存帮扶单位 {unit}。")
        return redirect("helping_units")
    return render(request, "pairing/helping_unit_form.html", {"form": form})


def _save_unit(request: UserRequest, form: HelpingUnitForm) -> HelpingUnit:
    if form.instance.pk:
        return actions.edit_unit(form.instance, by=request.user, facts=form.cleaned_data)
    return actions.register_unit(by=request.user, facts=form.cleaned_data)
