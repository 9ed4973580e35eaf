"""Starting an export of a register: what will be written is stated first, then it is queued."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from core.forms import attempt
from core.telling import job_for
from organizations.http import UserRequest
from reports.catalogue import KINDS
from reports.catalogue.query import Query
from reports.catalogue.writing import FORMATS, PDF
from reports.exports.forms import ExportForm
from reports.exports.starting import estimate, start_export

NOT_QUERY = {"format", "page"}


@require_http_methods(["GET", "POST"])
def export_new(request: UserRequest, what: str) -> HttpResponse:
    """State the size of an export, ask for format and purpose, and start it."""
    query = _asked(request, what)
    form = ExportForm(request.POST or None, query=query, initial=_initial(request, query))
    if request.method == "POST" and form.is_valid():
        params, said = form.asked(query.params), form.said
        facts = {"what": query.kind.name, "format": form.cleaned_data["format"], "params": params, "purpose": said}
        if job := attempt(form, lambda: job_for(request, lambda: start_export(request.user, **facts))):
            return redirect(job)
    told = estimate(query, _format(request))
    shown = {"form": form, "query": query, "told": told, "days": settings.EXPORT_DAYS}
    return render(request, "reports/export_new.html", shown)


@require_GET
def export_size(request: UserRequest, what: str) -> HttpResponse:
    """Say anew how large an export will be, when another format or paper was chosen."""
    query = _asked(request, what)
    return render(request, "reports/_export_size.html", {"told": estimate(query, _format(request))})


def _asked(request: UserRequest, what: str) -> Query:
    """Read the register that the address asks for."""
    if what not in KINDS:
        raise Http404
    params = {key: str(value) for key, value in request.GET.items() if key not in NOT_QUERY}
    return Query.of(KINDS[what], request.user, params)


def _format(request: UserRequest) -> str:
    asked = (request.POST if request.method == "POST" else request.GET).get("format", PDF)
    return asked if asked in FORMATS else PDF


def _initial(request: UserRequest, query: Query) -> dict[str, object]:
    return {"format": _format(request), "paper": query.paper, "sums": query.sums, "in_full": query.in_full}
