"""Opening a household to work on it."""

from households.access import open_household
from households.models import Household
from households.rules import can_work
from organizations.http import UserRequest
from organizations.rules import require

WORKERS_ONLY = "帮扶记录、困难和措施由该户的帮扶干部或建档单位的经办人员登记；已结束的档案不能再登记。"


def open_to_work(request: UserRequest, archive_no: str, *, looking_at: str = "") -> Household:
    """Return the archive for those who may log aid and measures: 404 outside the scope, 403 for readers.

    A look at a form is logged; sending it is not, since the history tells what was changed.
    """
    household = open_household(request, archive_no, looking_at=looking_at if request.method == "GET" else "")
    require(can_work(request.user, household), WORKERS_ONLY)
    return household
