"""The closing report of a campaign: the paper and the workbook, each for the part that the reader sees."""

import io

from django.http import FileResponse
from django.views.decorators.http import require_GET

from audits.views.campaigns import campaign_asked
from core.serving import XLSX
from organizations.actions.access import record_access, record_accesses
from organizations.enums import AccessVerb
from organizations.http import UserRequest
from reports.campaigns.figures import results_of
from reports.campaigns.report import report_of
from reports.campaigns.workbook import make_workbook
from reports.views.forms import shown


@require_GET
def campaign_report(request: UserRequest, pk: int) -> FileResponse:
    """Show the report as PDF; ``?union=`` narrows it, ``?download=1`` saves it. Leaves a line in the access log."""
    found, union = campaign_asked(request, pk)
    return shown(request, report_of(results_of(found, request.user, union)))


@require_GET
def campaign_workbook(request: UserRequest, pk: int) -> FileResponse:
    """Send the workbook; leaves a line in the access log for it and for each archive that it names."""
    found, union = campaign_asked(request, pk)
    content, named = make_workbook(results_of(found, request.user, union), request.user)
    detail = f"{found.name}完成情况表（{union.name}，号码已隐去）"
    record_access(request.user, AccessVerb.EXPORT, f"专项行动{found.pk}", detail=detail)
    record_accesses(request.user, AccessVerb.EXPORT, named, detail=detail)
    name = f"{found.name}-{union.name}.xlsx"
    return FileResponse(io.BytesIO(content), content_type=XLSX, filename=name, as_attachment=True)
