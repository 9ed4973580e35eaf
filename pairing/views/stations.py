"""The network of aid: the tree of stations with their cards, and keeping them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from core.forms import attempt
from organizations.enums import SUBTREE_ROLES, Role
from organizations.http import UserRequest
from organizations.rules import require
from pairing.actions import stations as actions
from pairing.filters import StationFilter
from pairing.forms.stations import StationForm
from pairing.models import Station
from pairing.network import network_of
from pairing.rules import can_keep_stations

CLOSED = 50  # stations out of use that the page still names


@require_GET
def stations(request: UserRequest) -> HttpResponse:
    """Show the stations of the user's region as a tree below those above it."""
    require(request.user.scope.has(*SUBTREE_ROLES, Role.CADRE), "援助站点供各级工会工作人员和帮扶干部查看。")
    filters = StationFilter(request.GET, user=request.user)
    network = network_of(request.user, filters.place, filters.choice("q") or "")
    closed = list(Station.objects.visible_to(request.user).filter(is_active=False).select_related("union")[:CLOSED])
    shown = [*network.stations, *closed]
    context = {
        "filters": filters,
        "network": network,
        "closed": closed,
        "can_create": request.user.scope.has(Role.OFFICER),
        "kept": {station.pk for station in shown if can_keep_stations(request.user, station.union)},
    }
    return render(request, "pairing/stations.html", context)


@require_http_methods(["GET", "POST"])
def station_create(request: UserRequest) -> HttpResponse:
    """Add a station."""
    require(request.user.scope.has(Role.OFFICER), actions.KEEPERS_ONLY)
    return _form(request, StationForm(request.POST or None, user=request.user))


@require_http_methods(["GET", "POST"])
def station_edit(request: UserRequest, pk: int) -> HttpResponse:
    """Change a station, or take it out of use."""
    station = get_object_or_404(Station.objects.visible_to(request.user).select_related("union"), pk=pk)
    require(can_keep_stations(request.user, station.union), actions.KEEPERS_ONLY)
    return _form(request, StationForm(request.POST or None, user=request.user, instance=station))


def _form(request: UserRequest, form: StationForm) -> HttpResponse:
    if form.is_valid() and (station := attempt(form, lambda: _save(request, form))):
        messages.success(request, f"已保存援助站点 {station}。")
        return redirect(f"{reverse('stations')}?union={station.union.code}")
    return render(request, "pairing/station_form.html", {"form": form})


def _save(request: UserRequest, form: StationForm) -> Station:
    if form.instance.pk:
        return actions.edit_station(form.instance, by=request.user, facts=form.cleaned_data)
    return actions.register_station(by=request.user, facts=form.cleaned_data)
