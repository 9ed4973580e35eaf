"""调整入户: field work that lasts longer, or goes on with another person or agency."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from audits.actions.verification.adjusting import hand_over_errands, prolong_field_work
from audits.actions.verification.agencies import CHANGEABLE, change_agency
from audits.forms.verification.assigning import AgencyChangeForm, HandOverForm, ProlongForm
from audits.models import Verification
from audits.verification.enums import ProjectStatus
from audits.views.verification.opening import framed, kept_of
from core.forms import attempt
from organizations.http import UserRequest


@require_http_methods(["GET", "POST"])
def verification_field(request: UserRequest, pk: int) -> HttpResponse:
    """Prolong the field work, or hand it over: what an assessor has not finished, or all of it to another agency."""
    found = kept_of(request, pk)
    if found.status not in CHANGEABLE:
        raise Http404
    act, forms_of = request.POST.get("act") if request.method == "POST" else "", FORMS[found.status]
    bound = {name: make(request.POST if act == name else None, found) for name, make in forms_of.items()}
    if any(_done(request, form, partial(DO[name], request, found)) for name, form in bound.items()):
        return redirect("verification_assign" if found.is_drawn else "verification_interviews", found.pk)
    return render(request, "audits/verification/field.html", framed(request, found, "verification_interviews", **bound))


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


def _changed(request: UserRequest, found: Verification, said: dict[str, Any]) -> str:
    changed = change_agency(found, by=request.user, **said)
    if changed.status == ProjectStatus.DRAWN:
        return f"已改由{changed.agency}承接，请把样本分派给它的核查员。"
    return f"已改由{changed.agency}承接；原机构没有完成的任务已收回，请逐人移交给它的核查员。"


Forms = dict[str, Callable[[Any, Verification], forms.Form]]
ANOTHER: Forms = {"agency": lambda data, found: AgencyChangeForm(data, verification=found)}
FORMS: dict[str, Forms] = {
    ProjectStatus.DRAWN: ANOTHER,
    ProjectStatus.RUNNING: {
        "prolong": lambda data, found: ProlongForm(data, initial={"ends_on": found.ends_on}),
        "over": lambda data, found: HandOverForm(data, verification=found),
        **ANOTHER,
    },
}
DO = {"prolong": _prolonged, "over": _handed_over, "agency": _changed}
