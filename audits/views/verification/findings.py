"""核查认定: the lists, the page of one, and what is said there by two, by the third, by the union that contests."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from audits.actions.verification.findings import JUDGES, decide_as_proposed
from audits.forms.verification.findings import FindingFilter
from audits.models import Verification, VerificationFinding
from audits.verification.closing import standing_of
from audits.verification.deciding import ACTS, is_undecided_by, neighbours
from audits.verification.enums import Outcome, ProjectStatus
from audits.verification.querysets import FindingQuerySet
from audits.verification.rules import can_direct, can_judge
from audits.views.verification.findingpage import page_of_finding, waiting_under
from audits.views.verification.opening import framed, note_look, verification_of
from core import clock
from core.forms import attempt
from core.keys import read_keys
from core.paging import capped_count, in_words, page_of
from core.telling import told
from organizations.enums import SUBTREE_ROLES
from organizations.http import UserRequest
from organizations.rules import require

WHO = "核查认定由各级工会的经办、审核、审批、财务和档案统计人员查看。"


@require_GET
def findings(request: UserRequest) -> HttpResponse:
    """List the findings of all verifications that the user may know of."""
    require(request.user.scope.has(*SUBTREE_ROLES), WHO)
    rows = VerificationFinding.objects.visible_to(request.user)
    return render(request, "audits/verification/findings_all.html", _listed(request, rows))


@require_GET
def verification_findings(request: UserRequest, pk: int) -> HttpResponse:
    """List the findings of one verification; what was found right as proposed can be decided there at once."""
    found = verification_of(request, pk)
    rows = VerificationFinding.objects.visible_to(request.user).filter(verification=found)
    more = _listed(request, rows)
    if found.status in (ProjectStatus.RUNNING, ProjectStatus.JUDGING):
        more["standing"] = standing_of(found)
    more["may_judge"] = can_judge(request.user, found.union) and found.status == ProjectStatus.JUDGING
    more["may_direct"] = can_direct(request.user, found.union)
    context = framed(request, found, "verification_findings", **more)
    return render(request, "audits/verification/findings.html", context)


@require_POST
def findings_decide(request: UserRequest, pk: int) -> HttpResponse:
    """Decide of the chosen, or of all that the list shows, that they are right as proposed."""
    found = verification_of(request, pk)
    require(can_judge(request.user, found.union), JUDGES)
    filters = FindingFilter(request.GET, user=request.user)
    rows = filters.narrow(VerificationFinding.objects.visible_to(request.user).filter(verification=found))
    chosen = rows if "all" in request.POST else rows.filter(pk__in=read_keys(request.POST.getlist("finding")))
    count = told(request, lambda: decide_as_proposed(chosen, by=request.user))
    if count:
        messages.success(request, f"已认定 {count} 户为正确；另一人认定相同的，即为两人认定。")
    elif count == 0:
        messages.error(request, "没有认定：请先勾选系统建议为正确、等待您认定的户。")
    return redirect(f"{reverse('verification_findings', args=[pk])}?{request.GET.urlencode()}")


@require_GET
def finding(request: UserRequest, pk: int, finding: int) -> HttpResponse:
    """Show the archive beside the assessor's facts, the calculation, what is proposed, and what the user may say."""
    verification, found = _open(request, pk, finding)
    note_look(request, found.sample.unit, "核查认定")
    return render(request, "audits/verification/finding.html", page_of_finding(request, verification, found))


@require_POST
def finding_act(request: UserRequest, pk: int, finding: int, name: str) -> HttpResponse:
    """Decide, settle or contest; what a rule refuses comes back on the page, with all that was typed."""
    verification, found = _open(request, pk, finding)
    act = ACTS[name]
    form = act.form(request.POST, request.FILES, found)
    require(form.is_valid() or act.allowed(request.user, found), act.refusal)
    if form.is_valid():
        made = attempt(form, partial(act.do, found, by=request.user, **form.cleaned_data))
        if made is not None:
            return _onward(request, verification, made, name)
    verification, found = _open(request, pk, finding)
    context = page_of_finding(request, verification, found, failed={name: form})
    return render(request, "audits/verification/finding.html", context)


def _listed(request: UserRequest, rows: FindingQuerySet) -> dict[str, Any]:
    filters = FindingFilter(request.GET, user=request.user)
    found = filters.narrow(rows)
    page = page_of(found.for_list().select_related("verification"), request)
    return {
        "page": page,
        "rows": [(one, one.sample.unit.name, _may_tick(request, one)) for one in page],
        "count": in_words(*capped_count(found)),
        "filters": filters,
        "is_narrowed": any(request.GET.get(name) for name in filters.fields),
        "today": clock.today(),
    }


def _may_tick(request: UserRequest, one: VerificationFinding) -> bool:
    """Tell whether a finding can be decided on the list: right as proposed, and not yet by this user."""
    return one.proposed == Outcome.CORRECT and is_undecided_by(request.user, one)


def _open(request: UserRequest, pk: int, finding: int) -> tuple[Verification, VerificationFinding]:
    """Return a finding that the user may know, with its verification, else 404."""
    verification = verification_of(request, pk)
    rows = VerificationFinding.objects.visible_to(request.user).filter(verification=verification)
    return verification, get_object_or_404(rows.for_page(), pk=finding)


def _onward(
    request: UserRequest, verification: Verification, made: VerificationFinding, name: str
) -> HttpResponseRedirect:
    """Say what was done, and go to the next one that waits for the user under the same filter; else stay."""
    found = get_object_or_404(VerificationFinding.objects.visible_to(request.user).for_list(), pk=made.pk)
    messages.success(request, f"{found.sample.unit.name}：{found.get_status_display()}。")
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    if name == "contest":
        return redirect(made.get_absolute_url() + query)
    waiting = waiting_under(request, verification)
    before, after = neighbours(found, waiting)
    following = after or before
    return redirect((following or made).get_absolute_url() + query)
