"""Handing the batches of a wave in, and leading them through every step to their decision."""

import datetime
from collections.abc import Sequence

from assistance.models import Batch
from assistance.payments.enums import BatchStatus
from core import clock
from core.errors import Conflict
from reports.demo.campaign.walking import Walker
from reports.demo.payments.batches import Drawn
from reviews.actions.starting import Case, start_reviews
from reviews.enums import StepLevel, Subject
from reviews.models import Step


class PaymentWalker(Walker):
    """Leads payments to their decision: of two approvers the last one decides for the prefecture."""

    def by_the_last(self, step: Step) -> bool:
        """Tell whether the last of those who hold the role acts on a step."""
        return step.level == StepLevel.PREFECTURE


def decide(drawn: Sequence[Drawn], day: datetime.date, walker: PaymentWalker) -> datetime.date:
    """Hand batches in on a day and lead them to their decision, and return the last day.

    Raises Conflict when one was not approved.
    """
    with clock.at(day):
        reviews = [_hand_in(one) for one in drawn]
    last = walker.walk(reviews, day)
    keys = [one.batch.pk for one in drawn]
    approved = Batch.objects.filter(pk__in=keys, status=BatchStatus.APPROVED).count()
    if approved != len(drawn):
        raise Conflict(f"{day} 的 {len(drawn)} 个批次只批准了 {approved} 个。")
    return last


def _hand_in(one: Drawn) -> int:
    batch = one.batch
    content = [["发放批次", [["帮扶项目", str(batch.item)], ["户次", str(len(one.lines))]]]]
    case = Case(batch.union, batch.title, batch.number, content, {"batch": batch.pk}, one.amount)
    [review] = start_reviews(Subject.PAYMENT, [case], by=batch.drawn_by)
    batch.review, batch.status, batch.submitted_at = review, BatchStatus.REVIEWING, clock.now()
    batch.save(update_fields=["review", "status", "submitted_at"])
    return review.pk
