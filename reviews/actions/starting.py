"""Applying, handing in again what was returned, and taking back."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from core.money import ZERO, format_money
from organizations.models import Union, User
from reviews.actions.checking import refuse_unless_live
from reviews.actions.moving import lock_reviews, move
from reviews.enums import Outcome, ReviewStatus, Subject
from reviews.models import Procedure, Record, Review, Step, Submission
from reviews.rules import can_resubmit, can_start, can_withdraw
from reviews.subjects import handler_of

Content = list[Any]


@dataclass(frozen=True)
class Case:
    """One application: of which union, about what, and what is put before the deciders."""

    union: Union
    title: str
    subject_ref: str
    content: Content
    facts: dict[str, Any]
    amount: Decimal | None = None


def start_review(
    *,
    subject: Subject,
    union: Union,
    title: str,
    subject_ref: str,
    content: Content,
    facts: dict[str, Any],
    by: User,
    amount: Decimal | None = None,
) -> Review:
    """Apply: begin a review by the procedure that holds for union and amount today; its first step is done with it.

    Raises NotAllowed for who is no officer there, Conflict while another review of the same thing runs.
    """
    return start_reviews(subject, [Case(union, title, subject_ref, content, facts, amount)], by=by)[0]


@transaction.atomic
def start_reviews(subject: Subject, cases: Sequence[Case], *, by: User) -> list[Review]:
    """Apply for many at once, all or none; the queries do not grow with them but for one of each union and amount."""
    for path in {case.union.path for case in cases}:
        if not can_start(by, subject, path):
            raise NotAllowed("申请由建档单位或其上级工会的经办人员提交，您的角色不能提交。")
    asked = {(case.union, case.amount) for case in cases}
    procedures = {(union.pk, amount): procedure_for(subject, union, amount) for union, amount in asked}
    first = {step.procedure_id: step for step in Step.objects.filter(procedure__in=procedures.values(), number=1)}
    reviews = [_review(case, subject, procedures[case.union.pk, case.amount], first, by) for case in cases]
    try:
        with transaction.atomic():
            Review.objects.bulk_create(reviews, batch_size=2000)
    except IntegrityError as error:
        raise Conflict(_running(cases)) from error
    Submission.objects.bulk_create(
        [
            Submission(review=review, round=1, content=case.content, facts=case.facts, by=by)
            for review, case in zip(reviews, cases, strict=True)
        ],
        batch_size=2000,
    )
    reviews = lock_reviews(reviews)
    move(reviews, [_record(review, Outcome.PASS, by, "提交申请") for review in reviews], by=by)
    return reviews


def _review(case: Case, subject: Subject, procedure: Procedure, first: dict[int, Step], by: User) -> Review:
    return Review(
        subject=subject,
        procedure=procedure,
        union=case.union,
        title=case.title[:120],
        subject_ref=case.subject_ref,
        step=first[procedure.pk],
        amount=case.amount,
        applied_by=by,
        applied_on=clock.today(),
        entered_at=clock.now(),
    )


def _running(cases: Sequence[Case]) -> str:
    running = Review.objects.live().filter(subject_ref__in=[case.subject_ref for case in cases]).select_related("step")
    named = "、".join(f"{review.title}（{review.number}，{review.stage}）" for review in running[:5])
    return f"{named}正在办理，同一对象不能同时有两项审核；请先办结或撤回。"


def procedure_for(subject: Subject, union: Union, amount: Decimal | None = None) -> Procedure:
    """Return the procedure in force for a union today: its own or the nearest above it, the latest version.

    ``amount`` is in 元; of versions from several amounts on, the one of the highest that it reaches. Raises DomainError
    when none is published.
    """
    found = Procedure.objects.holding_for(union, clock.today(), amount or ZERO).filter(subject=subject).first()
    if found is None:
        raise DomainError(f"“{subject.label}”还没有发布的办理程序，请联系上级工会。")
    return found


def refuse_higher_tier(review: Review, amount: Decimal) -> None:
    """Refuse to go on with a returned review when more has to agree to the amount that it has come to."""
    wanted = procedure_for(Subject(review.subject), review.union, amount)
    if wanted.amount_from > review.procedure.amount_from:
        told = f"金额已增加到 {format_money(amount)} 元，须按“{wanted.name}”审批"
        raise DomainError(f"{told}：请撤回本件，再重新报批。")


@transaction.atomic
def resubmit_review(review: Review, *, content: Content, facts: dict[str, Any], by: User, opinion: str = "") -> Review:
    """Hand a returned application in again, with what stands in the archive now."""
    [locked] = lock_reviews([review])
    if locked.status == ReviewStatus.OPEN and locked.submissions.filter(round=locked.round, by=by).exists():
        return locked
    if locked.status != ReviewStatus.RETURNED:
        refuse_unless_live(locked)
        raise Conflict(f"本件现为“{locked.stage}”，不需要重新提交。")
    if not can_resubmit(by, locked):
        raise NotAllowed("重新提交由建档单位或其上级工会的经办人员办理。")
    Submission.objects.create(review=locked, round=locked.round, content=content, facts=facts, by=by)
    move([locked], [_record(locked, Outcome.PASS, by, opinion or "重新提交")], by=by)
    handler_of(locked.subject).resubmitted([locked], by=by)
    return locked


@transaction.atomic
def resubmit_as_it_stands(review: Review, *, by: User, opinion: str = "") -> Review:
    """Hand a returned application in again as its case stands; who is just changing that case is waited for."""
    handler = handler_of(review.subject)
    [locked] = lock_reviews([review])
    handler.hold([locked])
    content, facts = handler.resubmission(locked, by=by) if locked.status == ReviewStatus.RETURNED else ([], {})
    return resubmit_review(locked, content=content, facts=facts, by=by, opinion=opinion)


@transaction.atomic
def withdraw_review(review: Review, *, by: User, reason: str) -> Review:
    """Take an application back with a reason, before it has ended; doing so twice changes nothing."""
    [locked] = lock_reviews([review])
    if locked.status == ReviewStatus.WITHDRAWN:
        return locked
    refuse_unless_live(locked)
    if not can_withdraw(by, locked):
        raise NotAllowed("撤回由建档单位或其上级工会的经办人员办理。")
    if not reason.strip():
        raise DomainError("请写明撤回的原因。", field="reason")
    move([locked], [_record(locked, Outcome.WITHDRAW, by, reason)], by=by)
    return locked


def _record(review: Review, outcome: Outcome, by: User, opinion: str) -> Record:
    return Record(
        review=review,
        step=review.step,
        round=review.round,
        outcome=outcome,
        opinion=opinion[:500],
        by=by,
        acting_path=review.acting_path,
    )
