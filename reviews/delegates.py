"""Which roles a person may lend, and to which colleagues."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from core import clock
from organizations.enums import ADMIN_ROLES, OUTSIDE_ROLES, Role
from organizations.models import RoleAssignment, Union, User
from reviews.rules import MAY_OPEN


def own_places(user: User) -> dict[str, tuple[str, str, Union]]:
    """Return the roles that the user may lend: key → role, its label, union; one query."""
    places = [(role, path) for role, path in user.scope.places if role in MAY_OPEN]
    unions = {union.path: union for union in Union.objects.filter(path__in={path for _role, path in places})}
    return {f"{role}:{unions[path].code}": (role, str(Role(role).label), unions[path]) for role, path in places}


def colleagues_of(user: User, unions: Sequence[Union]) -> QuerySet[User]:
    """Return the active accounts of these unions, and of those right above and right below.

    Administrators are left out, and people of departments and third parties."""
    near = Q(pk__in=[])
    for union in unions:
        near |= Q(union__path=union.path) | Q(union__path__startswith=union.path, union__depth=union.depth + 1)
        near |= Q(union__path=union.path[: -Union.steplen])
    barred = RoleAssignment.objects.valid_on(clock.today()).filter(role__in=ADMIN_ROLES | OUTSIDE_ROLES).values("user")
    found = User.objects.filter(near, is_active=True).exclude(pk=user.pk).exclude(pk__in=barred)
    return found.select_related("union").order_by("union__path", "name")
