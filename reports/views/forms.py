"""The printed forms on screen as PDF; ``?download=1`` saves one. Every print leaves a line in the access log."""

import io

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from core.keys import read_keys
from core.telling import lead_to_job
from households.access import open_household
from organizations.http import UserRequest
from reports.forms.application import load_application
from reports.forms.batch import order_papers
from reports.forms.data import PrintedForm
from reports.forms.loading import cases_for
from reports.forms.minutes import load_minutes
from reports.forms.papers import paper_of
from reports.forms.printing import print_form
from reviews.models import Meeting


@require_GET
def application(request: UserRequest, archive_no: str) -> FileResponse:
    """Show the application form of a household."""
    household = open_household(request, archive_no)
    return shown(request, load_application(household, by=request.user))


@require_GET
def review_paper(request: UserRequest, pk: int, paper: str) -> FileResponse:
    """Show a form of one review of a household: ``paper`` is its name in ``reports.forms.papers``."""
    asked = get_object_or_404(cases_for(request.user), pk=pk)
    kind = paper_of(asked, paper)
    if kind is None:
        raise Http404
    return shown(request, kind.load(asked, by=request.user))


@require_GET
def meeting_minutes(request: UserRequest, pk: int) -> FileResponse:
    """Show the minutes of an appraisal meeting."""
    meetings = Meeting.objects.visible_to(request.user).select_related("union", "by")
    return shown(request, load_minutes(get_object_or_404(meetings, pk=pk)))


@require_POST
def papers_print(request: UserRequest) -> HttpResponse:
    """Start printing the forms of the ticked reviews, or with ``paper=letter`` the letters.

    ``review`` is the key of one, behind which the lists write what stood on the screen.
    """
    keys = read_keys([value.partition(":")[0] for value in request.POST.getlist("review")])
    paper = request.POST.get("paper", "")
    return lead_to_job(request, lambda: order_papers(keys, by=request.user, paper=paper), back="reviews")


def shown(request: UserRequest, form: PrintedForm) -> FileResponse:
    """Print a form and send it."""
    pdf = io.BytesIO(print_form(form, by=request.user))
    name = f"{form.title}-{form.number}-{form.whose}.pdf"
    return FileResponse(pdf, content_type="application/pdf", filename=name, as_attachment="download" in request.GET)
