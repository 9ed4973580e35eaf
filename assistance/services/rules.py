"""Who may do what with services; predicates without a query. A service comes with its union loaded."""

from assistance.models import Budget, Enrolment, Service
from households.models import Household
from households.rules import is_officer, is_own_cadre
from organizations.enums import SUBTREE_ROLES, Role
from organizations.models import Union, User

MAY_OPEN = SUBTREE_ROLES
FOLLOWS_UP = frozenset({Role.OFFICER, Role.CADRE})
SEES_DUE = SUBTREE_ROLES | {Role.CADRE}
WHO_OPENS = "帮扶服务由各级工会的经办、审核、审批、财务和档案统计人员查看。"
WHO_KEEPS = "帮扶服务由组织工会或其上级工会的经办人员办理。"
WHO_ENROLS = "报名由组织工会的经办人员，或参加人所在工会的经办人员办理。"
WHO_FOLLOWS_UP = "就业回访由该户的帮扶干部或建档单位的经办人员登记。"
WHO_CHARGES = "服务支出由资金预算所属工会的财务人员登记。"


def can_keep(user: User, union: Union) -> bool:
    """Tell whether the user keeps the services of a union: an officer of it or above it."""
    return user.scope.holds([Role.OFFICER], union.path)


def can_enrol(user: User, service: Service) -> bool:
    """Tell whether the user may enrol somebody: an officer of the service's union, above it, or below it."""
    own = user.scope.prefixes([Role.OFFICER])
    return can_keep(user, service.union) or any(path.startswith(service.union.path) for path in own)


def can_change(user: User, enrolment: Enrolment) -> bool:
    """Tell whether the user may take somebody off the list: who keeps the service, or an officer above the household.

    The enrolment comes with its service and the union of that.
    """
    own = user.scope.holds([Role.OFFICER], enrolment.union_path)
    return own or can_keep(user, enrolment.service.union)


def can_follow_up(user: User, household: Household) -> bool:
    """Tell whether the user may enter a look after some months, also when the archive is closed by then."""
    return is_officer(user, household) or is_own_cadre(user, household)


def can_charge(user: User, budget: Budget) -> bool:
    """Tell whether the user may charge costs to a budget, and take them back: 财务 of its union or above it."""
    return user.scope.holds([Role.FINANCE], budget.union_path)
