"""Querysets of cadres, pairings and visits."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least

from core import clock
from core.arrays import IsAny
from households.enums import IN_CARE, Relation
from households.models import Household, Member
from households.querysets import HouseholdQuerySet, PartQuerySet
from organizations.enums import SUBTREE_ROLES, Role, UnionKind
from organizations.models import Union, User
from organizations.scope import COUNTY_PATH, paths_down_to
from pairing.enums import LEADING, PairingKind, StationLevel, VisitMethod

if TYPE_CHECKING:
    from pairing.models import Cadre


class RegionalQuerySet(models.QuerySet):
    """Rows that belong to a union's region."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the regions of the user's subtree roles."""
        return self.filter(user.scope.subtree("union__path", SUBTREE_ROLES))

    def active(self) -> Self:
        """Leave out those no longer in use."""
        return self.filter(is_active=True)

    def near(self, union: Union) -> Self:
        """Narrow to those who may help a household of a union: its whole county, and the unions above it."""
        county = union.path[:COUNTY_PATH]
        above = paths_down_to(union.path)[:-1]
        return self.filter(Q(union__path__startswith=county) | Q(union__path__in=above))

    def for_list(self) -> Self:
        """Load the union beside the rows, in the order of the tree."""
        return self.select_related("union").order_by("union__path", "name", "id")


class HelpingUnitQuerySet(RegionalQuerySet):
    def for_list(self) -> Self:
        """Load the union beside the units, and count their cadres in office."""
        return super().for_list().annotate(cadre_count=Count("cadres", filter=Q(cadres__is_active=True)))


class CadreQuerySet(RegionalQuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to cadres of the regions of the user's subtree roles, and the user's own."""
        if not user.scope.is_narrow:
            return self.filter(user.scope.subtree("union__path", SUBTREE_ROLES) | Q(user=user))
        unions = Union.objects.filter(user.scope.subtree("path", SUBTREE_ROLES))
        seen = self.model._default_manager.filter(Q(IsAny("union_id", unions)) | Q(user=user))
        return self.filter(IsAny("id", seen))

    def for_list(self) -> Self:
        """Load union, unit and account, and count the open pairings and the overdue ones, of a page's rows only."""
        own = _own_pairings()
        return (
            super()
            .for_list()
            .select_related("unit", "user")
            .annotate(pairing_count=_count(own), overdue_count=_count(own.in_care().with_due().overdue()))
        )

    def helping(self) -> Self:
        """Narrow to cadres with at least one household."""
        return self.filter(_helps())

    def idle(self) -> Self:
        """Narrow to cadres without a household."""
        return self.filter(~_helps())

    def with_load(self) -> Self:
        """Annotate ``load``, the households of each, and ``most``, what ``Cadre.ceiling`` says."""
        return self.annotate(load=_count(_own_pairings()), most=_most())

    def with_room(self) -> Self:
        """Narrow to cadres who may take one household more, with ``load``."""
        return self.with_load().filter(load__lt=F("most"))

    def full(self) -> Self:
        """Narrow to cadres who have as many households as they may, or more."""
        from pairing.models import Pairing  # noqa: PLC0415 -- models use these querysets

        # Counted together: a subquery for each cadre of the province costs five times as much.
        counted = Pairing.objects.active().order_by().values("cadre").annotate(held=Count("pk"), most=_most("cadre__"))
        return self.filter(pk__in=counted.filter(held__gte=F("most")).values("cadre"))


class StationQuerySet(RegionalQuerySet):
    """Stations of the network of aid."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the stations of the regions where the user works, and of the unions above: cards are for all."""
        return self.filter(user.scope.around("union__path"))

    def matching(self, words: str) -> Self:
        """Narrow to stations whose name, address, contact or union holds every word."""
        found = self
        for word in words.split():
            named = Q(name__contains=word) | Q(address__contains=word) | Q(contact_name__contains=word)
            found = found.filter(named | Q(union__name__contains=word))
        return found

    def in_order(self) -> Self:
        """Order by the tree of unions, in each by the level of the network from the top."""
        levels = [When(level=level, then=place) for place, level in enumerate(StationLevel)]
        return self.order_by("union__path", Case(*levels, output_field=models.IntegerField()), "name")


