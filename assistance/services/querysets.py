"""Querysets of services, enrolments and follow-ups; each begins at ``visible_to(user)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from assistance.services.enums import EnrolmentStatus
from households.querysets import in_scope
from organizations.enums import SUBTREE_ROLES

if TYPE_CHECKING:
    from organizations.models import User


class ServiceQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the services of the user's unions, and of those above, whose places their workers take."""
        return self.filter(user.scope.around("union__path", SUBTREE_ROLES))

    def for_list(self) -> Self:
        """Load what the list of services shows."""
        return self.select_related("union", "budget__fund")


class EnrolmentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the enrolments of people of the households in the user's scope."""
        return self.filter(in_scope(user, "household"))

    def taking_part(self) -> Self:
        """Narrow to those who hold a place or have completed."""
        return self.filter(status__in=[EnrolmentStatus.ENROLLED, EnrolmentStatus.COMPLETED])


class ChargeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the costs that budgets in the user's scope bear."""
        return self.filter(user.scope.subtree("budget__union_path"))
