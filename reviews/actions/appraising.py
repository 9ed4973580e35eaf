"""Appraisals (评议): a meeting, who came, and the votes on each review."""

import datetime
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from core import clock, files
from core.errors import DomainError
from organizations.models import Union, User
from reviews.actions.checking import Checks, Seen, refuse_if_changed
from reviews.actions.deciding import record_of
from reviews.actions.moving import lock_reviews, move
from reviews.enums import Outcome, StepKind
from reviews.models import Appraisal, Meeting, Record, Review


@dataclass(frozen=True)
class Votes:
    """The votes on one review; with those who abstained they are as many as came."""

    votes_for: int
    votes_against: int = 0
    votes_abstain: int = 0

    @property
    def total(self) -> int:
        return self.votes_for + self.votes_against + self.votes_abstain


@dataclass(frozen=True)
class Sitting:
    """The facts of a meeting as its minutes give them."""

    held_on: datetime.date
    place: str
    chair: str
    attendees: str
    attended: int
    summary: str = ""


def record_appraisal(
    review: Review,
    *,
    by: User,
    sitting: Sitting,
    votes: Votes,
    minutes: UploadedFile | None = None,
    seen: Seen | None = None,
) -> Review:
    """Enter the appraisal of one review; see ``record_appraisals``."""
    seen_of = {review.pk: seen} if seen else {}
    return record_appraisals({review: votes}, by=by, sitting=sitting, minutes=minutes, seen=seen_of)[0]


@transaction.atomic
def record_appraisals(
    votes: dict[Review, Votes],
    *,
    by: User,
    sitting: Sitting,
    minutes: UploadedFile | None = None,
    seen: dict[int, Seen] | None = None,
) -> list[Review]:
    """Enter what one meeting voted on one or many reviews, all or none; too few votes for a review refuse it.

    Raises DomainError (with its field) for a meeting without quorum, in the future, or votes that are not those who
    came; Conflict when somebody entered an appraisal meanwhile. Entering the same twice changes nothing.
    """
    counted = {review.pk: found for review, found in votes.items()}
    paper = files.read_upload(minutes) if minutes is not None else None  # before the lock: a large scan takes a second
    locked = lock_reviews(votes)
    ready = [review for review in locked if not refuse_if_changed(review, (seen or {}).get(review.pk), by=by)]
    checks = Checks(by=by)
    for review in ready:
        checks.refuse(review, [StepKind.APPRAISE])
        refuse_votes(review, sitting, counted[review.pk])
    if len({review.acting_path for review in ready}) > 1:
        raise DomainError("一次评议会只能评议同一单位的申请，请分开登记。")
    if ready:
        meeting = _meeting(sitting, ready[0], paper, by=by)
        records = move(ready, [_record(review, sitting, counted[review.pk], by) for review in ready], by=by)
        Appraisal.objects.bulk_create(
            [_appraisal(record, meeting, counted[record.review_id]) for record in records], batch_size=2000
        )
    return locked


def refuse_votes(review: Review, sitting: Sitting, votes: Votes) -> None:
    """Raise DomainError for what no minutes can say."""
    if sitting.held_on > clock.today():
        raise DomainError("评议日期不能晚于今天。", field="held_on")
    if sitting.held_on < review.applied_on:
        raise DomainError(f"评议日期不能早于申请日期 {review.applied_on:%Y-%m-%d}。", field="held_on")
    quorum = review.step.quorum  # type: ignore[union-attr]
    if sitting.attended < quorum:
        raise DomainError(
            f"到会 {sitting.attended} 人，少于规定的 {quorum} 人，评议无效，请另行召集。", field="attended"
        )
    if votes.total != sitting.attended:
        raise DomainError(
            f"同意、不同意、弃权共 {votes.total} 票，与到会 {sitting.attended} 人不符，请核对。", field="votes_for"
        )


def is_carried(review: Review, votes: Votes) -> bool:
    """Tell whether the votes suffice: more than the step's percentage of those who came."""
    return votes.votes_for * 100 > votes.total * review.step.pass_percent  # type: ignore[union-attr]


def _record(review: Review, sitting: Sitting, votes: Votes, by: User) -> Record:
    outcome = Outcome.PASS if is_carried(review, votes) else Outcome.REFUSE
    counted = f"同意 {votes.votes_for} 票，不同意 {votes.votes_against} 票，弃权 {votes.votes_abstain} 票"
    return record_of(review, outcome, by=by, opinion=f"到会 {sitting.attended} 人，{counted}")


def _meeting(sitting: Sitting, review: Review, paper: files.Content | None, *, by: User) -> Meeting:
    if paper is not None:
        files.keep(paper)
    return Meeting.objects.create(
        **vars(sitting),
        union=Union.objects.get(path=review.acting_path),
        minutes_sha256=paper.sha256 if paper else "",
        minutes_type=paper.content_type if paper else "",
        by=by,
        at=clock.now(),
    )


def _appraisal(record: Record, meeting: Meeting, votes: Votes) -> Appraisal:
    return Appraisal(record=record, meeting=meeting, attended=meeting.attended, **vars(votes))
