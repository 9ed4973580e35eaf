"""Who may be asked to mend what was found wrong, and who to say that it is done."""

from django.db.models import Q, QuerySet

from audits.models import Grievance, Rectification
from core import clock
from households.models import ArchiveGrant
from organizations.enums import CHECKING_ROLES, Role
from organizations.models import Union, User
from organizations.people import holding_over, people_who


def owners_for(found: Rectification) -> QuerySet[User]:
    """Return who may mend it: officers of its union and above, and the cadres who are paired with the household."""
    valid = Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today())
    paired = ArchiveGrant.objects.filter(valid, household=found.household_id).values("user")
    return without_avoided(people_who(holding_over(found.union, [Role.OFFICER]) | Q(pk__in=paired)), found.grievance)


def verifiers_for(union: Union, grievance: Grievance | None = None) -> QuerySet[User]:
    """Return who may say that something is mended at a union: who reviews or approves there or above."""
    return without_avoided(people_who(holding_over(union, CHECKING_ROLES)), grievance)


def without_avoided(people: QuerySet[User], grievance: Grievance | None) -> QuerySet[User]:
    """Leave out whom a grievance is about."""
    return people.exclude(pk__in=grievance.avoided.values("pk")) if grievance else people
