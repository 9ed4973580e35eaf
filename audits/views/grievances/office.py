"""Grievances for the office: the list, writing one down, one with its clock and log, its files, the full number."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits.actions.grievances.receiving import receive_grievance
from audits.actions.grievances.recoding import NOBODY, RECODERS, reissue_code, times_reissued
from audits.forms.grievances import RegisterForm
from audits.forms.recoding import RecodeForm
from audits.grievances.enums import FileStage, GrievanceCategory
from audits.grievances.filters import GrievanceFilter
from audits.grievances.rules import can_read, can_recode, is_in_charge
from audits.models import Grievance
from audits.verification.origins import can_be_mended
from audits.views.grievances.acts import acts_for
from core import clock, files
from core.forms import attempt
from core.paging import capped_count, in_words, page_of
from core.serving import send_file
from organizations.actions.access import record_access
from organizations.enums import CHECKING_ROLES, OFFICE_ROLES, AccessVerb
from organizations.http import UserRequest
from organizations.models import User
from organizations.rules import require

WHO = "信访申诉由各级工会的经办、审核、审批和档案统计人员查看。"


@require_GET
def grievances(request: UserRequest) -> HttpResponse:
    """List the grievances of the user's unions that the user may see, what is due first on top."""
    require(can_read(request.user), WHO)
    filters = GrievanceFilter(request.GET, user=request.user)
    found = filters.narrow(Grievance.objects.visible_to(request.user))
    context = {
        "page": page_of(found.for_list(), request),
        "filters": filters,
        "total": in_words(*capped_count(found)),
        "today": clock.today(),
        "may_register": request.user.scope.has(*OFFICE_ROLES),
        "may_set": request.user.scope.has(*CHECKING_ROLES),
    }
    return render(request, "audits/grievances/grievance_list.html", context)


@require_http_methods(["GET", "POST"])
def grievance_register(request: UserRequest) -> HttpResponse:
    """Write down what came by phone, visit or letter; number and code are shown by this answer and never again."""
    require(request.user.scope.has(*OFFICE_ROLES), "信访件由经办、审核、审批人员登记。")
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RegisterForm(*sent, user=request.user)
    if form.is_valid():
        uploads = form.cleaned_data["papers"]
        if taken := attempt(form, lambda: receive_grievance(form.said, came=form.came, uploads=uploads)):
            grievance, code = taken
            seen = Grievance.objects.visible_to(request.user).filter(pk=grievance.pk).exists()
            context = {"grievance": grievance, "code": code, "seen": seen}
            context["url"] = request.build_absolute_uri(reverse("voice_ask"))
            return render(request, "audits/grievances/grievance_slip.html", context)
    return render(request, "audits/grievances/grievance_form.html", {"form": form})


@require_GET
def grievance(request: UserRequest, pk: int) -> HttpResponse:
    """Show a grievance with its clock, its log, and what the user may do next; the look is logged."""
    found = open_grievance(request, pk)
    record_access(request.user, AccessVerb.VIEW, subject_of(found))
    context: dict[str, Any] = {
        "grievance": found,
        "acts": acts_for(request.user, found),
        "papers": {stage.value: [f for f in found.files.all() if f.stage == stage] for stage in FileStage},
        "about_notice": found.category == GrievanceCategory.NOTICE,
        "today": clock.today(),
    }
    return render(request, "audits/grievances/grievance.html", context | _further(request.user, found))


def _further(user: User, found: Grievance) -> dict[str, Any]:
    """Return what comes of a grievance, and what else the user may do with it."""
    return {
        "rectifications": found.rectifications.all(),
        "may_rectify": is_in_charge(user, found) and found.rectification is None and can_be_mended(found),
        "may_recode": can_recode(user, found),
    }


@require_http_methods(["GET", "POST"])
def grievance_recode(request: UserRequest, pk: int) -> HttpResponse:
    """Issue a lost code again to somebody at the counter; it is shown by this answer and never again."""
    found = open_grievance(request, pk)
    require(is_in_charge(request.user, found), RECODERS)
    if found.is_anonymous:
        messages.info(request, NOBODY)
        return redirect(found)
    form = RecodeForm(request.POST if request.method == "POST" else None, seen=times_reissued(found))
    if form.is_valid() and (issued := attempt(form, lambda: reissue_code(found, by=request.user, **form.cleaned_data))):
        context = {"grievance": found, "code": issued[1], "seen": True, "is_again": True}
        context["url"] = request.build_absolute_uri(reverse("voice_ask"))
        return render(request, "audits/grievances/grievance_slip.html", context)
    return render(request, "audits/grievances/grievance_recode.html", {"grievance": found, "form": form})


@require_GET
def grievance_file(request: UserRequest, pk: int, file: int) -> HttpResponse:
    """Send one file of a grievance; each look is logged."""
    found = open_grievance(request, pk)
    paper = get_object_or_404(found.files.all(), pk=file)
    record_access(request.user, AccessVerb.DOWNLOAD, subject_of(found), detail=paper.title)
    return send_file(files.path_of(paper.sha256), paper.content_type, name=paper.title)


@require_POST
def grievance_phone(request: UserRequest, pk: int) -> HttpResponse:
    """Show the telephone number in full in place of its mask, and write down who looked."""
    found = open_grievance(request, pk)
    require(request.user.scope.holds(OFFICE_ROLES, found.union.path), "您的角色不能查看完整号码。")
    record_access(request.user, AccessVerb.REVEAL, subject_of(found), detail="联系电话")
    return render(request, "households/_number_in_full.html", {"value": found.phone})


def open_grievance(request: UserRequest, pk: int) -> Grievance:
    """Return a grievance that the user may see, else 404; roles without grievances get 403."""
    return get_object_or_404(Grievance.objects.visible_to(request.user).for_page(), pk=pk)


def subject_of(found: Grievance) -> str:
    """Return how the access log names a grievance."""
    return f"信访件 {found.number}"
