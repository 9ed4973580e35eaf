"""Moving reviews along: the records are written first, then each review goes where its record leads.

Everything here works on many reviews with a number of queries that does not grow with them, and inside the
transaction of the action that has locked them.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from core import clock
from core.workdays import Due, add_workdays
from organizations.models import User
from reviews.desks import Desks
from reviews.enums import LIVE, Outcome, ReviewStatus, StepKind
from reviews.models import Record, Review, Step
from reviews.subjects import by_subject, handler_of

ENDED = {Outcome.REFUSE: ReviewStatus.REFUSED, Outcome.WITHDRAW: ReviewStatus.WITHDRAWN}
MOVED = ("step", "status", "round", "acting_path", "acting_role", "entered_at", "due_on", "due_provisional")


def lock_reviews(reviews: Iterable[Review]) -> list[Review]:
    """Lock reviews in the order of their keys, so that two batches cannot wait for each other, and read them anew."""
    keys = [review.pk for review in reviews]
    locked = Review.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    # The step by a query of its own: joined, it would be the one from before the wait for the lock.
    return list(locked.select_related("union", "procedure").prefetch_related("step").order_by("pk"))


def move(reviews: Sequence[Review], records: Sequence[Record], *, by: User) -> list[Record]:
    """Write one record for each review and lead it on; the handlers carry out what the end of a review changes."""
    moment = clock.now()  # one for all, so that reviews that go the same way are written with one statement
    for record in records:
        record.at = moment
    written = Record.objects.bulk_create(records, batch_size=2000)
    of = {record.review_id: record for record in written}
    steps = _steps_of(reviews)
    was = {review.pk: review.status for review in reviews}
    for review in reviews:
        _lead(review, of[review.pk], steps[review.procedure_id])
    _lay_on_desks(reviews)
    _save(reviews)
    _carry_out(reviews, was, by=by)
    return written


def _steps_of(reviews: Iterable[Review]) -> dict[int, list[Step]]:
    steps: dict[int, list[Step]] = defaultdict(list)
    for step in Step.objects.filter(procedure__in={review.procedure_id for review in reviews}).order_by("number"):
        steps[step.procedure_id].append(step)
    return steps


def _lead(review: Review, record: Record, steps: Sequence[Step]) -> None:
    """Set where a review stands after a record."""
    review.entered_at = record.at
    match record.outcome:
        case Outcome.PASS:
            _pass_on(review, steps)
        case Outcome.RETURN:
            review.step = next(step for step in steps if step.pk == record.returned_to_id)
            review.round += 1
            applying = review.step.kind == StepKind.APPLY
            review.status = ReviewStatus.RETURNED if applying else ReviewStatus.OPEN
        case _:
            review.step, review.status = None, ENDED[Outcome(record.outcome)]
    if review.status not in LIVE and review.finished_at is None:
        review.finished_at = record.at


def _pass_on(review: Review, steps: Sequence[Step]) -> None:
    number = review.step.number  # type: ignore[union-attr]
    last = max(step.number for step in steps if step.kind != StepKind.ASSESS)
    review.step = next((step for step in steps if step.number == number + 1), None)
    review.status = ReviewStatus.PASSED if number >= last else ReviewStatus.OPEN


def _lay_on_desks(reviews: Sequence[Review]) -> None:
    waiting = [review for review in reviews if review.step is not None]
    desks = Desks({review.union_path for review in waiting}, [review.step for review in waiting if review.step])
    for review in reviews:
        step = review.step
        review.acting_role = step.role if step else ""
        review.acting_path = desks.acting_path(step, review.union_path) if step else ""
        due = _due(step.work_days + step.notice_days, clock.today()) if step else None
        review.due_on, review.due_provisional = (due.day, due.provisional) if due else (None, False)


@lru_cache(maxsize=256)
def _due(days: int, today: datetime.date) -> Due:
    """Return the day by which a step must have ended; a notice also runs its own days."""
    return add_workdays(today, days)


def _save(reviews: Sequence[Review]) -> None:
    """Write reviews that go the same way with one statement."""
    ways: dict[tuple, list[int]] = defaultdict(list)
    for review in reviews:
        facts = tuple(getattr(review, name) for name in (*MOVED, "finished_at"))
        ways[facts].append(review.pk)
    for facts, keys in ways.items():
        Review.objects.filter(pk__in=keys).update(**dict(zip((*MOVED, "finished_at"), facts, strict=True)))


def _carry_out(reviews: Sequence[Review], was: dict[int, str], *, by: User) -> None:
    for subject, group in by_subject(reviews).items():
        handler = handler_of(subject)
        for status, effect in {
            ReviewStatus.PASSED: handler.passed,
            ReviewStatus.REFUSED: handler.refused,
            ReviewStatus.RETURNED: handler.returned,
            ReviewStatus.WITHDRAWN: handler.withdrawn,
        }.items():
            if ended := [review for review in group if review.status == status != was[review.pk]]:
                effect(ended, by=by)
