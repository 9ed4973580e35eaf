"""Querysets of six-clear states."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db.models import F, Q

from audits.enums import ConfirmationKind
from households.clearmask import ALL_CLEAR
from households.enums import IN_CARE
from households.models import ArchiveGrant
from households.querysets import PartQuerySet
from organizations.enums import CHECKING_ROLES, Role

if TYPE_CHECKING:
    from organizations.models import User

CADRE_HOLDS = Q(cadre_confirmed_at__gte=F("facts_changed_at"))
COUNTY_HOLDS = Q(county_checked_at__gte=F("facts_changed_at"))


class ClearStateQuerySet(PartQuerySet):
    def stale(self, day: datetime.date) -> ClearStateQuerySet:
        """Narrow to states that facts or time have overtaken by a day."""
        return self.filter(Q(computed_at__isnull=True) | Q(computed_at__lt=F("facts_changed_at")) | Q(due_on__lte=day))

    def awaiting(self, kind: str, user: User) -> ClearStateQuerySet:
        """Narrow to the households, clear in all six, whose confirmation or check this user may make now."""
        ready = self.filter(household__clear_mask=ALL_CLEAR, household__status__in=IN_CARE)
        if kind == ConfirmationKind.COUNTY:
            held = user.scope.subtree("household__union_path", CHECKING_ROLES)
            return ready.filter(held, CADRE_HOLDS).exclude(COUNTY_HOLDS)
        own = user.scope.subtree("household__union_path", [Role.OFFICER])
        if user.scope.has(Role.CADRE):
            own |= Q(pk__in=list(ArchiveGrant.objects.valid_for(user).values_list("household", flat=True)))
        return ready.filter(own).exclude(CADRE_HOLDS)

    def for_list(self) -> ClearStateQuerySet:
        """Load the archives beside the states, those entered first at the top."""
        return self.select_related("household__union").defer("household__search", "reasons").order_by("pk")
