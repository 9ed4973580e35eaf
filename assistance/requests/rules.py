"""Who may do what with a single application; predicates without a query of their own."""

from assistance.models import AidRequest
from assistance.requests.enums import RequestStatus
from households.models import Household
from households.rules import is_officer
from organizations.enums import SUBTREE_ROLES, Role
from organizations.models import User

WHO_SEES = "单户帮扶申请由各级工会的经办、审核、审批、财务和档案统计人员查看。"
WHO_APPLIES = "单户帮扶由建档单位及其上级的经办人员申请；已结束的档案不能再申请。"


def can_see_requests(user: User) -> bool:
    """Tell whether single applications are open to the user."""
    return user.scope.has(*SUBTREE_ROLES)


def can_apply_for_aid(user: User, household: Household) -> bool:
    """Tell whether the user applies for aid for a household: an officer above it, while its archive is open."""
    return household.is_open and is_officer(user, household)


def can_change_request(user: User, request: AidRequest) -> bool:
    """Tell whether the user may correct an application: an officer above it, while it is back with them."""
    return request.status == RequestStatus.RETURNED and user.scope.holds([Role.OFFICER], request.union_path)
