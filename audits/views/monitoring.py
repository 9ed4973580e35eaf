"""After exit: the list of looks that are due or were made, and the form of one."""

import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from audits.actions.monitoring import NOT_YOURS, record_monitoring
from audits.enums import Handling
from audits.forms.monitoring import DUE, MADE, SOON, WARNED, MonitoringFilter, MonitoringForm
from audits.models import Monitoring
from audits.querysets import MonitoringQuerySet
from audits.rules import can_monitor
from core import clock
from core.forms import attempt
from core.paging import page_of
from households.access import open_household
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest
from organizations.rules import require

SOON_DAYS = datetime.timedelta(days=30)


@require_GET
def monitorings(request: UserRequest) -> HttpResponse:
    """List the looks at households after exit, the most urgent first; narrowed by union and state."""
    require(request.user.scope.has(*SUBTREE_ROLES), "退出后监测由各级工会人员办理。")
    filters = MonitoringFilter(request.GET, user=request.user)
    found = _narrow(Monitoring.objects.visible_to(request.user), filters)
    context = {
        "page": page_of(found.for_list(), request),
        "filters": filters,
        "made": filters.state_chosen in {WARNED, MADE},
        "today": clock.today(),
    }
    return render(request, "audits/monitorings.html", context)


def _narrow(found: MonitoringQuerySet, filters: MonitoringFilter) -> MonitoringQuerySet:
    today, place = clock.today(), filters.place
    if place:
        found = found.filter(household__union_path__startswith=place.path)
    match filters.state_chosen:
        case str(state) if state == WARNED:
            return found.warned()
        case str(state) if state == MADE:
            return found.made()
        case str(state) if state == DUE:
            found = found.filter(due_on__lte=today)
        case str(state) if state == SOON:
            found = found.filter(due_on__lte=today + SOON_DAYS)
    return found.planned().order_by("due_on", "id")


@require_http_methods(["GET", "POST"])
def monitoring_record(request: UserRequest, archive_no: str) -> HttpResponse:
    """Ask what was found at a household after exit; ``?planned=`` is the look that it fulfils."""
    household = open_household(request, archive_no, looking_at="退出后监测" if request.method == "GET" else "")
    require(can_monitor(request.user, household), NOT_YOURS)
    asked = request.GET.get("planned", "")
    planned = get_object_or_404(household.monitorings.all(), pk=asked) if asked.isdecimal() else None
    form = MonitoringForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = attempt(
            form, lambda: record_monitoring(household, by=request.user, planned=planned, **form.cleaned_data)
        )
        if made is not None:
            return _recorded(request, made)
    context = {"household": household, "form": form, "planned": planned, "last": household.monitorings.made().first()}
    return render(request, "audits/monitoring_form.html", context)


def _recorded(request: UserRequest, made: Monitoring) -> HttpResponse:
    words = f"已登记 {made.household.head_name} 户的回访：{made.get_handling_display()}。"
    if made.handling == Handling.RELAPSE:
        messages.warning(request, f"{words}请由经办人员在本页按返困重新建档。")
    else:
        messages.success(request, words)
    return redirect(reverse("household_reviews", args=[made.household.archive_no]) + "#monitoring")
