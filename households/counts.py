"""Counts of archives over a region from what a trigger keeps of them, exact at every moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from households.querysets import GRANTED_ROLES
from organizations.scope import COUNTY_PATH

if TYPE_CHECKING:
    from organizations.models import User


class ArchiveCountQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> ArchiveCountQuerySet:
        """Narrow to the places of the user's subtree roles; ask ``is_whole_for`` before."""
        return self.filter(user.scope.subtree("place"))

    def by_clear(self) -> ArchiveCountQuerySet:
        """Narrow to the rows that count by six-clear and cadre: each archive once."""
        return self.filter(main_cause__isnull=True)

    def by_cause(self) -> ArchiveCountQuerySet:
        """Narrow to the rows that count by main cause: each archive once."""
        return self.filter(main_cause__isnull=False)


def is_whole_for(user: User) -> bool:
    """Tell whether these counts are of all that the user sees: whole counties, and no single archives beside them."""
    prefixes = user.scope.prefixes()
    return all(len(path) <= COUNTY_PATH for path in prefixes) and not user.scope.has(*GRANTED_ROLES)
