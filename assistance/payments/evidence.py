"""What deciders see beside a batch: its sums, the largest lines, overridden stops, the budget, and the last period."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from assistance.models import Batch, Budget, Payment, Stop
from assistance.payments.enums import BOOKED_BATCH, EVER_BOOKED, SUBMITTED
from assistance.payments.summary import Summary, overridden_of, standing_of, summary_of
from core.money import ZERO

LARGEST = 10


@dataclass(frozen=True)
class Money:
    """How a budget stands before and after a batch; sums in 元."""

    budget: Budget
    elsewhere: Decimal  # in other batches that are decided on or wait to be locked
    asked: Decimal

    @property
    def left(self) -> Decimal:
        """What is left when this batch and the others are paid."""
        return self.budget.balance - self.elsewhere - self.asked


@dataclass(frozen=True)
class Before:
    """The last batch of the same item and union that was paid, and how the lines differ from it."""

    batch: Batch
    households: int
    fresh: int
    gone: int
    more: Decimal


@dataclass(frozen=True)
class Evidence:
    """Everything on the page of the deciders."""

    batch: Batch
    summary: Summary
    largest: list[Payment]
    stops: list[Stop]
    money: Money
    before: Before | None


def evidence_of(batch: Batch) -> Evidence:
    """Collect what deciders see of a batch (loaded with budget, fund and union); a fixed number of queries."""
    summary, lines = summary_of(batch), standing_of(batch)
    largest = lines.select_related("household", "member", "union").order_by("-amount", "position")[:LARGEST]
    return Evidence(
        batch=batch,
        summary=summary,
        largest=list(largest),
        stops=overridden_of(batch),
        money=_money(batch, summary),
        before=_before(batch, summary),
    )


def _money(batch: Batch, summary: Summary) -> Money:
    waiting = Batch.objects.filter(budget=batch.budget_id, status__in=SUBMITTED)
    elsewhere = waiting.exclude(pk=batch.pk).aggregate(total=Sum("amount"))["total"] or ZERO
    booked = batch.status in BOOKED_BATCH
    return Money(batch.budget, elsewhere, ZERO if booked else summary.amount)


def _before(batch: Batch, summary: Summary) -> Before | None:
    """Compare with the last paid batch of the same item and union; three queries."""
    paid = Batch.objects.filter(item=batch.item_id, union=batch.union_id, pk__lt=batch.pk)
    last = paid.filter(status__in=BOOKED_BATCH).order_by("-pk").first()
    if last is None:
        return None
    here = set(standing_of(batch).order_by().values_list("household", flat=True))
    there = set(last.payments.filter(status__in=EVER_BOOKED).values_list("household", flat=True))
    return Before(last, len(there), len(here - there), len(there - here), summary.amount - last.amount)
