"""Querysets of services, enrolments and follow-ups; each begins at ``visible_to(user)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from assistance.services.enums import FOLLOW_UP_MONTHS, HOLDS_PLACE, EnrolmentStatus
from assistance.services.terms import ASKED_FOR_MONTHS, LOOKED_AFTER
from core import clock
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
        return self.filter(status__in=HOLDS_PLACE)

    def for_page(self) -> Self:
        """Load who somebody is, and the archive with its union, beside each enrolment."""
        return self.select_related("member", "household__union").defer("household__search")

    def due_for_follow_up(self) -> Self:
        """Narrow to those for whom a look after 3 or 6 months is due today (services.terms), the longest due first."""
        today = clock.today()
        since = clock.months_after(today, -ASKED_FOR_MONTHS)
        first, last = (clock.months_after(today, -months) for months in FOLLOW_UP_MONTHS)
        looked = self._follow_ups()
        sooner = Q(completed_on__gt=last) & ~Exists(looked.filter(months=FOLLOW_UP_MONTHS[0]))
        later = Q(completed_on__lte=last) & ~Exists(looked.filter(months=FOLLOW_UP_MONTHS[1]))
        rows = self.filter(
            Q(sooner) | Q(later), completed_on__gt=since, completed_on__lte=first, status=EnrolmentStatus.COMPLETED
        )
        return rows.filter(service__kind__in=LOOKED_AFTER, member__departed_on__isnull=True).order_by(
            "completed_on", "pk"
        )

    @staticmethod
    def _follow_ups() -> models.QuerySet:
        from assistance.models import FollowUp  # noqa: PLC0415 -- models use these querysets

        return FollowUp.objects.filter(enrolment=OuterRef("pk"))


class ChargeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the costs that budgets in the user's scope bear."""
        return self.filter(user.scope.subtree("budget__union_path"))


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the looks after people of the households in the user's scope."""
        return self.filter(in_scope(user, "enrolment__household"))
