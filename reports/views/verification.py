"""The papers of third-party verification as PDF and workbook, each for what its reader sees on the pages."""

from django.http import FileResponse
from django.views.decorators.http import require_GET

from audits.views.rectifications import rectification_of
from organizations.http import UserRequest
from reports.verification.notice import notice_of
from reports.views.forms import shown


@require_GET
def rectification_notice(request: UserRequest, pk: int) -> FileResponse:
    """Show the notice of a rectification as PDF; ``?download=1`` saves it."""
    return shown(request, notice_of(rectification_of(request, pk)))
