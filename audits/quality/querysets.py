"""Querysets of data quality."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, When
from django.db.models.functions import Collate

from audits.quality.catalogue import RULES
from core import clock
from households.querysets import GRANTED_ROLES, PartQuerySet
from organizations.enums import SUBTREE_ROLES
from organizations.scope import paths_down_to

if TYPE_CHECKING:
    from organizations.models import Union, User

AFTER_ALL = "~"  # behind every sign of a tree path


def seen_by(user: User, prefix: str = "") -> Q:
    """Return the condition that a fault lies in a user's scope, by its own path or by a grant of its archive."""
    from households.models import ArchiveGrant  # noqa: PLC0415 -- models use these querysets

    condition = user.scope.subtree(f"{prefix}union_path")
    if user.scope.has(*GRANTED_ROLES):
        granted = list(ArchiveGrant.objects.valid_for(user).values_list("household", flat=True))
        condition |= Q(**{f"{prefix}household__in": granted})
    return condition


class FaultQuerySet(models.QuerySet):
    """Faults of the archives in a user's scope; ``union_path`` repeats that of the archive."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the faults of the archives of the user's subtree roles, and of those granted to the user."""
        return self.filter(seen_by(user))

    def within(self, union: Union) -> Self:
        """Narrow to the faults of a union's subtree."""
        return self.filter(union_path__startswith=union.path)

    def in_tree(self, paths: Sequence[str]) -> Self:
        """Sort by union, archive and rule; ``paths`` are those of the subtrees that hold all of the rows, if known.

        A range of the very index that sorts, said beside the scope: without it the database takes the rows of a county
        to lie all over the province, and reads it from its beginning.
        """
        rows = self.alias(in_tree=Collate("union_path", "C"))
        if len(paths) == 1:
            rows = rows.filter(in_tree__gte=paths[0], in_tree__lt=paths[0] + AFTER_ALL)
        return rows.order_by("in_tree", "household_id", "rule", "subject")

    def found(self) -> Self:
        """Narrow to what the last run found."""
        return self.filter(gone_on__isnull=True)

    def standing(self) -> Self:
        """Narrow to the faults that the last run found and nobody has waived until today."""
        return self.found().filter(Q(waived_until__isnull=True) | Q(waived_until__lt=clock.today()))

    def waived(self) -> Self:
        """Narrow to those that are waived today."""
        return self.found().filter(waived_until__gte=clock.today())

    def of_severity(self, severity: str) -> Self:
        """Narrow to the rules of a severity."""
        return self.filter(rule__in=[rule.code for rule in RULES if rule.severity == severity])

    def gone(self) -> Self:
        """Narrow to those that a run no longer found."""
        return self.filter(gone_on__isnull=False)

    def for_list(self) -> Self:
        """Load the archives beside the faults, what is being mended, and whether it is the demo's (``is_planted``)."""
        from audits.models import PlantedFault, Rectification  # noqa: PLC0415 -- models use these querysets

        planted = PlantedFault.objects.filter(rule=OuterRef("rule"), household=OuterRef("household"))
        rows = self.select_related("household__union").defer("household__search", "household__remark")
        mending = Prefetch("rectifications", Rectification.objects.unfinished(), to_attr="open_rectifications")
        return rows.annotate(is_planted=Exists(planted)).prefetch_related(mending)


class WaiverQuerySet(models.QuerySet):
    """Waivers of the faults in a user's scope."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the waivers of the faults that the user sees."""
        return self.filter(seen_by(user, "fault__"))

    def valid(self) -> Self:
        """Narrow to those that hide their fault today."""
        return self.filter(ended_at__isnull=True, until__gte=clock.today())

    def running_out(self, days: int) -> Self:
        """Narrow to those that hide their fault for no more than so many days."""
        return self.valid().filter(until__lte=clock.today() + datetime.timedelta(days=days))

    def over(self) -> Self:
        """Narrow to those that ended, by their day or by hand."""
        return self.filter(Q(ended_at__isnull=False) | Q(until__lt=clock.today()))

    def for_list(self) -> Self:
        """Load faults, archives and people beside the waivers, those that end first at the top."""
        rows = self.select_related("fault__household__union", "by", "ended_by")
        return rows.defer("fault__household__search", "fault__household__remark").order_by("until", "pk")


class RunQuerySet(models.QuerySet):
    """Runs, of the whole register or of one union with those below."""

    def visible_to(self, user: User) -> Self:
        """Narrow to those that look at archives of the user's subtree roles: of its unions, of those above, of all."""
        if not user.scope.has(*SUBTREE_ROLES):
            return self.none()
        return self.filter(user.scope.around("union__path", SUBTREE_ROLES) | Q(union__isnull=True))

    def with_told(self, user: User) -> Self:
        """Say of each as ``tells_found`` whether the user may know how much it found: everything that it looked at."""
        within = user.scope.subtree("union__path", SUBTREE_ROLES)
        if user.scope.has_all():
            within |= Q(union__isnull=True)
        return self.annotate(tells_found=Case(When(within, then=True), default=False))

    def covering(self, union: Union) -> Self:
        """Narrow to those that look at every archive of a union and below."""
        return self.filter(Q(union__isnull=True) | Q(union__path__in=paths_down_to(union.path)))

    def whole(self) -> Self:
        """Narrow to those that went to their end over the whole register, whose faults unions may be compared by."""
        return self.filter(union__isnull=True, stopped_by__isnull=True, ended_at__isnull=False)

    def under_way(self) -> Self:
        """Narrow to those that have not ended."""
        return self.filter(ended_at__isnull=True)

    def for_list(self) -> Self:
        """Load what was checked and who asked for it or cancelled it, the latest first."""
        return self.select_related("union", "by", "stopped_by").order_by("-pk")


class FaultCountQuerySet(models.QuerySet):
    """What stands now, by county."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the counties below the unions of the user's subtree roles."""
        return self.filter(user.scope.subtree("place"))

    def standing(self) -> Self:
        """Narrow to the faults that nobody has waived until today."""
        return self.filter(Q(waived_until__isnull=True) | Q(waived_until__lt=clock.today()))


class FaultDayQuerySet(models.QuerySet):
    """What stood after each day, by county."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the counties below the unions of the user's subtree roles."""
        return self.filter(user.scope.subtree("union_path"))


class PlantedQuerySet(PartQuerySet):
    """Faults that demo data was given."""
