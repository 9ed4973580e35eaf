"""The draw of a verification, what binds its seed, its strata and the sample with its replacements."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audits.actions.verification.pledging import LATE, pledge_seed
from audits.forms.verification.drawing import DrawForm, SampleFilter
from audits.forms.verification.pledging import PledgeForm
from audits.models import SampleUnit
from audits.verification.jobs import cancel_drawing, drawing_job, start_drawing
from audits.verification.proving import pledges_of
from audits.verification.rules import knows_draw
from audits.verification.strata import strata_of
from audits.views.verification.opening import framed, kept_of, sampled_of
from core.forms import attempt
from core.paging import capped_count, in_words, page_of
from core.telling import job_for, told
from organizations.http import UserRequest, polling

STRATA_SHOWN = 200  # by county, category and cause there are thousands


@require_POST
def verification_draw(request: UserRequest, pk: int) -> HttpResponse:
    """Have the sample drawn in the background; a second press finds the first at work."""
    found = kept_of(request, pk)
    form = DrawForm(request.POST, pledge=found.pledges.last())
    if not form.is_valid():
        messages.error(request, f"没有抽取：{''.join(map(str, form.errors.get('seed', [])))}")
    else:
        told(request, lambda: job_for(request, lambda: start_drawing(found, by=request.user, **form.cleaned_data)))
    return redirect(found)


@require_POST
def verification_draw_cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Have a draw that waits or runs stopped, whoever started it."""
    found = kept_of(request, pk)
    if told(request, lambda: cancel_drawing(found, by=request.user)):
        messages.success(request, "已要求取消抽样；来得及停下的，总体和样本都不保留。")
    return redirect(found)


@require_http_methods(["GET", "POST"])
def verification_pledge(request: UserRequest, pk: int) -> HttpResponse:
    """Seal a seed before the draw, with a public figure that is not known yet or without."""
    found = kept_of(request, pk)
    if not found.is_draft:
        messages.error(request, LATE)
        return redirect(found)
    form = PledgeForm(request.POST if request.method == "POST" else None)
    pledged = (
        attempt(form, lambda: pledge_seed(found, by=request.user, **form.cleaned_data)) if form.is_valid() else None
    )
    if pledged is not None:
        messages.success(request, "种子已封存。请把本页的封存指纹（和约定的公开数字）公开，抽样以后任何人都可以核对。")
        return redirect(found)
    context = framed(request, found, "verification", form=form, pledges=pledges_of(found))
    return render(request, "audits/verification/pledge.html", context)


@polling
@require_GET
def verification_drawing(request: UserRequest, pk: int) -> HttpResponse:
    """Show how far the draw is; when it has ended, have the page loaded anew."""
    found = kept_of(request, pk)
    job = drawing_job(found)
    if job is None or not job.is_live:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "audits/verification/_drawing_state.html", {"verification": found, "job": job})


@require_GET
def verification_sample(request: UserRequest, pk: int) -> HttpResponse:
    """List the sample with who replaced whom; the strata above it for those who have the verification carried out."""
    found = sampled_of(request, pk)
    form = SampleFilter(request.GET)
    form.is_valid()
    rows = SampleUnit.objects.visible_to(request.user).filter(verification=found).narrowed(**form.cleaned_data)
    strata = strata_of(found) if knows_draw(request.user, found) else []
    more: dict[str, Any] = {
        "form": form,
        "count": in_words(*capped_count(rows)),
        "page": page_of(rows.for_list().with_replacements(), request),
        "strata": strata[:STRATA_SHOWN],
        "strata_count": len(strata),
        "stratum": next((one for one in strata if one.pk == form.cleaned_data.get("stratum")), None),
    }
    return render(request, "audits/verification/sample.html", framed(request, found, "verification_sample", **more))
