"""Who may do what in a verification; predicates without a query of their own."""

from organizations.enums import Role
from organizations.models import Union, User


def can_keep_verification(user: User, union: Union) -> bool:
    """Tell whether the user sets up verifications of a union and draws their samples: its officer, or one above it."""
    return user.scope.holds([Role.OFFICER], union.path)
