"""The draw of a verification, its strata and the sample with its replacements."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from audits.forms.verification.drawing import DrawForm, SampleFilter
from audits.models import SampleUnit
from audits.verification.jobs import drawing_job, start_drawing
from audits.verification.rules import knows_draw
from audits.verification.strata import strata_of
from audits.views.verification.opening import framed, kept_of, sampled_of
from core.paging import capped_count, in_words, page_of
from core.telling import job_for, told
from organizations.http import UserRequest, polling

STRATA_SHOWN = 200  # by county, category and cause there are thousands


@require_POST
def verification_draw(request: UserRequest, pk: int) -> HttpResponse:
    """Have the sample drawn in the background; a second press finds the first at work."""
    found = kept_of(request, pk)
    form = DrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, f"没有抽取：{''.join(map(str, form.errors.get('seed', [])))}")
    else:
        told(request, lambda: job_for(request, lambda: start_drawing(found, by=request.user, **form.cleaned_data)))
    return redirect(found)


@polling
@require_GET
def verification_drawing(request: UserRequest, pk: int) -> HttpResponse:
    """Show how far the draw is; when it has ended, have the page loaded anew."""
    found = kept_of(request, pk)
    job = drawing_job(found)
    if job is None or not job.is_live:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "audits/verification/_drawing.html", {"verification": found, "job": job})


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
