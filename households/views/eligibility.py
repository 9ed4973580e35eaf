"""Whether a household meets the rules: the finding line by line, making it anew, what bars it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import clock
from core.forms import attempt
from households.access import open_household
from households.actions.eligibility import (
    NO_CHECKING,
    NO_FLAGGING,
    NO_OVERRIDING,
    check_eligibility,
    flag_vetoes,
    missing_inputs,
    override_veto,
)
from households.economics import economic_flags
from households.eligibility.checks import vetoes_in_force
from households.eligibility.loading import changed_since
from households.forms.eligibility import OverrideForm, VetoForm
from households.models import EligibilityCheck, Household, VetoFinding
from households.rules import can_check_eligibility, can_flag_veto, can_override_veto
from households.tabs import page_context
from organizations.http import UserRequest
from organizations.rules import require

EARLIER = 20  # former findings that the page lists


@require_GET
def household_eligibility(request: UserRequest, archive_no: str) -> HttpResponse:
    """Show the latest finding line by line, what bars the household, and the findings before."""
    archive = open_household(request, archive_no, looking_at="认定测算")
    checks = list(archive.checks.for_page().order_by("-id")[: EARLIER + 1])
    latest = checks[0] if checks else None
    context = page_context(
        request,
        archive,
        "household_income",
        check=latest,
        earlier=checks[1:],
        notice=_notice(archive, latest),
        vetoes=_vetoes(request, archive),
        may_check=can_check_eligibility(request.user, archive),
        may_flag=can_flag_veto(request.user, archive),
    )
    return render(request, "households/household_eligibility.html", context)


def _notice(archive: Household, latest: EligibilityCheck | None) -> str:
    """Say what stands in the way of a finding, or what the latest one no longer agrees with."""
    if latest is None:
        return missing_inputs([archive]).get(archive.pk, "")
    return changed_since(latest, archive, clock.today())


def _vetoes(request: UserRequest, archive: Household) -> list[tuple[VetoFinding, bool]]:
    """Return what was recorded, each with whether this user may override it."""
    rows = archive.vetoes.select_related("found_by", "overridden_by", "paper", "override_paper")
    return [(veto, can_override_veto(request.user, archive, veto)) for veto in rows]


@require_POST
def eligibility_check(request: UserRequest, archive_no: str) -> HttpResponse:
    """Apply the rules in force today."""
    archive = open_household(request, archive_no)
    require(can_check_eligibility(request.user, archive), NO_CHECKING)
    check = check_eligibility(archive, by=request.user)
    messages.success(request, f"已按“{check.rule_set.name}”测算：{check.outcome}。")
    return redirect("household_eligibility", archive.archive_no)


@require_http_methods(["GET", "POST"])
def veto_flag(request: UserRequest, archive_no: str) -> HttpResponse:
    """Record situations of the negative list, each with its evidence."""
    archive = open_household(request, archive_no, looking_at="登记否决情形" if request.method == "GET" else "")
    require(can_flag_veto(request.user, archive), NO_FLAGGING)
    form = _veto_form(request, archive)
    if form.is_valid():
        done = attempt(form, lambda: flag_vetoes(archive, by=request.user, findings=form.ticked))
        if done is not None:
            messages.success(request, f"已登记 {len(done)} 项否决情形，并重新测算。")
            return redirect("household_eligibility", archive.archive_no)
    return render(request, "households/veto_form.html", {"household": archive, "form": form})


def _veto_form(request: UserRequest, archive: Household) -> VetoForm:
    """Offer what the rules bar and what does not stand already, with what the report of 民政 says of it."""
    today = clock.today()
    standing = set(archive.vetoes.filter(overridden_at__isnull=True).values_list("code", flat=True))
    return VetoForm(
        request.POST if request.method == "POST" else None,
        household=archive,
        rules=[rule for rule in vetoes_in_force(archive, today) if rule.code not in standing],
        hints=economic_flags(archive, on=today),
    )


@require_http_methods(["GET", "POST"])
def veto_override(request: UserRequest, archive_no: str, pk: int) -> HttpResponse:
    """Decide, with the reason, that a recorded situation does not bar the household."""
    archive = open_household(request, archive_no, looking_at="复核否决情形" if request.method == "GET" else "")
    veto = get_object_or_404(archive.vetoes.select_related("household__union", "found_by", "paper"), pk=pk)
    require(can_override_veto(request.user, archive, veto), NO_OVERRIDING)
    form = OverrideForm(request.POST if request.method == "POST" else None, household=archive)
    if form.is_valid():
        reason, paper = form.cleaned_data["reason"], form.cleaned_data["override_paper"]
        if attempt(form, lambda: override_veto(veto, by=request.user, reason=reason, paper=paper)):
            messages.success(request, f"已复核：“{veto.label}”不作否决，并重新测算。")
            return redirect("household_eligibility", archive.archive_no)
    return render(request, "households/veto_override.html", {"household": archive, "veto": veto, "form": form})
