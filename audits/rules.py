"""Who may confirm a six-clear and who may check it; predicates without a query of their own."""

from households.models import Household
from households.rules import can_work
from organizations.enums import CHECKING_ROLES
from organizations.models import User


def can_confirm(user: User, household: Household) -> bool:
    """Tell whether the user may confirm as the household's cadre or as its officer."""
    return can_work(user, household)


def can_check(user: User, household: Household) -> bool:
    """Tell whether the user may check for the county or above."""
    return household.is_open and user.scope.holds(CHECKING_ROLES, household.union_path)
