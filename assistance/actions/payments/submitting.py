"""Handing a batch in for decision, and what the decision makes of it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from assistance.actions.payments.editing import lock_row
from assistance.actions.payments.stops import open_stops, refresh_stops
from assistance.models import Batch, Bill, ClosedPeriod
from assistance.payments.enums import BatchStatus
from assistance.payments.rules import NOT_YOURS_TO_SUBMIT, can_submit
from assistance.payments.summary import content_of, summary_of
from core import clock
from core.errors import Conflict, DomainError
from core.money import format_money
from households.history import last_change, signed
from organizations.models import User
from organizations.rules import require
from reviews.actions.starting import resubmit_as_it_stands, start_review
from reviews.enums import Subject
from reviews.models import Review

MOST_NAMED = 5


@transaction.atomic
@signed
def submit_batch(batch: Batch, *, by: User) -> Batch:
    """Hand a batch in: its stops are looked for anew, and deciders get its sums; a second press changes nothing.

    Raises DomainError with open stops, without lines, without money enough, or for a closed period. A returned batch
    goes on with its review; that one is locked before the batch.
    """
    if batch.status == BatchStatus.RETURNED and batch.review_id:
        resubmit_as_it_stands(Review.objects.get(pk=batch.review_id), by=by)
        return Batch.objects.get(pk=batch.pk)
    locked = lock_row(batch)
    require(can_submit(by, locked), NOT_YOURS_TO_SUBMIT)
    if locked.status == BatchStatus.REVIEWING and locked.review and locked.review.applied_by_id == by.pk:
        return locked
    if locked.status != BatchStatus.DRAFT:
        raise Conflict(f"{last_change(locked)}把批次 {locked.number} 转为“{locked.get_status_display()}”，不能报批。")
    content, facts = prepare(locked)
    told: dict[str, Any] = {"title": locked.title, "subject_ref": locked.number, "content": content, "facts": facts}
    review = start_review(subject=Subject.PAYMENT, union=locked.union, by=by, amount=locked.amount, **told)
    locked.status, locked.review, locked.submitted_at = BatchStatus.REVIEWING, review, clock.now()
    locked.save(update_fields=["status", "review", "submitted_at"])
    return locked


def prepare(batch: Batch) -> tuple[list[Any], dict[str, Any]]:
    """Check a locked batch that is to be handed in, write its sums, and return content and facts for the deciders."""
    refresh_stops(batch)
    if waiting := open_stops(batch):
        named = "；".join(
            f"第 {stop.payment.position} 行 {stop.payment.household.head_name}：{stop.get_kind_display()}"
            for stop in waiting[:MOST_NAMED]
        )
        raise DomainError(f"还有 {len(waiting)} 项停发事由没有处理（{named}），处理后才能报批。")
    summary = summary_of(batch)
    if not summary.lines:
        raise DomainError("批次中没有发放明细，请先添加发放对象。")
    check_money(batch, summary.amount)
    batch.lines_count, batch.amount = summary.lines, summary.amount
    batch.save(update_fields=["lines_count", "amount"])
    facts = {"batch": batch.pk, "version": batch.version, "lines": summary.lines, "amount": str(summary.amount)}
    return content_of(batch, summary), facts


def check_money(batch: Batch, amount: Any) -> None:
    """Refuse a batch that its budget cannot pay, whose books are closed, or whose money lapsed with its year."""
    if batch.budget.fund.lapses and batch.budget.year < clock.today().year:
        raise DomainError(f"{batch.budget}年末结余收回，次年不能再发放；请作废本批次，用今年的预算另行编制。")
    batch.budget.refresh_from_db(fields=["balance"])
    if amount > batch.budget.balance:
        have, need = format_money(batch.budget.balance), format_money(amount)
        raise DomainError(f"{batch.budget}余额不足：可用 {have} 元，需要 {need} 元。请减少对象，或请上级拨付后再办理。")
    if ClosedPeriod.objects.filter(union=batch.budget.union_id, until__gte=clock.today()).exists():
        raise DomainError(f"{batch.budget.union}今天所在的期间已结账，不能再发放。")


def follow_review(reviews: Sequence[Review], status: BatchStatus, *, by: User) -> list[Batch]:
    """Bring the batches of reviews to the state that was decided; runs in the transaction of the decision."""
    batches = list(Batch.objects.select_for_update(no_key=True).filter(review__in=reviews).order_by("pk"))
    for batch in batches:
        batch.status = status
        batch.save(update_fields=["status"])
    if status == BatchStatus.REFUSED:
        Bill.objects.filter(payment__batch__in=batches).update(payment=None)
    return batches
