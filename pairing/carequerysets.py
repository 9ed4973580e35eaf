"""Querysets of what the statistics of the rhythm count."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from core import clock
from households.querysets import GRANTED_ROLES, PartQuerySet
from pairing.enums import VisitMethod

if TYPE_CHECKING:
    from organizations.models import Union, User


class CareQuerySet(PartQuerySet):
    """Households in care with what is due, for statistics."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the regions of the user's subtree roles, without reading the archives."""
        return self.filter(user.scope.subtree("union_path"))

    def of_union(self, union: Union) -> Self:
        """Narrow to a union and all below it."""
        return self.filter(union_path__startswith=union.path)

    def overdue(self) -> Self:
        """Narrow to what should have been done before today."""
        return self.filter(due_on__lt=clock.today())

    def most_urgent_first(self) -> Self:
        """Order by what is due first, leaving out where nothing falls due."""
        return self.filter(due_on__isnull=False).order_by("due_on", "pk")

    def least_visited_first(self) -> Self:
        """Order by the last home visit: who never had one, then the longest ago."""
        return self.order_by(F("last_home_on").asc(nulls_first=True), "household")

    def for_list(self) -> Self:
        """Load archive and cadre beside the rows, and count the home visits since a day a year ago."""
        from pairing.models import Visit  # noqa: PLC0415 -- models use these querysets

        since = clock.today() - datetime.timedelta(days=365)
        made = Visit.objects.filter(household=OuterRef("household"), method=VisitMethod.HOME, on__gt=since)
        counted = made.order_by().values("household").annotate(found=Count("pk")).values("found")
        return (
            self.select_related("household__union", "cadre__unit")
            .defer("household__search")
            .annotate(home_visits=Coalesce(Subquery(counted, output_field=models.IntegerField()), 0))
        )


def care_of_region(user: User) -> CareQuerySet | None:
    """Return what ``pairings_of_region`` owes as rows of one index, with ``due_on``; None where that serves nobody.

    It serves who sees all of some counties and nothing beside: of a province the days have an index of their own.
    """
    from pairing.models import CareRhythm  # noqa: PLC0415 -- models use these querysets

    if not user.scope.is_narrow or user.scope.has(*GRANTED_ROLES):
        return None
    return CareRhythm.objects.visible_to(user)
