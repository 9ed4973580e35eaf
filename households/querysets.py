"""Querysets of the archive; each begins at ``visible_to(user)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from households import search
from households.enums import IN_CARE, OPEN_STATUSES, Relation
from organizations.enums import Role
from organizations.enums import ADMIN_ROLES, SUBTREE_ROLES, Role

if TYPE_CHECKING:
    from organizations.models import User

# Roles that see single archives by grant, rather than all of a subtree.
GRANTED_ROLES = frozenset(Role) - SUBTREE_ROLES - ADMIN_ROLES


def in_scope(user: User, household: str = "") -> Q:
    """Return the condition that a household lies in the user's scope: a subtree role's path, or a grant.

    ``household`` is the lookup path to it ("" on the model itself, "household" on its parts).
    """
    from households.models import ArchiveGrant  # noqa: PLC0415 -- models use these querysets

    prefix = f"{household}__" if household else ""
    condition = user.scope.subtree(f"{prefix}union_path")
    if not user.scope.has(*GRANTED_ROLES):
        return condition
    granted = ArchiveGrant.objects.valid_for(user).values_list("household", flat=True)
    if user.scope.has(*SUBTREE_ROLES):
        # Few, and read first: beside a path, a subquery would have PostgreSQL read every archive.
        granted = list(granted)
    return condition | Q(**{f"{prefix}pk__in": granted})


class HouseholdQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> HouseholdQuerySet:
        """Narrow to the archives of the user's subtree and those granted to the user; a draft only to its subtree."""
        return self.filter(in_scope(user))

    def with_grant_for(self, user: User) -> HouseholdQuerySet:
        """Annotate ``granted``: whether the user was granted this very archive (as its cadre)."""
        from households.models import ArchiveGrant  # noqa: PLC0415 -- models use these querysets

        return self.annotate(granted=Exists(ArchiveGrant.objects.valid_for(user).filter(household=OuterRef("pk"))))

    def open(self) -> HouseholdQuerySet:
        """Narrow to archives that are not closed."""
        return self.filter(status__in=OPEN_STATUSES)

    def in_care(self) -> HouseholdQuerySet:
        """Narrow to archives on file or tapering: those that are owed pairing and visits."""
        return self.filter(status__in=IN_CARE)

    def matching(self, term: str) -> HouseholdQuerySet:
        """Narrow to archives found by name, pinyin initials, archive number, full identity number or work unit."""
        query = search.query_for(term)
        return self.filter(search=query) if query is not None else self

    def for_list(self) -> HouseholdQuerySet:
        """Load what the list shows, and leave the long texts in the database."""
        return self.select_related("union").defer("search", "remark", "cause_text")

    def with_household_parts(self) -> HouseholdQuerySet:
        """Load members and surveys beside the archive."""
        return self.select_related("union").prefetch_related("members", "surveys__lines")


class PartQuerySet(models.QuerySet):
    """Rows that belong to one household."""

    def visible_to(self, user: User) -> Self:
        """Narrow to rows of the households in the user's scope."""
        return self.filter(in_scope(user, "household"))


class MemberQuerySet(PartQuerySet):
    def workers(self) -> MemberQuerySet:
        """Narrow to the workers that archives are made for."""
        return self.filter(relation=Relation.SELF)

    def in_open_archives(self, identity_nos: list[str]) -> MemberQuerySet:
        """Find people by identity number in open archives, whatever the scope: one person, one open archive."""
        return self.filter(archive_open=True, identity_no__in=identity_nos).select_related("household__union")


class DifficultyQuerySet(PartQuerySet):
    def open(self) -> DifficultyQuerySet:
        """Narrow to difficulties not yet struck off."""
        return self.filter(closed_on__isnull=True)


class AttachmentQuerySet(PartQuerySet):
    def present(self) -> AttachmentQuerySet:
        """Leave out the attachments that were removed."""
        return self.filter(removed_at__isnull=True)


class GrantQuerySet(models.QuerySet):
    def valid_for(self, user: User) -> GrantQuerySet:
        """Narrow to the user's grants in force today."""
        return self.filter(user=user).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=timezone.localdate()))


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> ImportRunQuerySet:
        """Narrow to the imports that the user started."""
        return self.filter(by=user)

    def for_list(self) -> ImportRunQuerySet:
        """Load the jobs, which tell how it went, and leave the long reports in the database."""
        return self.select_related("job", "check_job").defer("preview", "report")
