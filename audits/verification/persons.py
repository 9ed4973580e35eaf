"""Who may be asked to mend what was found wrong, and who to say that it is done."""

from django.db.models import Q, QuerySet

from audits.grievances.people import without_avoided
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
    people = people_who(holding_over(found.union, [Role.OFFICER]) | Q(pk__in=paired))
    return without_avoided(people, found.grievance) if found.grievance else people


def verifiers_for(union: Union, grievance: Grievance | None = None) -> QuerySet[User]:
    """Return who may say that something is mended at a union: who reviews or approves there or above."""
    people = people_who(holding_over(union, CHECKING_ROLES))
    return without_avoided(people, grievance) if grievance else people
