"""Who works where today."""

from collections.abc import Iterable

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from core import clock
from organizations.models import RoleAssignment, Union, User
from organizations.scope import paths_down_to


def holding_over(union: Union, roles: Iterable[str]) -> Q:
    """Return the condition that an account holds one of the roles today, for a union or for one above it."""
    held = RoleAssignment.objects.valid_on(clock.today())
    return Q(pk__in=held.filter(role__in=roles, union__path__in=paths_down_to(union.path)).values("user"))


def may_still(person: str, place: str, roles: Iterable[str]) -> Exists:
    """Return the condition that the account of a row holds one of the roles today where the row's path lies.

    ``holding_over`` asked of each row by the names of its fields: of the union at the path, or of one above it.
    """
    held = RoleAssignment.objects.valid_on(clock.today()).filter(role__in=roles, user__is_active=True)
    path = ExpressionWrapper(OuterRef(place), CharField())
    return Exists(held.filter(user=OuterRef(person)).annotate(at=path).filter(at__startswith=F("union__path")))


def people_who(condition: Q) -> QuerySet[User]:
    """Return the active accounts for which a condition holds, as they are chosen from: the nearest unions first."""
    return User.objects.filter(condition, is_active=True).select_related("union").order_by("-union__depth", "name")
