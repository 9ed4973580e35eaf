"""Whom a grievance is about, and who may be charged with it."""

from collections.abc import Iterable

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Length

from audits.models import Grievance
from organizations.enums import CHECKING_ROLES, OFFICE_ROLES
from organizations.models import Union, User
from organizations.people import holding_over, people_who
from organizations.scope import paths_down_to

SHORTEST = 2  # letters of a name: one alone stands in many words


def people_named(words: str, union: Union) -> QuerySet[User]:
    """Return the accounts at a union, or above or below it, whose names stand in some words; one query.

    Nobody is asked to write names alone: titles and words between do not hide one, and one too many is kept away
    rather than one too few.
    """
    near = User.objects.filter(union__path__in=paths_down_to(union.path)) | User.objects.filter(
        union__path__startswith=union.path
    )
    said = Value(f"{words}\n{''.join(words.split())}", CharField())
    named = near.annotate(length=Length("name"), said=said).filter(length__gte=SHORTEST, said__contains=F("name"))
    return named if words else User.objects.none()


def leaves_nobody(union: Union, avoided: Iterable[int]) -> bool:
    """Tell whether all who handle the grievances of a union would be kept away from one; one query."""
    handlers = set(people_who(holding_over(union, CHECKING_ROLES)).values_list("pk", flat=True))
    return bool(handlers) and handlers <= set(avoided)


def possible_owners(grievance: Grievance) -> QuerySet[User]:
    """Return whom a grievance may be given to: who works at its union or above, but never whom it is about."""
    return people_who(holding_over(grievance.union, OFFICE_ROLES)).exclude(pk__in=grievance.avoided.values("pk"))
