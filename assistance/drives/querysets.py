"""Querysets of seasonal actions and their targets; each begins at ``visible_to(user)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from assistance.drives.enums import DriveStatus
from organizations.enums import SUBTREE_ROLES

if TYPE_CHECKING:
    from organizations.models import User


class DriveQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the actions of the user's unions, and of those above, in which they take part."""
        return self.filter(user.scope.around("union__path", SUBTREE_ROLES))

    def open(self) -> Self:
        """Leave out the actions that have ended."""
        return self.exclude(status=DriveStatus.CLOSED)


class TargetQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the households in the scope of the user's subtree roles."""
        return self.filter(user.scope.subtree("union_path"))
