"""Printing the 户户清表册: of one household at once, of a selection as a job."""

import io
from typing import Any

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from core.telling import lead_to_job
from households.access import open_household
from organizations.http import UserRequest
from reports.booklet.orders import order_booklets
from reports.booklet.printing import print_booklet

PDF = "application/pdf"


@require_GET
def booklet(request: UserRequest, archive_no: str) -> FileResponse:
    """Show the booklet of one household as PDF (``?download=1`` saves it); leaves a line in the access log."""
    household = open_household(request, archive_no)
    pdf = print_booklet(household, by=request.user)
    name = f"户户清表册-{archive_no}-{household.head_name}.pdf"
    return FileResponse(io.BytesIO(pdf), content_type=PDF, filename=name, as_attachment="download" in request.GET)


@require_POST
def booklets_print(request: UserRequest) -> HttpResponse:
    """Start printing the ticked households (``archive_no``), or with ``all`` everything that the list shows.

    The list's filters stand in the query string of this URL; ``form=zip`` gives each household a file of its own.
    """
    selection: dict[str, Any] = {"archive_nos": sorted(set(request.POST.getlist("archive_no")))}
    if "all" in request.POST:
        selection = {"filter": request.GET.urlencode()}
    singly = request.POST.get("form") == "zip"
    return lead_to_job(request, lambda: order_booklets(selection, singly=singly, by=request.user), back="households")
