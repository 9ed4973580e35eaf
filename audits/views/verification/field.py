"""调整入户: field work that lasts longer, or goes on with somebody else."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from audits.actions.verification.adjusting import hand_over_errands, prolong_field_work
from audits.forms.verification.assigning import HandOverForm, ProlongForm
from audits.models import Verification
from audits.verification.enums import ProjectStatus
from audits.views.verification.opening import framed, kept_of
from core.forms import attempt
from organizations.http import UserRequest


@require_http_methods(["GET", "POST"])
def verification_field(request: UserRequest, pk: int) -> HttpResponse:
    """Prolong the field work, or hand over what an assessor has not finished."""
    found = kept_of(request, pk)
    if found.status != ProjectStatus.RUNNING:
        raise Http404
    act = request.POST.get("act") if request.method == "POST" else ""
    prolong = ProlongForm(request.POST if act == "prolong" else None, initial={"ends_on": found.ends_on})
    over = HandOverForm(request.POST if act == "over" else None, verification=found)
    if _done(request, prolong, lambda said: _prolonged(request, found, said)) or _done(
        request, over, lambda said: _handed_over(request, found, said)
    ):
        return redirect("verification_interviews", found.pk)
    more = {"prolong": prolong, "over": over}
    return render(request, "audits/verification/field.html", framed(request, found, "verification_interviews", **more))


def _done(request: UserRequest, form: forms.Form, act: Callable[[dict[str, Any]], str]) -> bool:
    """Do what a valid form asks for, and say so."""
    words = attempt(form, lambda: act(form.cleaned_data)) if form.is_valid() else None
    if words:
        messages.success(request, words)
    return bool(words)


def _prolonged(request: UserRequest, found: Verification, said: dict[str, Any]) -> str:
    return f"入户延长到 {prolong_field_work(found, by=request.user, **said).ends_on:%Y-%m-%d}。"


def _handed_over(request: UserRequest, found: Verification, said: dict[str, Any]) -> str:
    moved = hand_over_errands(found, by=request.user, **said)
    return f"已把{said['giver'].name}未完成的 {moved} 户次移交给{said['taker'].name}。"
