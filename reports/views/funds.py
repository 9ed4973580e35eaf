"""Reports on funds, on a seasonal action, and on what one household received."""

import io

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from assistance.drives.report import report_of
from assistance.models import AidDrive
from assistance.payments.querysets import MONEY_ROLES
from core import clock
from core.serving import XLSX
from households.access import open_household
from organizations.http import UserRequest
from organizations.rules import require
from organizations.unionrows import union_asked, union_asked_of
from reports.payments.drive import paper_of
from reports.payments.funds import TABLES
from reports.payments.received import load_received
from reports.registers.printing import export_register, print_register
from reports.views.forms import shown
from reports.views.payments import WHO


@require_GET
def fund_report(request: UserRequest, table: str) -> FileResponse:
    """Show a table of funds (``usage`` or ``account``); ``?union=``, ``?year=``, ``?form=xlsx``, ``?download=1``."""
    require(request.user.scope.has(*MONEY_ROLES), WHO)
    if table not in TABLES:
        raise Http404
    union, _tops = union_asked(request)
    register = TABLES[table](union, year_asked(request), request.user)
    is_book = request.GET.get("form") == "xlsx"
    write, kind, suffix = (export_register, XLSX, "xlsx") if is_book else (print_register, "application/pdf", "pdf")
    name, saves = f"{register.title}-{register.number}.{suffix}", is_book or "download" in request.GET
    content = io.BytesIO(write(register, by=request.user))
    return FileResponse(content, content_type=kind, filename=name, as_attachment=saves)


def year_asked(request: UserRequest) -> int:
    """Return the year of ``?year=``, at first this one; nonsense is no page."""
    asked = request.GET.get("year") or f"{clock.today().year}"
    if not (asked.isascii() and asked.isdigit() and 2000 <= int(asked) <= 2100):
        raise Http404
    return int(asked)


@require_GET
def drive_report(request: UserRequest, pk: int) -> FileResponse:
    """Show the report on a seasonal action below a union, at first the highest in sight; ``?union=`` narrows it."""
    require(request.user.scope.has(*MONEY_ROLES), WHO)
    drives = AidDrive.objects.visible_to(request.user).select_related("union", "item", "fund")
    drive = get_object_or_404(drives, pk=pk)
    return shown(request, paper_of(report_of(drive, request.user, union_asked_of(request, drive.union))))


@require_GET
def household_received(request: UserRequest, archive_no: str) -> FileResponse:
    """Show what a household has received."""
    return shown(request, load_received(open_household(request, archive_no), by=request.user))
