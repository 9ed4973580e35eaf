"""Who works where today."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from core import clock
from organizations.models import RoleAssignment, Union, User
from organizations.scope import paths_down_to


def holding_over(union: Union, roles: Iterable[str]) -> Q:
    """Return the condition that an account holds one of the roles today, for a union or for one above it."""
    held = RoleAssignment.objects.valid_on(clock.today())
    return Q(pk__in=held.filter(role__in=roles, union__path__in=paths_down_to(union.path)).values("user"))


def people_who(condition: Q) -> QuerySet[User]:
    """Return the active accounts for which a condition holds, as they are chosen from: the nearest unions first."""
    return User.objects.filter(condition, is_active=True).select_related("union").order_by("-union__depth", "name")
