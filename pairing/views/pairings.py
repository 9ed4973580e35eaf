"""Pairing a household, ending a pairing, handing it over, and the households that have nobody."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from core.forms import attempt
from core.paging import page_of
from households.access import open_household
from households.models import Household
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.rules import require
from pairing.actions import pairings as actions
from pairing.actions.handovers import hand_over_pairing
from pairing.filters import RegionFilter
from pairing.forms.pairings import EndForm, HandOverForm, PairForm
from pairing.models import Pairing
from pairing.querysets import former_cadre_of, households_without_cadre
from pairing.rules import can_end_pairing, can_pair


@require_GET
def pairings_missing(request: UserRequest) -> HttpResponse:
    """List the households that are owed care and have no responsible cadre."""
    require(request.user.scope.has(*SUBTREE_ROLES))
    filters = RegionFilter(request.GET, user=request.user)
    households = households_without_cadre(request.user).for_list().order_by("union_path", "archive_no")
    if filters.place:
        households = households.filter(union_path__startswith=filters.place.path)
    can_pair = request.user.scope.has(Role.OFFICER)
    context = {"page": page_of(households, request), "filters": filters, "can_pair": can_pair}
    return render(request, "pairing/pairings_missing.html", context)


@require_http_methods(["GET", "POST"])
def pair_household(request: UserRequest, archive_no: str) -> HttpResponse:
    """Pair a household with a cadre."""
    household = open_household(request, archive_no)
    require(can_pair(request.user, household), actions.OFFICERS_ONLY)
    former = former_cadre_of(household)
    initial = {"cadre": former} if former else {}
    form = PairForm(request.POST or None, user=request.user, union=household.union, initial=initial)
    if form.is_valid():
        pairing = attempt(form, lambda: actions.pair_household(household, by=request.user, **form.cleaned_data))
        if pairing is not None:
            messages.success(request, f"{household.head_name} 已由 {pairing.cadre} 结对帮扶。")
            return redirect("household_visits", archive_no)
    context = {"household": household, "form": form, "title": "登记结对", "act": "登记结对", "former": former}
    return render(request, "pairing/pairing_form.html", context)


@require_http_methods(["GET", "POST"])
def pairing_hand_over(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Hand one pairing over to another cadre."""
    household = open_household(request, archive_no)
    require(can_pair(request.user, household), actions.OFFICERS_ONLY)
    pairing = _pairing(household, pk)
    form = HandOverForm(request.POST or None, user=request.user, union=household.union, leaving=pairing.cadre)
    if form.is_valid():
        new = attempt(form, lambda: hand_over_pairing(pairing, by=request.user, **form.cleaned_data))
        if new is not None:
            messages.success(request, f"{household.head_name} 已由 {pairing.cadre} 移交 {new.cadre}。")
            return redirect("household_visits", archive_no)
    context = {"household": household, "pairing": pairing, "form": form, "title": "移交结对", "act": "移交"}
    return render(request, "pairing/pairing_form.html", context)


@require_http_methods(["GET", "POST"])
def pairing_end(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """End a pairing without a successor."""
    household = open_household(request, archive_no)
    require(can_end_pairing(request.user, household), actions.OFFICERS_ONLY)
    pairing = _pairing(household, pk)
    form = EndForm(request.POST or None)
    if form.is_valid():
        day, reason = form.cleaned_data["on"], form.cleaned_data["end_reason"]
        if attempt(form, lambda: actions.end_pairing(pairing, by=request.user, on=day, reason=reason)) is not None:
            messages.success(request, f"{pairing.cadre} 与 {household.head_name} 的结对已结束。")
            return redirect("household_visits", archive_no)
    context = {"household": household, "pairing": pairing, "form": form, "title": "结束结对", "act": "结束结对"}
    return render(request, "pairing/pairing_form.html", context)


def _pairing(household: Household, pk: int) -> Pairing:
    return get_object_or_404(household.pairings.select_related("cadre", "unit", "household"), pk=pk)
