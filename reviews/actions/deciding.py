"""Deciding: passing a step, refusing, returning to an earlier one, assessing; for one review or for many."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from core.errors import DomainError
from organizations.models import User
from reviews.actions.checking import Batch, Checks, Seen, refuse_if_changed
from reviews.actions.moving import lock_reviews, move
from reviews.enums import Outcome, StepKind
from reviews.models import Record, Review, Step
from reviews.rules import place_to_act

LONGEST_OPINION = 500


def pass_step(review: Review, *, by: User, opinion: str = "", seen: Seen | None = None) -> Review:
    """Decide for it: the step that waits ends, and the review goes on. Doing so twice changes nothing.

    Raises Conflict when somebody else was first, NotAllowed for who may not decide.
    """
    return _one(pass_many([review], by=by, opinion=opinion or "同意", seen=_of(review, seen)))


def refuse_review(review: Review, *, by: User, opinion: str, seen: Seen | None = None) -> Review:
    """Decide against it: the review ends. Raises DomainError without an opinion that says why."""
    if not opinion.strip():
        raise DomainError("不同意须写明理由。", field="opinion")
    kinds = [StepKind.DECIDE]
    return _one(decide_many([review], Outcome.REFUSE, kinds, by=by, opinion=opinion, seen=_of(review, seen)))


def pass_many(
    reviews: Iterable[Review], *, by: User, opinion: str = "同意", seen: Mapping[int, Seen] | None = None
) -> Batch:
    """Decide for many at once with a common opinion; those that cannot be decided by this person are told apart."""
    return decide_many(reviews, Outcome.PASS, [StepKind.DECIDE], by=by, opinion=opinion, seen=seen)


def assess_many(
    reviews: Iterable[Review], *, by: User, opinion: str = "", seen: Mapping[int, Seen] | None = None
) -> Batch:
    """Record the assessment (考核) of reviews that have been passed."""
    return decide_many(reviews, Outcome.PASS, [StepKind.ASSESS], by=by, opinion=opinion or "已纳入考核", seen=seen)


def assess_review(review: Review, *, by: User, opinion: str = "", seen: Seen | None = None) -> Review:
    """Record the assessment of one review that has been passed; doing so twice changes nothing."""
    return _one(assess_many([review], by=by, opinion=opinion, seen=_of(review, seen)))


@transaction.atomic
def return_review(review: Review, *, by: User, to_step: Step, reason: str, seen: Seen | None = None) -> Review:
    """Send a review back to an earlier step with a reason; what follows that step is done anew.

    Whoever the step waits for may do so. Raises DomainError without a reason or for a step that is not earlier.
    """
    if not reason.strip():
        raise DomainError("退回须写明原因。", field="reason")
    [locked] = lock_reviews([review])
    if refuse_if_changed(locked, seen, by=by):
        return locked
    Checks(by=by).refuse(locked, set(StepKind) - {StepKind.APPLY, StepKind.ASSESS})
    if to_step.procedure_id != locked.procedure_id or to_step.number >= locked.step.number:  # type: ignore[union-attr]
        raise DomainError("只能退回到更早的环节。", field="to_step")
    record = record_of(locked, Outcome.RETURN, by=by, opinion=reason)
    record.returned_to = to_step
    move([locked], [record], by=by)
    return locked


@transaction.atomic
def decide_many(
    reviews: Iterable[Review],
    outcome: Outcome,
    kinds: Sequence[StepKind],
    *,
    by: User,
    opinion: str,
    seen: Mapping[int, Seen] | None = None,
) -> Batch:
    """End the waiting steps of reviews, all of these kinds, in one way; a few queries however many they are."""
    batch, ready = Batch(), []
    locked = lock_reviews(reviews)
    checks = Checks.of(locked, by)
    for review in locked:
        try:
            if refuse_if_changed(review, (seen or {}).get(review.pk), by=by):
                batch.done.append(review)
                continue
            checks.refuse(review, kinds)
            ready.append(review)
        except DomainError as error:
            batch.refused.append((review, error))
    if ready:
        move(ready, [record_of(review, outcome, by=by, opinion=opinion) for review in ready], by=by)
    batch.done += ready
    return batch


def record_of(review: Review, outcome: Outcome, *, by: User, opinion: str = "") -> Record:
    """Return the record, not yet written, by which a person ends the step that waits."""
    place = place_to_act(by, review)
    return Record(
        review=review,
        step=review.step,
        round=review.round,
        outcome=outcome,
        opinion=opinion.strip()[:LONGEST_OPINION],
        by=by,
        for_user_id=place.for_user if place else None,
        acting_path=review.acting_path,
    )


def _of(review: Review, seen: Seen | None) -> dict[int, Seen]:
    return {review.pk: seen} if seen else {}


def _one(batch: Batch) -> Review:
    for _review, error in batch.refused:
        raise error
    return batch.done[0]
