"""Opening a household to work on it."""

from assistance.rules import WORKERS_ONLY
from households.access import open_household, require
from households.models import Household
from households.rules import can_work
from organizations.http import UserRequest


def open_to_work(request: UserRequest, archive_no: str, *, looking_at: str = "") -> Household:
    """Return the archive for those who may log aid and measures: 404 outside the scope, 403 for readers.

    A look at a form is logged; sending it is not, since the history tells what was changed.
    """
    household = open_household(request, archive_no, looking_at=looking_at if request.method == "GET" else "")
    require(can_work(request.user, household), WORKERS_ONLY)
    return household
