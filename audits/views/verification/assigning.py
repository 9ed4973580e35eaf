"""分派: sharing the sample out among the agency's assessors, with what each gets in sight."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from audits.actions.verification.fieldwork import assign_sample
from audits.forms.verification.assigning import AssignForm
from audits.models import Verification
from audits.verification.assessors import portions
from audits.views.verification.opening import framed, kept_of
from core.forms import attempt
from organizations.http import UserRequest

SHARES = ("blind_share", "phone_share")


@require_http_methods(["GET", "POST"])
def verification_assign(request: UserRequest, pk: int) -> HttpResponse:
    """Choose who goes, and begin the field work."""
    found = _drawn(request, pk)
    form = AssignForm(request.POST if request.method == "POST" else None, verification=found)
    if form.is_bound and form.is_valid():
        done = attempt(form, lambda: assign_sample(found, by=request.user, **form.cleaned_data))
        if done is not None:
            messages.success(request, f"已分派给 {len(form.cleaned_data['assessors'])} 名核查员。")
            return redirect("verification_interviews", found.pk)
    if not found.is_drawn:
        messages.info(request, "样本已经分派。")
        return redirect("verification_interviews", found.pk)
    more = {"form": form, **shared(found, form)}
    return render(request, "audits/verification/assign.html", framed(request, found, "verification", **more))


@require_GET
def verification_portions(request: UserRequest, pk: int) -> HttpResponse:
    """Say what each would get by what stands in the form."""
    found = _drawn(request, pk)
    form = AssignForm(request.GET, verification=found)
    return render(request, "audits/verification/_portions.html", shared(found, form))


def _drawn(request: UserRequest, pk: int) -> Verification:
    """Return a verification that the user runs, once its sample is drawn."""
    found = kept_of(request, pk)
    if found.is_draft:
        raise Http404
    return found


def shared(found: Verification, form: AssignForm) -> dict[str, object]:
    """Return what each assessor would get by a form: at first all of them with the shares of the verification."""
    if not form.is_bound:
        said = {"assessors": list(form.initial["assessors"]), **{name: form.initial[name] for name in SHARES}}
    elif form.is_valid():
        said = form.cleaned_data
    else:
        return {"portions": [], "trouble": "请至少选一名核查员，并填写比例。"}
    people = said["assessors"]
    return {"portions": portions(found, people, blind=said["blind_share"], phone=said["phone_share"])}
