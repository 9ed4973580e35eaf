"""Querysets of batches, payments and stops; each begins at ``visible_to(user)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from assistance.payments.enums import BOOKED, EDITABLE, ENDED_UNPAID, BatchStatus, PaymentStatus, StopState
from organizations.enums import SUBTREE_ROLES

if TYPE_CHECKING:
    from organizations.models import User

# Who works with money: the lists, batches and books of their unions.
MONEY_ROLES = SUBTREE_ROLES


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the batches of the unions in the user's scope."""
        return self.filter(user.scope.subtree("union_path", MONEY_ROLES))

    def for_list(self) -> Self:
        """Load what the list of batches shows."""
        return self.select_related("union", "item", "budget__fund", "drawn_by")

    def editable(self) -> Self:
        """Narrow to batches whose lines may still be changed."""
        return self.filter(status__in=EDITABLE)

    def stopped(self) -> Self:
        """Narrow to batches that cannot be handed in before somebody deals with a reason against one of their lines."""
        from assistance.models import Stop  # noqa: PLC0415 -- models use these querysets

        lines = {"payment__batch": OuterRef("pk"), "payment__status": PaymentStatus.PROPOSED}
        return self.editable().filter(Exists(Stop.objects.open().filter(**lines)))

    def awaiting_bank(self) -> Self:
        """Narrow to locked batches of which the bank has lines that it has not answered."""
        from assistance.models import Payment  # noqa: PLC0415 -- models use these querysets

        sent = Payment.objects.filter(batch=OuterRef("pk"), status=PaymentStatus.SENT)
        return self.filter(Exists(sent), status=BatchStatus.LOCKED)


class PaymentQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to lines on households in the scope of the user's subtree roles, whoever pays, and to own batches."""
        household = user.scope.subtree("union_path", MONEY_ROLES)
        return self.filter(household | user.scope.subtree("batch__union_path", MONEY_ROLES))

    def standing(self) -> Self:
        """Leave out the lines that were dropped."""
        return self.exclude(status=PaymentStatus.DROPPED)

    def booked(self) -> Self:
        """Narrow to lines that hold money of their budget."""
        return self.filter(status__in=BOOKED)

    def to_follow_up(self) -> Self:
        """Narrow to lines that failed and were neither paid again nor given up (``dropped_reason`` says why not)."""
        return self.filter(status=PaymentStatus.FAILED, again__isnull=True, dropped_reason="")

    def live(self) -> Self:
        """Narrow to lines that are paid or may still be: booked, or proposed on a batch that was not given up."""
        waiting = Q(status=PaymentStatus.PROPOSED) & ~Q(batch__status__in=ENDED_UNPAID)
        return self.filter(Q(status__in=BOOKED) | waiting)

    def with_stops(self) -> Self:
        """Load the reasons against each line, open or overridden, as its list ``told``; one query for all."""
        from assistance.models import Stop  # noqa: PLC0415 -- models use these querysets

        alive = Stop.objects.filter(state__in=[StopState.OPEN, StopState.OVERRIDDEN]).select_related("by")
        return self.prefetch_related(Prefetch("stops", alive, to_attr="told"))

    def for_list(self) -> Self:
        """Load what a list of lines shows."""
        return self.select_related("household", "member", "batch__item", "batch__budget__fund", "union").defer(
            "household__search"
        )


class StopQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the stops of the batches in the user's scope."""
        return self.filter(user.scope.subtree("payment__batch__union_path", MONEY_ROLES))

    def open(self) -> Self:
        """Narrow to the reasons that nobody has dealt with yet."""
        return self.filter(state=StopState.OPEN)
