"""Sending out to be mended what a grievance was right about, and faults of the data."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from audits.actions.rectification import SENDERS
from audits.actions.rectification_origins import (
    OF_GRIEVANCE,
    rectify_faults,
    rectify_grievance,
    rectify_inspection,
    sender_for,
)
from audits.forms.rectifications import FaultSendForm, GrievanceSendForm, InspectionForm
from audits.grievances.rules import is_in_charge
from audits.models import Fault, Grievance, Rectification
from audits.verification.origins import can_be_mended
from audits.verification.persons import owners_for
from audits.verification.rules import can_rectify
from core.forms import attempt
from core.keys import read_keys
from organizations.enums import OFFICE_ROLES
from organizations.http import UserRequest
from organizations.rules import require

MOST_AT_ONCE = 200


@require_http_methods(["GET", "POST"])
def grievance_rectify(request: UserRequest, pk: int) -> HttpResponse:
    """Have mended what a grievance was right about, in words that do not tell who complained."""
    found = get_object_or_404(Grievance.objects.visible_to(request.user).for_page(), pk=pk)
    require(is_in_charge(request.user, found), OF_GRIEVANCE)
    if same := found.rectification:
        return redirect(same)
    if not can_be_mended(found):
        messages.info(request, "这件信访件现在不能下发整改：答复为属实或部分属实、没有在复查的才下发。")
        return redirect(found)
    form = GrievanceSendForm(request.POST if request.method == "POST" else None, grievance=found)
    if form.is_valid():
        made = attempt(form, lambda: rectify_grievance(found, by=request.user, **form.cleaned_data))
        if made is not None:
            messages.success(request, f"已下发整改：{made}。")
            return redirect(made)
    return render(request, "audits/rectification/send_grievance.html", {"grievance": found, "form": form})


@require_http_methods(["GET", "POST"])
def faults_rectify(request: UserRequest) -> HttpResponse:
    """Have the chosen faults mended: first their list is shown with what is asked, then they are sent out."""
    require(request.user.scope.has(*OFFICE_ROLES), SENDERS)
    said = request.POST if request.method == "POST" else request.GET
    keys = read_keys(said.getlist("fault"))[:MOST_AT_ONCE]
    faults = Fault.objects.visible_to(request.user).found().filter(pk__in=keys)
    chosen = list(faults.select_related("household__union").order_by("household", "rule", "subject"))
    if not chosen:
        messages.error(request, "没有下发整改：请先在清单中勾选问题。")
        return redirect("faults")
    require(all(can_rectify(request.user, fault) for fault in chosen), SENDERS)
    form = _fault_form(request, chosen)
    if form.is_valid():
        made = attempt(form, lambda: rectify_faults(chosen, by=request.user, **form.cleaned_data))
        if made is not None:
            messages.success(request, f"已下发 {len(made)} 项整改。")
            return redirect(made[0]) if len(made) == 1 else redirect(f"{reverse('rectifications')}?origin=fault")
    return render(request, "audits/rectification/send_faults.html", {"form": form, "faults": chosen})


@require_http_methods(["GET", "POST"])
def rectification_send(request: UserRequest) -> HttpResponse:
    """Have mended what a union saw in its own inspection."""
    require(request.user.scope.has(*OFFICE_ROLES), SENDERS)
    given = {"archive_no": request.GET.get("archive", "")}
    form = InspectionForm(request.POST if request.method == "POST" else None, user=request.user, initial=given)
    if form.is_valid():
        made = attempt(form, lambda: rectify_inspection(by=request.user, **form.cleaned_data))
        if made is not None:
            messages.success(request, f"已下发整改：{made}。")
            return redirect(made)
    return render(request, "audits/rectification/send_inspection.html", {"form": form})


def _fault_form(request: UserRequest, chosen: list[Fault]) -> FaultSendForm:
    """Ask who mends and verifies: of one archive its own people, of several those of the union that sends them out."""
    homes = {fault.household_id: fault.household for fault in chosen}
    one = next(iter(homes.values())) if len(homes) == 1 else None
    union = one.union if one else sender_for(request.user, chosen[0])
    owners = owners_for(Rectification(union=union, household=one))
    sent = request.POST if request.method == "POST" and "due_on" in request.POST else None
    more: dict[str, Any] = {"union": union, "owners": owners}
    return FaultSendForm(sent, **more)