def _most(cadre: str = "") -> Coalesce:
    """Return ``Cadre.ceiling`` as the database works it out; ``cadre`` is the lookup path to the cadre."""
    leads = When(**{f"{cadre}rank__in": LEADING}, then=Value(settings.LEADER_HOUSEHOLDS))
    usual = Case(leads, default=Value(settings.CADRE_MAX_HOUSEHOLDS))
    return Coalesce(f"{cadre}most_households", usual, output_field=models.IntegerField())


def _own_pairings() -> PairingQuerySet:
    from pairing.models import Pairing  # noqa: PLC0415 -- models use these querysets

    return Pairing.objects.active().filter(cadre=OuterRef("pk"))


def _helps() -> Exists:
    return Exists(_own_pairings())


def _count(rows: models.QuerySet) -> Coalesce:
    counted = rows.order_by().values("cadre").annotate(found=Count("pk")).values("found")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)


def is_overdue() -> Q:
    """Return the condition that what is due should have been done before today."""
    return Q(due_on__lt=clock.today())


def is_due_soon() -> Q:
    """Return the condition that something is due today or in the coming days."""
    today = clock.today()
    return Q(due_on__range=(today, today + datetime.timedelta(days=settings.VISIT_DUE_SOON_DAYS)))


class PairingQuerySet(PartQuerySet):
    def managed_by(self, user: User) -> Self:
        """Narrow to pairings of the households that the user is an officer of."""
        return self.filter(user.scope.subtree("household__union_path", [Role.OFFICER]))

    def active(self) -> Self:
        """Narrow to pairings that have not ended."""
        return self.filter(ended_on__isnull=True)

    def responsible(self) -> Self:
        """Narrow to the responsible cadres, leaving out the leaders."""
        return self.filter(kind=PairingKind.RESPONSIBLE)

    def of_user(self, user: User) -> Self:
        """Narrow to the pairings of the cadre whose account this is."""
        return self.filter(cadre__user=user)

    def in_care(self) -> Self:
        """Narrow to pairings with households on file or tapering."""
        return self.filter(household__status__in=IN_CARE)

    def with_due(self, method: str = "") -> Self:
        """Annotate ``due_on``: when the next visit of a method is due; without a method, whichever is first."""
        dates = {VisitMethod.HOME: F("home_due_on"), VisitMethod.CALL: F("call_due_on")}
        return self.annotate(due_on=dates.get(method, Least("home_due_on", "call_due_on")))  # type: ignore[call-overload]

    def overdue(self) -> Self:
        """Narrow to what should have been done before today; after ``with_due``."""
        return self.filter(is_overdue())

    def due_soon(self) -> Self:
        """Narrow to what is due today or in the coming days (settings.VISIT_DUE_SOON_DAYS); after ``with_due``."""
        return self.filter(is_due_soon())

    def most_urgent_first(self) -> Self:
        """Order by what is due first; after ``with_due``."""
        return self.order_by("due_on", "id")

    def for_list(self) -> Self:
        """Load household, cadre and unit beside the pairings."""
        return self.select_related("household__union", "cadre", "unit").defer("household__search")

    def with_people(self) -> Self:
        """Load cadre and unit beside the active pairings, the responsible cadre before the leaders."""
        return self.active().select_related("cadre", "unit").order_by("-kind", "pk")

    def with_phone(self) -> Self:
        """Annotate ``has_phone``: whether the worker can be called."""
        workers = Member.objects.filter(household=OuterRef("household"), relation=Relation.SELF).exclude(phone="")
        return self.annotate(has_phone=Exists(workers))

    def with_history(self) -> Self:
        """Load cadre, unit and hand-over, and count the visits that the cadre made there, the present ones first."""
        from pairing.models import Visit  # noqa: PLC0415 -- models use these querysets

        made = Visit.objects.filter(household=OuterRef("household"), cadre=OuterRef("cadre"))
        counted = made.order_by().values("cadre").annotate(found=Count("pk")).values("found")
        return (
            self.select_related("cadre", "unit", "handover__giver")
            .annotate(visit_count=Coalesce(Subquery(counted, output_field=models.IntegerField()), 0))
            .order_by("-ended_on", "-kind", "-started_on", "-id")
        )

    def with_plan(self) -> Self:
        """Annotate ``planned_on``: the day that the last visit promised for the next one."""
        from pairing.models import Visit  # noqa: PLC0415 -- models use these querysets

        last = Visit.objects.filter(household=OuterRef("household")).order_by("-on", "-id")
        return self.annotate(planned_on=Subquery(last.values("next_visit_on")[:1]))


