"""Querysets of what the statistics of the rhythm count."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from core import clock
from households.querysets import PartQuerySet
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
