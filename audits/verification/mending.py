"""Querysets of rectifications: whose they are, which wait, which are late."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from audits.verification.enums import ENDED, TO_MEND, Origin, RectificationStatus
from core import clock
from organizations.enums import SUBTREE_ROLES, Role

if TYPE_CHECKING:
    from organizations.models import User

TOLD_FOR = datetime.timedelta(days=7)  # so long the first page tells those who were to act that it is withdrawn


def is_sent(origin: str) -> Q:
    """Return the condition that a finding or a grievance is sent out to be mended, and not withdrawn."""
    rows = apps.get_model("audits", "Rectification").objects.in_force()
    return Q(Exists(rows.filter(**{origin: OuterRef("pk")})))


class RectificationQuerySet(models.QuerySet):
    """Rectifications of findings, grievances and faults."""

    def visible_to(self, user: User) -> Self:
        """Narrow to those of the user's unions, sent out by them, and the user's own; never of what is about the user.

        A cadre has the own ones as long as the household. Whom a grievance is about sees nothing of what comes of it.
        """
        from households.models import ArchiveGrant  # noqa: PLC0415 -- models use these querysets

        below = user.scope.subtree("union__path", SUBTREE_ROLES)
        run = user.scope.subtree("sender__path", SUBTREE_ROLES)
        found = below | run
        if user.scope.has(Role.CADRE):
            found |= Q(owner=user.pk, household__in=ArchiveGrant.objects.valid_for(user).values("household"))
        concerning = apps.get_model("audits", "Grievance").objects.concerning(user)
        return self.filter(found).exclude(grievance__in=concerning.values("pk"))

    def of(self, user: User) -> Self:
        """Narrow to those that the user mends or verifies."""
        return self.filter(self._of(user))

    @staticmethod
    def _of(user: User) -> Q:
        return Q(owner=user.pk) | Q(verifier=user.pk)

    def to_mend_by(self, user: User) -> Self:
        """Narrow to those that wait for the user to mend them."""
        return self.filter(owner=user.pk, status__in=TO_MEND)

    def to_verify_by(self, user: User) -> Self:
        """Narrow to those that wait for the user to say whether they are done."""
        return self.filter(verifier=user.pk, status=RectificationStatus.DONE)

    def unassigned(self) -> Self:
        """Narrow to open ones that lack an owner or a verifier."""
        return self.filter(Q(owner__isnull=True) | Q(verifier__isnull=True), status__in=TO_MEND)

    def unfinished(self) -> Self:
        """Narrow to those that are neither verified nor withdrawn."""
        return self.exclude(status__in=ENDED)

    def in_force(self) -> Self:
        """Leave out those that were withdrawn."""
        return self.exclude(status=RectificationStatus.WITHDRAWN)

    def lately_withdrawn_from(self, user: User) -> Self:
        """Narrow to those withdrawn in the last days that the user was to mend or verify, or to name somebody for."""
        unnamed = Q(owner__isnull=True) & user.scope.subtree("union__path", [Role.OFFICER])
        since = clock.now() - TOLD_FOR
        return self.filter(self._of(user) | unnamed, status=RectificationStatus.WITHDRAWN, withdrawn_at__gte=since)

    def of_origin(self, origin: str) -> Self:
        """Narrow to those that are said to come of something; those of grievances in confidence to inspections."""
        unnamed = Q(finding__isnull=True, fault__isnull=True)
        in_confidence = Q(grievance__is_secret=True) | Q(grievance__is_anonymous=True)
        if origin == Origin.INSPECTION:
            return self.filter(unnamed & (Q(grievance__isnull=True) | in_confidence))
        if origin == Origin.GRIEVANCE:
            return self.filter(grievance__isnull=False).exclude(in_confidence)
        return self.filter(**{f"{origin}__isnull": False})

    def overdue(self) -> Self:
        """Narrow to those whose last day is over and that nobody reported done."""
        return self.filter(status__in=TO_MEND, due_on__lt=clock.today())

    def for_list(self) -> Self:
        """Load what a list shows, those that are due first at the top, those that are done with at the end."""
        loaded = self.select_related(
            *("union", "household", "owner", "verifier", "fault", "grievance"),
            *("finding__verification", "finding__sample__unit__outside"),
        )
        ended = models.Case(models.When(status__in=ENDED, then=1), default=0)
        return loaded.order_by(ended, "due_on", F("pk"))


class PaperQuerySet(models.QuerySet):
    """Papers of contests and of rectifications."""

    def visible_to(self, user: User) -> Self:
        """Narrow to those of the findings that the user may know, and of the rectifications that the user sees."""
        from audits.models import Rectification  # noqa: PLC0415 -- models use these querysets

        run = user.scope.subtree("finding__verification__union__path", SUBTREE_ROLES)
        below = user.scope.subtree("finding__sample__unit__union__path", SUBTREE_ROLES)
        contested = Q(contest__isnull=False) & (run | below)
        return self.filter(contested | Q(step__rectification__in=Rectification.objects.visible_to(user).order_by()))