class VisitQuerySet(PartQuerySet):
    def for_list(self) -> Self:
        """Load cadre, unit, difficulties and the photos that are still there beside the visits, newest first."""
        from pairing.models import VisitPhoto  # noqa: PLC0415 -- models use these querysets

        photos = VisitPhoto.objects.filter(attachment__removed_at__isnull=True).select_related("attachment")
        return (
            self.select_related("cadre__unit", "created_by")
            .prefetch_related("difficulties", Prefetch("photos", photos))
            .order_by("-on", "-id")
        )


def pairings_of_cadre(user: User) -> PairingQuerySet:
    """Return the pairings whose visits the user owes as a cadre, with ``due_on``."""
    from pairing.models import Pairing  # noqa: PLC0415 -- models use these querysets

    return Pairing.objects.visible_to(user).of_user(user).active().in_care().with_due()


def pairings_of_region(user: User) -> PairingQuerySet:
    """Return the pairings whose visits are owed in the user's scope, one for each household."""
    from pairing.models import Pairing  # noqa: PLC0415 -- models use these querysets

    owed = Pairing.objects.visible_to(user).active().responsible().in_care()
    if user.scope.is_narrow:
        owed = owed.filter(IsAny("household_id", Household.objects.visible_to(user).in_care()))
    return owed


def households_without_cadre(user: User) -> HouseholdQuerySet:
    """Return the households of the user's scope that are owed care and have no responsible cadre (the gap).

    Reads the cadre's name that ``refresh_rhythm`` keeps: looking for pairings would read every one of the province.
    """
    return Household.objects.visible_to(user).in_care().filter(cadre_names="")


def former_cadre_of(household: Household) -> Cadre | None:
    """Return who helped a household before its hardship returned, if still in office; one query."""
    from pairing.models import Cadre  # noqa: PLC0415 -- models use these querysets

    if household.previous_id is None:
        return None
    helped = Cadre.objects.active().filter(
        pairings__household=household.previous_id, pairings__kind=PairingKind.RESPONSIBLE
    )
    return helped.order_by("-pairings__started_on", "-pairings__id").first()


def regions_kept_by(user: User) -> models.QuerySet[Union]:
    """Return the unions whose cadres and helping units the user keeps; grassroots unions have none of their own."""
    kept = user.scope.subtree("path", [Role.OFFICER])
    return Union.objects.active().filter(kept).exclude(kind=UnionKind.GRASSROOTS)


def regions_seen_by(user: User, *, asked: str = "") -> models.QuerySet[Union]:
    """Return the unions to filter lists by: down to the counties, and to the townships for those of one county.

    ``asked`` is the code of one more, if it lies in the scope: a number of a table may lead to any union.
    """
    shortest = min((len(prefix) for prefix in user.scope.prefixes()), default=0)
    deep = {UnionKind.GRASSROOTS} if shortest >= COUNTY_PATH else {UnionKind.GRASSROOTS, UnionKind.TOWNSHIP}
    near = Q(is_active=True) & ~Q(kind__in=deep)
    return Union.objects.filter(user.scope.subtree("path")).filter(near | Q(code=asked))


def accounts_for(cadre: Cadre) -> models.QuerySet[User]:
    """Return the accounts that a cadre may be linked with: cadre accounts of the same region that nobody else has."""
    return (
        User.objects.filter(is_active=True, union__path__startswith=cadre.union.path)
        .filter(Q(cadre__isnull=True) | Q(cadre=cadre))
        .with_role(Role.CADRE)
        .order_by("name", "username")
    )
