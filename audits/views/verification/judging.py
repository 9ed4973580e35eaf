"""Beginning to judge, sending out what is to be mended, and ending a verification."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from audits.actions.rectification import SENDERS, open_rectification, open_rectifications
from audits.actions.verification.findings import begin_judging, close_verification
from audits.forms.rectifications import SendForm, TermForm
from audits.models import Rectification, VerificationFinding
from audits.verification.mendwords import title_of, to_do_of, wrong_of
from audits.verification.persons import owners_for
from audits.verification.rules import can_direct
from audits.views.verification.opening import framed, kept_of, verification_of
from core.forms import attempt
from core.telling import done
from organizations.http import UserRequest
from organizations.rules import require


@require_POST
def verification_judge(request: UserRequest, pk: int) -> HttpResponse:
    """End the field work, and have the rules propose a finding for every household."""
    found = kept_of(request, pk)
    done(request, lambda: begin_judging(found, by=request.user), "已结束入户核查，系统已逐户提出认定建议。")
    return redirect("verification_findings", pk)


@require_POST
def verification_close(request: UserRequest, pk: int) -> HttpResponse:
    """End a verification; its sample and findings are then known to the unions below."""
    found = kept_of(request, pk)
    done(request, lambda: close_verification(found, by=request.user), f"“{found}”已结束，结论不再改动。")
    return redirect(found)


@require_http_methods(["GET", "POST"])
def finding_rectify(request: UserRequest, pk: int, finding: int) -> HttpResponse:
    """Have one finding mended: what is wrong and to be done, as the system words it and people change it."""
    verification = verification_of(request, pk)
    rows = VerificationFinding.objects.visible_to(request.user).filter(verification=verification)
    found = get_object_or_404(rows.for_page(), pk=finding)
    require(can_direct(request.user, verification.union), SENDERS)
    if same := found.rectification:
        return redirect(same)
    form = _send_form(request, found)
    if form.is_valid():
        made = attempt(form, lambda: open_rectification(found, by=request.user, **form.cleaned_data))
        if made is not None:
            messages.success(request, f"已下发整改：{made}。")
            return redirect(made)
    more: dict[str, Any] = {"finding": found, "name": found.sample.unit.name, "form": form}
    context = framed(request, verification, "verification_findings", **more)
    return render(request, "audits/rectification/send.html", context)


def _send_form(request: UserRequest, found: VerificationFinding) -> SendForm:
    unit = found.sample.unit
    owners = owners_for(Rectification(union=unit.union, household=unit.household))
    given = request.POST if request.method == "POST" else None
    proposed = {"wrong": wrong_of(found), "to_do": to_do_of(found)} if found.is_wrong else {}
    return SendForm(given, union=unit.union, owners=owners, initial=proposed)


@require_http_methods(["GET", "POST"])
def verification_rectify(request: UserRequest, pk: int) -> HttpResponse:
    """Have everything mended that a verification found wrong for good; the list stands above the button."""
    verification = verification_of(request, pk)
    require(can_direct(request.user, verification.union), SENDERS)
    form = TermForm(request.POST if request.method == "POST" else None, union=verification.union)
    if form.is_valid():
        said = form.cleaned_data
        sent = attempt(form, lambda: open_rectifications(verification, by=request.user, **said))
        if sent is not None:
            messages.success(request, f"已下发 {len(sent)} 项整改。" if sent else "没有可以下发的整改。")
            return redirect(f"{reverse('rectifications')}?verification={pk}")
    rows = VerificationFinding.objects.visible_to(request.user).filter(verification=verification)
    ripe = list(rows.to_mend().for_list())
    more: dict[str, Any] = {"form": form, "rows": [(one, title_of(one)) for one in ripe]}
    return render(
        request, "audits/rectification/send_all.html", framed(request, verification, "verification_findings", **more)
    )
