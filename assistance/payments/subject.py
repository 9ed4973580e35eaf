"""How the reviews of payments meet the batches: whom they bar, what a decision changes, what a notice says."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from assistance.actions.payments.submitting import follow_review, prepare
from assistance.models import Batch, Payment
from assistance.payments.enums import BatchStatus, PaymentStatus
from assistance.payments.summary import content_of, summary_of
from core import clock
from core.money import format_money
from organizations.models import User
from pairing.models import Pairing
from reviews.actions.starting import refuse_higher_tier
from reviews.enums import Subject
from reviews.models import Review
from reviews.subjects import SubjectHandler, register

FILED, PAIRED = "批次中有您录入的档案", "批次中有您结对帮扶的家庭"
DREW, PREPARED = "本批次由您编制", "本批次的明细由您添加或修改过"


@register(Subject.PAYMENT)
class PaymentSubject(SubjectHandler):
    """A batch of payments; each review has one batch."""

    headings = ("单位", "姓名", "帮扶项目", "金额")

    def barred(self, reviews: Sequence[Review], user: User) -> dict[int, str]:
        """Bar who drew the batch or worked on its lines, entered an archive on it, or is paired; four queries."""
        standing = Payment.objects.standing().filter(batch__review__in=reviews).order_by()
        filed = standing.filter(household__created_by=user).values_list("batch__review").distinct()
        mine = Pairing.objects.active().filter(cadre__user=user).order_by().values("household")
        paired = standing.filter(household__in=mine).values_list("batch__review").distinct()
        drew = Batch.objects.filter(review__in=reviews, drawn_by=user).order_by().values_list("review")
        shared = Batch.objects.filter(review__in=reviews, prepared_by=user).order_by().values_list("review")
        said = ((filed, FILED), (paired, PAIRED), (shared, PREPARED), (drew, DREW))
        return {pk: words for rows, words in said for (pk,) in rows}

    def passed(self, reviews: Sequence[Review], *, by: User) -> None:
        follow_review(reviews, BatchStatus.APPROVED, by=by)

    def refused(self, reviews: Sequence[Review], *, by: User) -> None:
        follow_review(reviews, BatchStatus.REFUSED, by=by)

    def returned(self, reviews: Sequence[Review], *, by: User) -> None:
        follow_review(reviews, BatchStatus.RETURNED, by=by)

    def resubmitted(self, reviews: Sequence[Review], *, by: User) -> None:
        """Close the batches to changes again, and let the review say the amount that is decided on now."""
        for batch in follow_review(reviews, BatchStatus.REVIEWING, by=by):
            batch.review.amount = batch.amount  # type: ignore[union-attr]
            batch.review.save(update_fields=["amount"])  # type: ignore[union-attr]
            Batch.objects.filter(pk=batch.pk).update(submitted_at=clock.now())

    def withdrawn(self, reviews: Sequence[Review], *, by: User) -> None:
        follow_review(reviews, BatchStatus.DRAFT, by=by)

    def notice_rows(self, reviews: Sequence[Review]) -> dict[int, list[dict[str, str]]]:
        """Say of each line unit, the worker's name, item and amount; nobody else of the family is named."""
        rows: dict[int, list[dict[str, str]]] = {review.pk: [] for review in reviews}
        lines = Payment.objects.filter(batch__review__in=reviews, status=PaymentStatus.PROPOSED, again_of=None)
        values = ("batch__review", "household__work_unit", "union__name", "household__head_name")
        found = lines.order_by("batch", "position").values_list(*values, "batch__item__name", "amount")
        for review, unit, union, name, item, amount in found:
            said = (unit or union, name, item, f"{format_money(amount)} 元")
            rows[review].append(dict(zip(self.headings, said, strict=True)))
        return rows

    def notice_lines(self, reviews: Sequence[Review]) -> dict[int, dict[str, str]]:
        """Return the first line of each."""
        return {key: rows[0] for key, rows in self.notice_rows(reviews).items() if rows}

    def hold(self, reviews: Sequence[Review]) -> None:
        """Lock the batches."""
        list(Batch.objects.select_for_update(no_key=True).filter(review__in=reviews).order_by("pk"))

    def resubmission(self, review: Review, *, by: User | None = None) -> tuple[list[Any], dict[str, Any]]:
        """Return what the batch says by now; handed in (``by``), its stops are looked for anew and its sums kept."""
        batch = batch_of(review)
        if batch is None:
            return super().resubmission(review)
        if by is None:
            return content_of(batch, summary_of(batch)), {}
        content, facts = prepare(batch)
        refuse_higher_tier(review, batch.amount)
        return content, facts

    def evidence_url(self, review: Review) -> str:
        batch = batch_of(review)
        return reverse("batch_evidence", args=[batch.pk]) if batch else ""

    def subject_url(self, review: Review) -> str:
        batch = batch_of(review)
        return batch.get_absolute_url() if batch else super().subject_url(review)


def batch_of(review: Review) -> Batch | None:
    """Return the batch that a review decides on, with what is said of it."""
    beside = ("union", "item", "budget__fund", "budget__union", "drawn_by")
    return Batch.objects.filter(review=review).select_related(*beside).first()
