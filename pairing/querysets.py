"""Querysets of cadres, pairings and visits."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least

from households.enums import IN_CARE
from households.querysets import PartQuerySet
from organizations.enums import SUBTREE_ROLES

if TYPE_CHECKING:
    from organizations.models import User


class RegionalQuerySet(models.QuerySet):
    """Rows that belong to a union's region."""

    def visible_to(self, user: User) -> RegionalQuerySet:
        """Narrow to the regions of the user's subtree roles."""
        return self.filter(user.scope.subtree("union__path", SUBTREE_ROLES))

    def active(self) -> RegionalQuerySet:
        """Leave out those no longer in use."""
        return self.filter(is_active=True)


class CadreQuerySet(RegionalQuerySet):
    def visible_to(self, user: User) -> CadreQuerySet:
        """Narrow to cadres of the regions of the user's subtree roles, and the user's own."""
        return self.filter(user.scope.subtree("union__path", SUBTREE_ROLES) | Q(user=user))


class PairingQuerySet(PartQuerySet):
    def active(self) -> PairingQuerySet:
        """Narrow to pairings that have not ended."""
        return self.filter(ended_on__isnull=True)

    def of_user(self, user: User) -> PairingQuerySet:
        """Narrow to the pairings of the cadre whose account this is."""
        return self.filter(cadre__user=user)

    def in_care(self) -> PairingQuerySet:
        """Narrow to pairings with households on file or tapering."""
        return self.filter(household__status__in=IN_CARE)

    def due_by(self, day: datetime.date) -> PairingQuerySet:
        """Narrow to those whose next home visit or call is due on or before a day."""
        return self.filter(Q(home_due_on__lte=day) | Q(call_due_on__lte=day))

    def most_urgent_first(self) -> PairingQuerySet:
        """Order by what is due first."""
        return self.annotate(due_on=Least("home_due_on", "call_due_on")).order_by(
            F("due_on").asc(nulls_last=True), "id"
        )

    def for_list(self) -> PairingQuerySet:
        """Load household, cadre and unit beside the pairings."""
        return self.select_related("household__union", "cadre", "unit").defer("household__search")


class VisitQuerySet(PartQuerySet):
    def for_list(self) -> VisitQuerySet:
        """Load cadre, difficulties and photos beside the visits, newest first."""
        return (
            self.select_related("cadre").prefetch_related("difficulties", "photos__attachment").order_by("-on", "-id")
        )
