"""Whom a grievance is about, and who may be charged with it."""

from collections.abc import Iterable

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Length

from audits.grievances.querysets import without_marks
from audits.grievances.rules import READERS, SHORTEST
from audits.grievances.words import joined
from audits.models import Grievance
from organizations.enums import CHECKING_ROLES, OFFICE_ROLES
from organizations.models import Union, User
from organizations.people import holding_over, people_who
from organizations.scope import paths_down_to


def people_named(words: str, union: Union) -> QuerySet[User]:
    """Return the accounts at a union, or above or below it, or with a role there, whose names stand in some words.

    Nobody is asked to write names alone: titles and words between do not hide one, and one too many is kept away
    rather than one too few. One query.
    """
    above, here = Q(union__path__in=paths_down_to(union.path)), Q(union__path__startswith=union.path)
    return _named(User.objects.filter(above | here | holding_over(union, READERS)), words)


def _named(people: QuerySet[User], words: str) -> QuerySet[User]:
    said, name = Value(joined(words), CharField()), without_marks("name")
    named = people.annotate(bare=name, length=Length("bare"), said=said)
    return named.filter(length__gte=SHORTEST, said__contains=F("bare")) if words else people.none()


def without_avoided(people: QuerySet[User], grievance: Grievance) -> QuerySet[User]:
    """Leave out whom a grievance is about (``rules.is_avoided``): by what was noted, and by name."""
    named = _named(User.objects.all(), grievance.about).values("pk")
    return people.exclude(pk__in=grievance.avoided.values("pk")).exclude(pk__in=named)


def leaves_nobody(union: Union, avoided: Iterable[int]) -> bool:
    """Tell whether all who handle the grievances of a union would be kept away from one; one query."""
    handlers = set(people_who(holding_over(union, CHECKING_ROLES)).values_list("pk", flat=True))
    return bool(handlers) and handlers <= set(avoided)


def who_might_see(grievance: Grievance) -> QuerySet[User]:
    """Return who reads grievances of its union and is not kept away from this one."""
    return without_avoided(people_who(holding_over(grievance.union, READERS)), grievance)


def possible_owners(grievance: Grievance) -> QuerySet[User]:
    """Return whom a grievance may be given to: who works at its union or above, but never whom it is about."""
    return without_avoided(people_who(holding_over(grievance.union, OFFICE_ROLES)), grievance)
