"""Who keeps funds and who moves money; predicates without a query."""

from assistance.models import Budget, Fund
from organizations.enums import SUBTREE_ROLES, Role, UnionKind
from organizations.models import Union, User

OWNERS = frozenset({UnionKind.PROVINCE, UnionKind.PREFECTURE, UnionKind.INDUSTRY, UnionKind.COUNTY})
KEEPERS = frozenset({Role.FINANCE, Role.OFFICER})
READERS = SUBTREE_ROLES
WHO_READS = "资金预算和台账由各级工会的经办、审核、审批、财务和档案统计人员查看。"
WHO_KEEPS = "资金来源由设立工会（县级以上）的财务或经办人员维护，您的角色不能更改。"
WHO_BOOKS = "预算和台账由本级或上级工会的财务人员登记，您的角色不能登记。"


def can_keep_funds(user: User, union: Union) -> bool:
    """Tell whether the user sets up funds of a union: its finance or officer, from the counties up."""
    return union.kind in OWNERS and user.scope.holds(KEEPERS, union.path)


def can_book(user: User, union: Union) -> bool:
    """Tell whether the user moves money in the budgets of a union and closes its books."""
    return user.scope.holds([Role.FINANCE], union.path)


def can_book_above(user: User, budget: Budget) -> bool:
    """Tell whether the user keeps the budgets of more than this union: then there may be one beside it."""
    prefixes = user.scope.prefixes([Role.FINANCE])
    return any(budget.union_path.startswith(prefix) and budget.union_path != prefix for prefix in prefixes)


def holds_for(fund: Fund, union: Union) -> bool:
    """Tell whether a union may have a budget of a fund: the one that set it up, and those below."""
    return union.path.startswith(fund.union.path)
