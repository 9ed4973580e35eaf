"""Who may be asked to mend what was found wrong, and who to say that it is done."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from audits.models import Rectification
from core import clock
from households.models import ArchiveGrant
from organizations.enums import CHECKING_ROLES, Role
from organizations.models import RoleAssignment, Union, User
from organizations.scope import paths_down_to


def owners_for(found: Rectification) -> QuerySet[User]:
    """Return who may mend it: officers of its union and above, and the cadres who are paired with the household."""
    holding = _holding([Role.OFFICER], found.union)
    valid = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
    paired = ArchiveGrant.objects.filter(valid, household=found.household_id).values("user")
    return _people(Q(pk__in=holding) | Q(pk__in=paired))


def verifiers_for(union: Union) -> QuerySet[User]:
    """Return who may say that something is mended at a union: who reviews or approves there or above."""
    return _people(Q(pk__in=_holding(CHECKING_ROLES, union)))


def _holding(roles: Iterable[str], union: Union) -> QuerySet[RoleAssignment, dict[str, Any]]:
    held = RoleAssignment.objects.valid_on(clock.today())
    return held.filter(role__in=roles, union__path__in=paths_down_to(union.path)).values("user")


def _people(condition: Q) -> QuerySet[User]:
    return User.objects.filter(condition, is_active=True).select_related("union").order_by("-union__depth", "name")
