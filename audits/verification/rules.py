"""Who may do what in a verification; predicates without a query of their own."""

from organizations.enums import CHECKING_ROLES, Role
from organizations.models import Union, User


def can_keep_verification(user: User, union: Union) -> bool:
    """Tell whether the user sets up verifications of a union and draws their samples: its officer, or one above it."""
    return user.scope.holds([Role.OFFICER], union.path)


def can_judge(user: User, union: Union) -> bool:
    """Tell whether the user decides about the findings of verifications of a union: who checks there, or above it."""
    return user.scope.holds(CHECKING_ROLES, union.path)


def can_contest(user: User, union: Union) -> bool:
    """Tell whether the user may contest a finding about a household of a union: an officer of it or above it."""
    return user.scope.holds([Role.OFFICER], union.path)
