"""The plan sheet of a household as PDF."""

from django.http import FileResponse
from django.views.decorators.http import require_GET

from households.access import open_household
from organizations.http import UserRequest
from reports.plans.sheet import load_plan_sheet
from reports.views.forms import shown


@require_GET
def plan_sheet(request: UserRequest, archive_no: str) -> FileResponse:
    """Show the plan sheet of a household."""
    household = open_household(request, archive_no)
    return shown(request, load_plan_sheet(household, by=request.user))
