"""验证抽样: drawing again from what was kept, what has changed in the register since, and the files for outsiders."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from audits.models import Verification
from audits.verification import proving
from audits.verification.checking import differences, prove_draw
from audits.verification.proving import explained
from audits.views.verification.opening import framed, known_of
from core.paging import page_of
from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.http import UserRequest


@require_GET
def verification_proof(request: UserRequest, pk: int) -> HttpResponse:
    """Say how a draw is proved; with ``?check=`` prove it, and say what has changed in the register since."""
    found = known_of(request, pk)
    more: dict[str, object] = {"command": proving.hash_command(), "source": proving.source_of(found)}
    more |= {"idle": proving.idle_draws(found), "pledges": proving.pledges_of(found)}
    if "check" in request.GET:
        changed = differences(found)
        page = page_of(changed, request)
        rows = [(one, explained(one)) for one in page]
        more |= {"proof": prove_draw(found), "changed": len(changed), "page": page, "rows": rows}
    return render(request, "audits/verification/proof.html", framed(request, found, "verification_sample", **more))


@require_GET
def verification_population(request: UserRequest, pk: int) -> HttpResponse:
    """Download the population, a line for each household, as it went into the hash."""
    found = known_of(request, pk)
    return _file(request, found, proving.POPULATION_FILE, "\n".join(sorted(proving.population_lines(found))))


@require_GET
def verification_strata(request: UserRequest, pk: int) -> HttpResponse:
    """Download which household lies in which stratum."""
    found = known_of(request, pk)
    return _file(request, found, proving.STRATA_FILE, "\n".join(proving.strata_lines(found)))


@require_GET
def verification_how(request: UserRequest, pk: int) -> HttpResponse:
    """Download how to draw again, in plain words."""
    found = known_of(request, pk)
    return _file(request, found, proving.HOW_FILE, proving.instructions(found))


def _file(request: UserRequest, found: Verification, name: str, text: str) -> HttpResponse:
    """Send a text to be saved, with a line in the access log: the population names every archive."""
    record_access(request.user, AccessVerb.EXPORT, found.name, detail=f"抽样验证：{name}")
    response = HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["Cache-Control"] = "private, no-store"
    return response
