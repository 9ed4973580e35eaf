"""Querysets of layouts and bank files; each begins at ``visible_to(user)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from organizations.enums import SUBTREE_ROLES, Role
from organizations.scope import paths_down_to

if TYPE_CHECKING:
    from organizations.models import Union, User


class LayoutQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the layouts of the user's unions and of those above, which are used there as well."""
        return self.filter(user.scope.around("union__path", SUBTREE_ROLES))

    def holding_for(self, union: Union) -> Self:
        """Narrow to the layouts in use of a union and of those above it."""
        return self.filter(is_active=True, union__path__in=paths_down_to(union.path))

    def for_list(self) -> Self:
        """Load what the list of layouts shows."""
        return self.select_related("union")


class BankFileQuerySet(models.QuerySet):
    """Files to and from the bank; they hold account numbers."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the files of the batches that the user's finance role covers."""
        return self.filter(user.scope.subtree("batch__union_path", [Role.FINANCE]))
