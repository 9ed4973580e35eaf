"""Checks by 民政 of one household: entering one that was sent, and its report."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from core import clock
from core.forms import attempt
from households.access import open_household
from households.actions.checks import NO_RECORDING, edit_check, record_check
from households.forms.checks import EconomicCheckForm
from households.models import EconomicCheck, Household
from households.rules import can_record_check
from organizations.http import UserRequest
from organizations.rules import require


@require_http_methods(["GET", "POST"])
def economic_check_add(request: UserRequest, archive_no: str) -> HttpResponse:
    """Enter a check that was sent to 民政, with or without its report."""
    archive = open_household(request, archive_no)
    require(can_record_check(request.user, archive), NO_RECORDING)
    return _form_page(request, archive, None)


@require_http_methods(["GET", "POST"])
def economic_check_edit(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Enter the report of a check, or correct it; what it said before stays in the history."""
    archive = open_household(request, archive_no, looking_at="核对报告" if request.method == "GET" else "")
    require(can_record_check(request.user, archive), NO_RECORDING)
    return _form_page(request, archive, get_object_or_404(archive.economic_checks.prefetch_related("lines"), pk=pk))


def _form_page(request: UserRequest, archive: Household, check: EconomicCheck | None) -> HttpResponse:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = EconomicCheckForm(*sent, check=check, initial={"sent_on": clock.today()})
    if form.is_valid() and (saved := _keep(request, archive, form, check)):
        told = "核对报告已录入。" if saved.is_answered else "已登记送核对，报告出来后再录入。"
        messages.success(request, told)
        return redirect("household_income", archive.archive_no)
    context = {"household": archive, "form": form, "check": check}
    return render(request, "households/check_form.html", context)


def _keep(
    request: UserRequest, archive: Household, form: EconomicCheckForm, check: EconomicCheck | None
) -> EconomicCheck | None:
    """Write what the form states; None when a rule refuses, which the form then says."""
    by, facts, lines, scans = request.user, form.facts, form.lines, form.scans
    if check is None:
        return attempt(form, lambda: record_check(archive, by=by, facts=facts, lines=lines, scans=scans))
    return attempt(form, lambda: edit_check(check, by=by, facts=facts, lines=lines, scans=scans, seen=form.seen))
