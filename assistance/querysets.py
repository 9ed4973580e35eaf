"""Querysets of aid received and of measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db.models import Exists, OuterRef

from households.querysets import DifficultyQuerySet, PartQuerySet, in_scope

if TYPE_CHECKING:
    from assistance.models import AidRecord
    from households.models import Household
    from organizations.models import User


class AidQuerySet(PartQuerySet):
    def last_entered_by(self, user: User) -> AidRecord | None:
        """Return what the user entered last on screen, whose source and department the next one proposes."""
        return cast("AidRecord | None", self.filter(created_by=user, import_key="").order_by("-pk").first())


class MeasureQuerySet(PartQuerySet):
    def visible_to(self, user) -> MeasureQuerySet:
        """Narrow to measures of the households in the user's scope."""
        return self.filter(in_scope(user, "difficulty__household"))

    def of_household(self, household: Household) -> MeasureQuerySet:
        """Narrow to one household, with the difficulties that they are against."""
        return self.filter(difficulty__household=household).select_related("difficulty__household")


class StatementQuerySet(PartQuerySet):
    def contradicted(self) -> StatementQuerySet:
        """Narrow to statements of none for years that have records by now."""
        from assistance.models import AidRecord  # noqa: PLC0415 -- models use these querysets

        return self.filter(Exists(AidRecord.objects.filter(household=OuterRef("household"), year=OuterRef("year"))))


def difficulties_with_measures(household: Household) -> DifficultyQuerySet:
    """Return the difficulties of a household with their measures; two queries."""
    return household.difficulties.prefetch_related("measures")
