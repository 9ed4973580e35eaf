"""Batches of payments of 建水县 in every state, with money behind them; who decided on them is nobody in particular."""

import factory

from assistance.ceilings.enums import Period
from assistance.enums import AidProject, Delivery
from assistance.funds.enums import EntryKind
from assistance.funds.ledger import book, entry_of
from assistance.models import AidItem, Batch, Payment
from assistance.payments.enums import BatchStatus, BuiltFrom, PaymentStatus
from assistance.payments.words import batch_number
from core import clock
from organizations.enums import Role
from organizations.models import Union, User
from reviews.actions.deciding import decide_many, pass_step
from reviews.actions.starting import start_review
from reviews.enums import Outcome, StepKind, Subject
from reviews.models import Review
from tests.support.factories import HouseholdFactory, UserFactory, union, user_with
from tests.support.money import budget_with
from tests.support.notice_runs import run_notice

CARD = "6222021234567890128"  # passes Luhn and belongs to nobody


class ItemFactory(factory.django.DjangoModelFactory):
    """An item of the province, once a year for a household."""

    class Meta:
        model = AidItem

    code = factory.Sequence(lambda n: f"made-up-aid-{n}")
    name = factory.Sequence(lambda n: f"测试项目{n}")
    project = AidProject.LIVING
    union = factory.LazyFunction(lambda: union("530000"))
    period = Period.YEAR


class BatchFactory(factory.django.DjangoModelFactory):
    """A batch of 建水县 that is being drawn, without lines, with 100,000 元 behind it."""

    class Meta:
        model = Batch

    union = factory.LazyFunction(lambda: union("532524"))
    year = factory.LazyFunction(lambda: clock.today().year)
    seq = factory.Sequence(lambda n: n + 500)
    number = factory.LazyAttribute(lambda batch: batch_number(batch.union.code, batch.year, batch.seq))
    title = "生活救助"
    item = factory.SubFactory(ItemFactory)
    budget = factory.LazyAttribute(lambda batch: budget_with(100_000, batch.union.code))
    period = factory.LazyFunction(lambda: f"{clock.today().year}")
    delivery = Delivery.CARD
    drawn_by = factory.SubFactory(UserFactory)


class LineFactory(factory.django.DjangoModelFactory):
    """A line of a batch: 1,000 元 for a household of its own, on its worker's card."""

    class Meta:
        model = Payment

    batch = factory.SubFactory(BatchFactory)
    position = factory.LazyAttribute(lambda line: line.batch.payments.count() + 1)
    household = factory.SubFactory(HouseholdFactory)
    union = factory.SelfAttribute("household.union")
    built_from = BuiltFrom.LIST
    proposed = ceiling = amount = 1000
    once_key = factory.LazyAttribute(lambda line: f"{line.batch.item_id}/{line.household.pk}/{line.batch.period}/1")
    payee_name = factory.SelfAttribute("household.head_name")
    bank = "建水农村商业银行"
    card_no = CARD


def batch_of(count: int = 1, **facts) -> Batch:
    """Return a batch that is being drawn, with so many lines."""
    batch = BatchFactory(**facts)
    LineFactory.create_batch(count, batch=batch)
    return batch


def approved(batch: Batch) -> Batch:
    """Have a batch handed in and agreed to by everybody, as if its notice had run."""
    review = _review_of(batch)
    Batch.objects.filter(pk=batch.pk).update(status=BatchStatus.REVIEWING, review=review, submitted_at=clock.now())
    while review.step:
        review = _agree(review)
    Batch.objects.filter(pk=batch.pk, status=BatchStatus.REVIEWING).update(status=BatchStatus.APPROVED)
    batch.refresh_from_db()
    return batch


def locked(batch: Batch, *, by: User | None = None) -> Batch:
    """Approve a batch and lock it: its money is booked."""
    approved(batch)
    by = by or UserFactory()
    facts = {"status": BatchStatus.LOCKED, "locked_by": by, "locked_at": clock.now()}
    Batch.objects.filter(pk=batch.pk).update(**facts)
    batch.payments.filter(status=PaymentStatus.PROPOSED).update(status=PaymentStatus.LOCKED)
    lines = batch.payments.filter(status=PaymentStatus.LOCKED).select_related("batch")
    book([entry_of(line, EntryKind.PAYMENT, by=by, on=clock.today()) for line in lines])
    batch.refresh_from_db()
    return batch


def _review_of(batch: Batch) -> Review:
    lines = list(batch.payments.standing())
    batch.lines_count, batch.amount = len(lines), sum(line.amount for line in lines)
    batch.save(update_fields=["lines_count", "amount"])
    facts = {"title": batch.title, "subject_ref": batch.number, "content": [], "facts": {}, "amount": batch.amount}
    by = user_with(Role.OFFICER, batch.union.code)
    return start_review(subject=Subject.PAYMENT, union=batch.union, by=by, **facts)


def _agree(review: Review) -> Review:
    by = user_with(review.acting_role, Union.objects.get(path=review.acting_path).code)
    if review.step.kind == StepKind.NOTICE:
        run_notice([review], by=by)
        decide_many([review], Outcome.PASS, [StepKind.NOTICE], by=by, opinion="公示期满，无异议")
    else:
        pass_step(review, by=by, opinion="同意")
    return Review.objects.select_related("step").get(pk=review.pk)
