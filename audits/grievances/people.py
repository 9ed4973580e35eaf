"""Whom a grievance is about, and who may be charged with it."""

import re

from django.db.models import QuerySet
from django.utils import timezone

from audits.grievances.rules import OWNERS
from audits.models import Grievance
from organizations.models import RoleAssignment, Union, User
from organizations.scope import paths_down_to

BETWEEN = re.compile(r"[\s,，、;；/和及]+")


def people_named(words: str, union: Union) -> QuerySet[User]:
    """Return the accounts at a union, or above or below it, whose names somebody wrote down; one query."""
    names = [name for name in BETWEEN.split(words) if name]
    near = User.objects.filter(union__path__in=paths_down_to(union.path)) | User.objects.filter(
        union__path__startswith=union.path
    )
    return near.filter(name__in=names) if names else User.objects.none()


def possible_owners(grievance: Grievance) -> QuerySet[User]:
    """Return whom a grievance may be given to: who works at its union or above, but never whom it is about."""
    roles = RoleAssignment.objects.valid_on(timezone.localdate()).filter(
        role__in=OWNERS, union__path__in=paths_down_to(grievance.union.path)
    )
    avoided = grievance.avoided.values("pk")
    people = User.objects.filter(pk__in=roles.values("user"), is_active=True).exclude(pk__in=avoided)
    return people.select_related("union").order_by("-union__depth", "name")
