"""Querysets of seasonal actions and their targets; each begins at ``visible_to(user)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import IsNull

from assistance.drives.enums import DriveStatus, TargetState
from assistance.payments.enums import BOOKED, ENDED_UNPAID, PaymentStatus
from organizations.enums import SUBTREE_ROLES

if TYPE_CHECKING:
    from organizations.models import User

OF_THIS_TARGET = Q(member=OuterRef("member")) | Q(IsNull(OuterRef("member"), True))


class DriveQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the actions of the user's unions, and of those above, in which they take part."""
        return self.filter(user.scope.around("union__path", SUBTREE_ROLES))

    def open(self) -> Self:
        """Leave out the actions that have ended."""
        return self.exclude(status=DriveStatus.CLOSED)

    def for_list(self) -> Self:
        """Load what the list and the page of an action show."""
        return self.select_related("union", "item", "fund", "created_by")


class TargetQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the households in the scope of the user's subtree roles."""
        return self.filter(user.scope.subtree("union_path"))

    def with_lines(self) -> Self:
        """Tell of each target whether it stands on a line of the action's batches, and whether that was paid.

        A target that names a person is met by lines for this person, one of a household by any line for it.
        """
        from assistance.models import Payment  # noqa: PLC0415 -- the models use these querysets

        lines = Payment.objects.filter(OF_THIS_TARGET, batch__drive=OuterRef("drive"), household=OuterRef("household"))
        # Lines of a batch of which nothing will be paid meet no target.
        standing = lines.exclude(batch__status__in=ENDED_UNPAID).filter(status__in=[PaymentStatus.PROPOSED, *BOOKED])
        return self.annotate(
            is_listed=Exists(standing.exclude(status=PaymentStatus.PAID)),
            is_paid=Exists(lines.filter(status=PaymentStatus.PAID)),
        )

    def in_state(self, state: str) -> Self:
        """Narrow to targets that wait for a line, stand on one, or were paid; nonsense is all of them."""
        match state:
            case TargetState.WAITING:
                return self.with_lines().filter(is_listed=False, is_paid=False)
            case TargetState.LISTED:
                return self.with_lines().filter(is_listed=True, is_paid=False)
            case TargetState.PAID:
                return self.with_lines().filter(is_paid=True)
        return self.with_lines()

    def for_list(self) -> Self:
        """Load what the list of targets shows."""
        return self.select_related("household__union", "member").defer("household__search")


class QuotaQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to what is asked of the unions of the user's subtree roles."""
        return self.filter(user.scope.subtree("union__path"))
