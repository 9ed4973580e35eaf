"""Querysets of hand-overs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from organizations.models import User


class HandoverQuerySet(models.QuerySet):
    """Handovers of pairings."""

    def visible_to(self, user: User) -> Self:
        """Narrow to those by or to cadres of the user's subtree roles, and to the user's own."""
        regions = user.scope.subtree("giver__union__path") | user.scope.subtree("taker__union__path")
        return self.filter(regions | Q(taker__user=user) | Q(giver__user=user))

    def waiting(self) -> Self:
        """Narrow to those that the new cadre has not acknowledged."""
        return self.filter(acknowledged_at__isnull=True)

    def for_list(self) -> Self:
        """Load both cadres with their unions and units, and who acted, the newest first."""
        beside = ("giver__unit", "taker__unit", "taker__union", "by", "acknowledged_by")
        return self.select_related(*beside).order_by("-pk")
