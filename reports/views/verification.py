"""The papers of third-party verification as PDF and workbook, each for what its reader sees on the pages."""

import io

from django.http import FileResponse, Http404
from django.views.decorators.http import require_GET

from audits.models import Verification
from audits.verification.enums import ProjectStatus
from audits.views.rectifications import rectification_of
from audits.views.verification.results import is_own, results_asked
from core.serving import XLSX
from organizations.actions.access import record_access, record_accesses
from organizations.enums import AccessVerb
from organizations.http import UserRequest
from organizations.models import Union
from reports.verification.figures import results_of
from reports.verification.notice import notice_of
from reports.verification.report import report_of
from reports.verification.workbook import make_workbook
from reports.views.forms import shown


@require_GET
def verification_report(request: UserRequest, pk: int) -> FileResponse:
    """Show the report as PDF from the judging on; ``?union=`` narrows it, ``?download=1`` saves it."""
    found, union = judged_of(request, pk)
    return shown(request, report_of(results_of(found, union, in_full=is_own(request, found))))


@require_GET
def verification_workbook(request: UserRequest, pk: int) -> FileResponse:
    """Send rates and findings as a workbook; leaves a line in the access log for it and for each household named."""
    found, union = judged_of(request, pk)
    content, named = make_workbook(results_of(found, union, in_full=is_own(request, found)), request.user)
    detail = f"{found.name}结果（{union.name}）"
    record_access(request.user, AccessVerb.EXPORT, f"第三方核查{found.pk}", detail=detail)
    record_accesses(request.user, AccessVerb.EXPORT, named, detail=detail)
    name = f"{found.name}-{union.name}.xlsx"
    return FileResponse(io.BytesIO(content), content_type=XLSX, filename=name, as_attachment=True)


@require_GET
def rectification_notice(request: UserRequest, pk: int) -> FileResponse:
    """Show the notice of a rectification as PDF; ``?download=1`` saves it."""
    return shown(request, notice_of(rectification_of(request, pk)))


def judged_of(request: UserRequest, pk: int) -> tuple[Verification, Union]:
    """Return a verification whose results the user may know, from the judging on, and the part asked for; else 404."""
    found, union = results_asked(request, pk)
    if found.status not in (ProjectStatus.JUDGING, ProjectStatus.CLOSED):
        raise Http404
    return found, union
