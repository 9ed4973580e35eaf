"""Querysets of the archive; each begins at ``visible_to(user)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from households import search
from households.enums import IN_CARE, OPEN_STATUSES, Relation
from organizations.enums import ADMIN_ROLES, DIVISION_KINDS, SUBTREE_ROLES, Role
from organizations.models import Union
from organizations.scope import COUNTY_PATH, LEVELS_OFFERED, paths_down_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from organizations.models import User

# Roles that see single archives by grant, rather than all of a subtree.
GRANTED_ROLES = frozenset(Role) - SUBTREE_ROLES - ADMIN_ROLES

FED = ("position", "resource", "key", "household_id", "kind", "at")
FED_OF_ARCHIVE = ("household__archive_no", "household__union_path")


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
    # Beside a path they are read first (few): a subquery there would have PostgreSQL read every archive.
    beside_a_path = user.scope.has(*SUBTREE_ROLES)
    return condition | Q(**{f"{prefix}pk__in": list(granted) if beside_a_path else granted})


class HouseholdQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> HouseholdQuerySet:
        """Narrow to the archives of the user's subtree roles, and to those granted to the user."""
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

    def with_worker(self) -> HouseholdQuerySet:
        """Load the worker's row of each archive as the list ``workers`` of one; one query for all."""
        from households.models import Member  # noqa: PLC0415 -- models use these querysets

        workers = Member.objects.workers().only("household_id", "relation", "identity_no", "phone")
        return self.prefetch_related(Prefetch("members", workers, to_attr="workers"))


class PartQuerySet(models.QuerySet):
    """Rows that belong to one household."""

    def visible_to(self, user: User) -> Self:
        """Narrow to rows of the households in the user's scope."""
        return self.filter(in_scope(user, "household"))


class MemberQuerySet(PartQuerySet):
    def workers(self) -> MemberQuerySet:
        """Narrow to the workers that archives are made for."""
        return self.filter(relation=Relation.SELF)

    def present(self) -> MemberQuerySet:
        """Leave out those who have left their household."""
        return self.filter(departed_on__isnull=True)

    def in_open_archives(self, identity_nos: list[str]) -> MemberQuerySet:
        """Find people by identity number in open archives, whatever the scope: one person, one open archive."""
        found = self.present().filter(archive_open=True, identity_no__in=identity_nos)
        return found.select_related("household__union")


# Apps to the right add whose changes else somebody may read (a liaison those of the own office's tasks).
FEED_SCOPES: list[Callable[[User], Q]] = []
# Resources of which the scope of the archive says nothing: their own one is among FEED_SCOPES.
FEED_APART: list[str] = []


class FeedQuerySet(PartQuerySet):
    """Rows of the feed of changes that have their position."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the changes of the households in the user's scope, what left it, and what apps add."""
        from households.gone import gone_from  # noqa: PLC0415 -- it asks for the scope that is defined here

        told = ~Q(kind="gone") & ~Q(resource__in=FEED_APART)
        condition = in_scope(user, "household") & told | gone_from(user)
        for also in FEED_SCOPES:
            condition |= also(user)
        return self.filter(condition)

    def between(self, since: int, last: int) -> Self:
        """Narrow to the rows after a position, up to another."""
        return self.filter(position__gt=since, position__lte=last)

    def for_list(self) -> Self:
        """Load the number of the archive or the code of the union beside the rows, in the order of the feed."""
        code = Union.objects.filter(pk=OuterRef("key"), path=OuterRef("left_path")).values("code")[:1]
        rows = self.select_related("household").annotate(union_code=Subquery(code))
        return rows.only(*FED, *FED_OF_ARCHIVE).order_by("position")


class DifficultyQuerySet(PartQuerySet):
    def open(self) -> DifficultyQuerySet:
        """Narrow to difficulties not yet struck off."""
        return self.filter(closed_on__isnull=True)


class AttachmentQuerySet(PartQuerySet):
    def present(self) -> AttachmentQuerySet:
        """Leave out the attachments that were removed."""
        return self.filter(removed_at__isnull=True)


class SuspicionQuerySet(models.QuerySet):
    """Pairs of archives; one is seen by whoever sees either archive by a subtree role."""

    def visible_to(self, user: User) -> SuspicionQuerySet:
        """Narrow to pairs of which at least one archive lies in the user's subtree roles.

        Of counties and below the pairs of their archives are found from each side: asked in one condition, PostgreSQL
        would read all pairs of the province. Of more than a county most pairs are, and are read until a page is full.
        """
        first, second = user.scope.subtree("first__union_path"), user.scope.subtree("second__union_path")
        places = user.scope.prefixes()
        if not places or any(len(path) < COUNTY_PATH for path in places):
            return self.filter(first | second)
        pairs = type(self)(self.model).order_by().values("pk")
        return self.filter(pk__in=pairs.filter(first).union(pairs.filter(second)))

    def of_open_archives(self) -> SuspicionQuerySet:
        """Narrow to pairs of which both archives are still open."""
        return self.filter(first__status__in=OPEN_STATUSES, second__status__in=OPEN_STATUSES)

    def for_list(self) -> SuspicionQuerySet:
        """Load both archives with their unions, and who decided."""
        return self.select_related("first__union", "second__union", "decided_by").defer(
            "first__search", "second__search"
        )


class ApplicationCodeQuerySet(models.QuerySet):
    """Codes handed to workers, and what came in by them."""

    def visible_to(self, user: User) -> ApplicationCodeQuerySet:
        """Narrow to the codes of the unions that the user's subtree roles cover."""
        return self.filter(user.scope.subtree("union__path"))

    def for_list(self) -> ApplicationCodeQuerySet:
        """Load what the list shows; what is being typed stays in the database."""
        return self.select_related("union", "issued_by", "household", "taken_by").defer("answers", "household__search")


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


def unions_to_file_for(user: User, *, beside: int | None = None) -> models.QuerySet[Union]:
    """Return the unions that the user may open archives for, in tree order; ``beside`` names one more, the present."""
    own = user.scope.subtree("path", [Role.OFFICER])
    tops = [len(path) // Union.steplen for path in user.scope.prefixes([Role.OFFICER])]
    near = Q(is_active=True, depth__lte=min(tops, default=0) + LEVELS_OFFERED)
    return Union.objects.filter(own & near | Q(pk=beside))


def regions_to_set_standards_for(user: User) -> models.QuerySet[Union]:
    """Return the unions with a region of their own, for which the user as an officer enters standards."""
    own = user.scope.subtree("path", [Role.OFFICER])
    return Union.objects.active().filter(own, kind__in=DIVISION_KINDS)


class StandardQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> StandardQuerySet:
        """Narrow to the standards of the user's regions, and of those above, which hold there as well."""
        return self.filter(user.scope.around("union__path"))

    def for_list(self) -> StandardQuerySet:
        """Load the unions beside the standards, in tree order, the latest of each first."""
        return self.select_related("union").order_by("union__path", "-valid_from")

    def holding_for(self, union: Union) -> StandardQuerySet:
        """Narrow to the standards that may hold for a union's archives: its own and those above it."""
        paths = paths_down_to(union.path)
        return self.filter(union__path__in=paths).select_related("union").order_by("-union__depth", "-valid_from")
