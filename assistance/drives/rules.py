"""Who may do what with a seasonal action; predicates without a query of their own."""

from assistance.models import AidDrive, DriveTarget
from organizations.enums import SUBTREE_ROLES, Role, UnionKind
from organizations.models import Union, User

OFFICERS = frozenset({Role.OFFICER})
PLANNERS = (UnionKind.PROVINCE, UnionKind.PREFECTURE, UnionKind.INDUSTRY, UnionKind.COUNTY)
WHO_SEES = "专项帮扶活动由各级工会的经办、审核、审批、财务和档案统计人员查看。"
WHO_PLANS = "专项帮扶活动由县级及以上工会的经办人员拟定。"
WHO_KEEPS = "活动由组织工会或其上级的经办人员管理，您的角色不能进行此操作。"
WHO_TARGETS = "活动对象由建档单位及其上级的经办人员列入和移出。"


def can_see_drives(user: User) -> bool:
    """Tell whether seasonal actions are open to the user."""
    return user.scope.has(*SUBTREE_ROLES)


def can_plan_drive(user: User, union: Union) -> bool:
    """Tell whether the user plans seasonal actions of a union: an officer of it or above it, from the counties up."""
    return union.kind in PLANNERS and user.scope.holds(OFFICERS, union.path)


def can_keep_drive(user: User, drive: AidDrive) -> bool:
    """Tell whether the user edits, starts and ends an action."""
    return user.scope.holds(OFFICERS, drive.union.path)


def can_list_targets(user: User, drive: AidDrive) -> bool:
    """Tell whether the user puts households on the list: an officer of the union that holds it, above or below."""
    own = drive.union.path
    return any(own.startswith(path) or path.startswith(own) for path in user.scope.prefixes(OFFICERS))


def can_change_target(user: User, target: DriveTarget) -> bool:
    """Tell whether the user may take a household off the list: an officer above it."""
    return user.scope.holds(OFFICERS, target.union_path)
