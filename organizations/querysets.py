"""Querysets of unions, accounts, roles and the access log."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from treebeard.mp_tree import MP_NodeManager, MP_NodeQuerySet

from organizations.enums import ADMIN_ROLES, Role

if TYPE_CHECKING:
    from organizations.models import User


class UnionQuerySet(MP_NodeQuerySet):
    def visible_to(self, user: User) -> UnionQuerySet:
        """Narrow to the unions that any role of the user covers."""
        return self.filter(user.scope.subtree("path", Role.values))

    def managed_by(self, user: User) -> UnionQuerySet:
        """Narrow to the unions whose staff the user administers."""
        return self.filter(user.scope.subtree("path", ADMIN_ROLES))

    def active(self) -> UnionQuerySet:
        """Leave out the unions that were closed."""
        return self.filter(is_active=True)

    def within(self, path: str) -> UnionQuerySet:
        """Narrow to a union and everything below it."""
        return self.filter(path__startswith=path)


class UnionManager(MP_NodeManager.from_queryset(UnionQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> UnionQuerySet:
        """Return unions in tree order."""
        return UnionQuerySet(self.model, using=self._db).order_by("path")


class OfficeQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> OfficeQuerySet:
        """Narrow to offices in the regions that the user's roles cover, and the user's own."""
        return self.filter(user.scope.subtree("union__path", Role.values) | models.Q(pk__in=user.scope.offices))

    def managed_by(self, user: User) -> OfficeQuerySet:
        """Narrow to offices whose liaisons the user administers."""
        return self.filter(user.scope.subtree("union__path", ADMIN_ROLES))


class UserQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> UserQuerySet:
        """Narrow to the accounts that the user administers, and the user's own."""
        return self.filter(user.scope.subtree("union__path", ADMIN_ROLES) | models.Q(pk=user.pk))

    def for_list(self) -> UserQuerySet:
        """Load unions and roles beside the accounts."""
        return self.select_related("union").prefetch_related("role_assignments__union", "role_assignments__office")


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates accounts by Django's own rules."""


class RoleAssignmentQuerySet(models.QuerySet):
    def valid_on(self, day: datetime.date) -> RoleAssignmentQuerySet:
        """Narrow to the assignments in force on a day."""
        return self.filter(valid_from__lte=day, expires_on__gte=day)


class AccessLogQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> AccessLogQuerySet:
        """Narrow to acts of the accounts below the audit administrator's unions; nobody else sees the log."""
        return self.filter(user.scope.subtree("user__union__path", [Role.AUDIT_ADMIN]))
