"""Whom a user may pick for a service."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict

from assistance.models import Enrolment, Service
from assistance.services.enums import ON_LIST
from core import clock
from households.enums import IN_CARE
from households.models import Household, Member
from organizations.enums import Role
from organizations.models import User

WORKING_AGE = (16, 60)


class Picking:
    """What was typed to find people; it lives in the URL."""

    def __init__(self, query: QueryDict) -> None:
        self.words = query.get("q", "").strip()[:60]


def people_to_enrol(user: User, service: Service, words: str = "") -> QuerySet[Any]:
    """Return people of archives in care that the user may enrol, by words those whom the search of archives finds."""
    archives = Household.objects.filter(user.scope.subtree("union_path", [Role.OFFICER]), status__in=IN_CARE)
    archives = archives.filter(union_path__startswith=service.union.path)
    people = Member.objects.present().filter(household__in=archives.matching(words) if words else archives)
    return people.select_related("household__union").defer("household__search").order_by("household", "pk")


def people_to_pick(user: User, service: Service, words: str) -> QuerySet[Any]:
    """Return whom the page offers: not yet on the list, and of working age unless they are looked for by words."""
    there = Enrolment.objects.filter(service=service, member=OuterRef("pk"), status__in=ON_LIST)
    people = people_to_enrol(user, service, words).filter(~Exists(there))
    if words:
        return people
    youngest, oldest = (clock.months_after(clock.today(), -12 * years) for years in WORKING_AGE)
    return people.filter(birth_date__range=(oldest, youngest))
