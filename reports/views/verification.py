"""The papers of third-party verification as PDF and workbook, each for what its reader sees on the pages."""

from django.http import FileResponse, Http404
from django.views.decorators.http import require_GET

from audits.models import Verification
from audits.verification.enums import ProjectStatus
from audits.views.rectifications import rectification_of
from audits.views.verification.opening import sampled_of
from organizations.http import UserRequest
from organizations.models import Union
from organizations.unionrows import counted_union
from reports.verification.figures import results_of
from reports.verification.notice import notice_of
from reports.verification.report import report_of
from reports.views.forms import shown


@require_GET
def verification_report(request: UserRequest, pk: int) -> FileResponse:
    """Show the report as PDF from the judging on; ``?union=`` narrows it, ``?download=1`` saves it."""
    found, union = judged_of(request, pk)
    return shown(request, report_of(results_of(found, union)))


@require_GET
def rectification_notice(request: UserRequest, pk: int) -> FileResponse:
    """Show the notice of a rectification as PDF; ``?download=1`` saves it."""
    return shown(request, notice_of(rectification_of(request, pk)))


def judged_of(request: UserRequest, pk: int) -> tuple[Verification, Union]:
    """Return a verification that is judged or ended, and the part of it that is asked for and seen; else 404.

    While it is judged only who has it carried out sees it, as its findings; the part is at first all that is seen.
    """
    found = sampled_of(request, pk)
    if found.status not in (ProjectStatus.JUDGING, ProjectStatus.CLOSED):
        raise Http404
    union = counted_union(request.user, request.GET.get("union", ""))
    if found.union.path.startswith(union.path):
        return found, found.union
    if not union.path.startswith(found.union.path):
        raise Http404
    return found, union
