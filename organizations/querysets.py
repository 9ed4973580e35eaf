"""Querysets of unions, accounts, roles and the access log."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import F
from django.db.models.functions import Left, Length, RowNumber
from django.utils import timezone
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from core import clock
from organizations.enums import ADMIN_ROLES, KINDS_BELOW, Role
from organizations.scope import paths_down_to

if TYPE_CHECKING:
    from organizations.models import Union, User


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

    def possible_parents(self, kind: str) -> UnionQuerySet:
        """Narrow to unions below which one of this kind may stand."""
        return self.filter(kind__in=[above for above, below in KINDS_BELOW.items() if kind in below])

    def children_of(self, unions: Iterable[Union], *, at_most: int) -> UnionQuerySet:
        """Return the first children of several unions in tree order, at most so many of each; one query."""
        parent = Left("path", Length("path") - self.model.steplen)
        place = models.Window(RowNumber(), partition_by=[F("parent_path")], order_by="path")
        ranked = self.alias(parent_path=parent).filter(parent_path__in=[union.path for union in unions])
        return ranked.alias(place=place).filter(place__lte=at_most).order_by("path")

    def ancestors_of(self, unions: Iterable[Union]) -> UnionQuerySet:
        """Return every union above the given ones, in tree order."""
        paths = {path for union in unions for path in paths_down_to(union.path)[:-1]}
        return self.filter(path__in=paths).order_by("path")

    def matching(self, words: str) -> UnionQuerySet:
        """Narrow to unions whose name or division holds every word, or whose code starts with it."""
        found = self
        for word in words.split():
            by_code = models.Q(code__istartswith=word) | models.Q(division_codes__code=word)
            found = found.filter(models.Q(name__icontains=word) | models.Q(division_name__icontains=word) | by_code)
        return found.distinct()


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

    def within(self, path: str) -> OfficeQuerySet:
        """Narrow to the offices in the region of a union and below."""
        return self.filter(union__path__startswith=path)

    def matching(self, words: str, department: str = "") -> OfficeQuerySet:
        """Narrow to offices whose name, or whose union's, holds every word, and to a department."""
        found = self.filter(department=department) if department else self
        for word in words.split():
            found = found.filter(models.Q(name__icontains=word) | models.Q(union__name__icontains=word))
        return found

    def for_list(self) -> OfficeQuerySet:
        """Load the unions beside the offices, in the order of the tree."""
        return self.select_related("union").order_by("union__path", "department", "name")


class AgencyQuerySet(models.QuerySet):
    def managed_by(self, user: User) -> AgencyQuerySet:
        """Narrow to all for who administers accounts, to none for others."""
        return self.all() if user.scope.has(Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN) else self.none()

    def in_use(self) -> AgencyQuerySet:
        """Narrow to those that may be given something new."""
        return self.filter(is_active=True)

    def for_list(self) -> AgencyQuerySet:
        """Count the accounts in use of each (``people``), those in use first."""
        people = models.Count("staff", filter=models.Q(staff__is_active=True))
        return self.annotate(people=people).order_by("-is_active", "name")


def _roles_today() -> RoleAssignmentQuerySet:
    return apps.get_model("organizations", "RoleAssignment").objects.valid_on(timezone.localdate())


class UserQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> UserQuerySet:
        """Narrow to the accounts that the user administers, and the user's own."""
        return self.filter(user.scope.subtree("union__path", ADMIN_ROLES) | models.Q(pk=user.pk))

    def for_list(self) -> UserQuerySet:
        """Load unions and the roles in force beside the accounts, these as ``live_roles``; two queries."""
        live = _roles_today().select_related("union", "office")
        roles = models.Prefetch("role_assignments", live, to_attr="live_roles")
        return self.select_related("union").prefetch_related(roles)

    def with_role(self, role: str) -> UserQuerySet:
        """Narrow to the accounts that hold a role today."""
        return self.filter(pk__in=_roles_today().filter(role=role).values("user"))

    def without_role(self) -> UserQuerySet:
        """Narrow to the accounts that hold no role today."""
        return self.exclude(pk__in=_roles_today().values("user"))

    def matching(self, words: str) -> UserQuerySet:
        """Narrow to accounts whose name, user name, phone or position holds every word."""
        found = self
        for word in words.split():
            found = found.filter(
                models.Q(name__icontains=word)
                | models.Q(username__icontains=word)
                | models.Q(phone__startswith=word)
                | models.Q(position__icontains=word)
            )
        return found


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates accounts by Django's own rules."""


class RoleAssignmentQuerySet(models.QuerySet):
    def valid_on(self, day: datetime.date) -> RoleAssignmentQuerySet:
        """Narrow to the assignments in force on a day, leaving out what was revoked since."""
        return self.filter(valid_from__lte=day, expires_on__gte=day, revoked_at__isnull=True)

    def outside(self, path: str) -> RoleAssignmentQuerySet:
        """Narrow to roles for unions and offices that do not lie in the subtree of a tree path."""
        inside = models.Q(union__path__startswith=path) | models.Q(office__union__path__startswith=path)
        return self.exclude(inside)

    def for_list(self) -> RoleAssignmentQuerySet:
        """Load what a list of roles shows of places and people."""
        return self.select_related("union", "office__union", "assigned_by", "revoked_by")


class ApiTokenQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> ApiTokenQuerySet:
        """Narrow to the tokens of the accounts that the user administers."""
        return self.filter(user.scope.subtree("user__union__path", ADMIN_ROLES))

    def live(self) -> ApiTokenQuerySet:
        """Leave out the tokens that were taken back or have run out."""
        return self.filter(revoked_at__isnull=True, expires_on__gte=clock.today())

    def for_list(self) -> ApiTokenQuerySet:
        """Load the accounts with their unions, and who issued and took back, the latest first."""
        return self.select_related("user__union", "created_by", "revoked_by").order_by("-id")


class AccessLogQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> AccessLogQuerySet:
        """Narrow to acts of the accounts below the audit administrator's unions; nobody else sees the log.

        Failed logins with a name that no account has belong to nobody's union: the province sees them.
        """
        seen = user.scope.subtree("user__union__path", [Role.AUDIT_ADMIN])
        if any(len(path) == MP_Node.steplen for path in user.scope.prefixes([Role.AUDIT_ADMIN])):
            seen |= models.Q(user__isnull=True)
        return self.filter(seen)
