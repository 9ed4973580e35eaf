"""Querysets of third-party verification: a sample is seen by those who run the project, until it is over by others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from audits.verification.enums import ProjectStatus
from organizations.enums import SUBTREE_ROLES

if TYPE_CHECKING:
    from organizations.models import User


class ProjectQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the verifications of the unions of the user's subtree roles, and of those above them."""
        return self.filter(user.scope.around("union__path", SUBTREE_ROLES))

    def for_list(self) -> Self:
        """Load whose each is, and who carries it out."""
        return self.select_related("union", "agency", "created_by", "drawn_by")


class _OfVerification(models.QuerySet):
    """Rows of a verification: whom it asks is known to those alone who run it, lest a union prepare for the visit."""

    at = ""

    def visible_to(self, user: User) -> Self:
        """Narrow to the rows of verifications of the user's own unions, and of ended ones to those below them."""
        own = user.scope.subtree("verification__union__path", SUBTREE_ROLES)
        ended = user.scope.subtree(f"{self.at}__path", SUBTREE_ROLES)
        return self.filter(own | ended & models.Q(verification__status=ProjectStatus.CLOSED))


class OutsideQuerySet(_OfVerification):
    """Households of lists of others."""

    at = "union"


class UnitQuerySet(_OfVerification):
    """The population."""

    at = "union"


class SampleQuerySet(_OfVerification):
    """The sample."""

    at = "unit__union"

    def for_list(self) -> Self:
        """Load what a list shows, in the order of the draw."""
        loaded = self.select_related("unit__household", "unit__outside", "unit__union", "stratum__union")
        return loaded.order_by("stratum", "unit__place")
