"""What is asked before anybody acts on a step: is it still there, is it his, and has he not decided before."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from django.db.models import F, Q
from django.utils import timezone

from core.errors import Conflict, DomainError, NotAllowed
from organizations.models import User
from reviews.desks import Place, places_of
from reviews.enums import LIVE, StepKind
from reviews.models import Record, Review
from reviews.rules import place_to_act
from reviews.subjects import by_subject, handler_of


@dataclass(frozen=True)
class Seen:
    """The step and the round that a person had on the screen when deciding."""

    step: int
    round: int


@dataclass
class Batch:
    """What became of each of many reviews: those that were moved, and the others with the reason."""

    done: list[Review] = field(default_factory=list)
    refused: list[tuple[Review, DomainError]] = field(default_factory=list)

    @property
    def told(self) -> list[tuple[Review, str]]:
        """The others with the reason in words."""
        return [(review, error.message) for review, error in self.refused]


@dataclass
class Checks:
    """What is known of some locked reviews and a person, read with a few queries for all of them."""

    by: User
    decided: dict[tuple[int, int | None], str] = field(default_factory=dict)
    barred: dict[tuple[int, int | None], str] = field(default_factory=dict)

    @classmethod
    def of(cls, reviews: Sequence[Review], by: User) -> "Checks":
        """Read in which of the reviews the person has applied or decided, and which his ties bar him from.

        Likewise for those whom he stands in for.
        """
        decisions = [review for review in reviews if review.step and review.step.kind == StepKind.DECIDE]
        return cls(by=by, decided=earlier_records(decisions, by), barred=_barred(decisions, by))

    def refuse(self, review: Review, kinds: Container[str]) -> None:
        """Raise what forbids the person to act on the step that waits."""
        if review.step is None or review.step.kind not in kinds:
            raise Conflict(f"{_latest(review)}；该项现为“{review.stage}”，不能再办理本环节。")
        place = place_to_act(self.by, review)
        if place is None:
            raise NotAllowed(
                f"“{review.step.name}”由{review.step.get_level_display()}"
                f"{review.step.get_role_display()}人员办理，您不是本环节的办理人。"
            )
        if review.step.kind == StepKind.DECIDE:
            self._refuse_second_decision(review, place)

    def _refuse_second_decision(self, review: Review, place: Place) -> None:
        for person, name in ((self.by.pk, "您"), (place.for_user, "您所代办的人")):
            if before := self.decided.get((review.pk, person)):
                raise NotAllowed(f"{name}已办理过本件的“{before}”，同一人不能再作审定，请由他人办理。")
            if why := self.barred.get((review.pk, person)):
                raise NotAllowed(f"{why}，须回避，请由他人审定。")


def earlier_records(reviews: Sequence[Review], by: User) -> dict[tuple[int, int | None], str]:
    """Return by review and person what was applied for or decided before, for the person and those he stands in for.

    The waiting step itself does not count: who has returned a case at it decides on it when it comes back.
    """
    people = {by.pk} | {place.for_user for place in places_of(by)} - {None}
    found: dict[tuple[int, int | None], str] = {}
    records = Record.objects.deciding().filter(review__in=reviews).filter(Q(by__in=people) | Q(for_user__in=people))
    for record in records.exclude(step=F("review__step")).select_related("step"):
        found |= {(record.review_id, person): record.step.name for person in (record.by_id, record.for_user_id)}
    return found


def obstacles(reviews: Sequence[Review], kinds: Container[str], *, by: User) -> dict[int, str]:
    """Return what forbids the person to act on the waiting steps, by review; read without a lock, to be shown."""
    checks, found = Checks.of(reviews, by), {}
    for review in reviews:
        try:
            checks.refuse(review, kinds)
        except DomainError as error:
            found[review.pk] = error.message
    return found


def _barred(reviews: Sequence[Review], by: User) -> dict[tuple[int, int | None], str]:
    """Return by review and person what bars him; the queries grow with those he stands in for, not with the reviews."""
    lenders = {place.for_user for place in places_of(by)} - {None}
    people = [by, *User.objects.filter(pk__in=lenders)] if lenders else [by]
    barred: dict[tuple[int, int | None], str] = {}
    for subject, group in by_subject(reviews).items():
        for person in people:
            found = handler_of(subject).barred(group, person)
            theirs = "" if person is by else f"您所代办的{person.name}与本件有利害关系"
            barred |= {(pk, person.pk): theirs or why for pk, why in found.items()}
    return barred


def refuse_if_changed(review: Review, seen: Seen | None, *, by: User) -> bool:
    """Tell whether the same person has done this already; raise Conflict when somebody else was first.

    ``seen`` is what stood on the screen; without it the present step is meant.
    """
    if seen is None or (seen.step, seen.round) == (review.step_id, review.round):
        return False
    record = Record.objects.filter(review=review, step=seen.step, round=seen.round).select_related("by", "step").first()
    if record is not None and record.by_id == by.pk:
        return True
    raise Conflict(f"{_told(record) if record else _latest(review)}；请查看最新情况后再办理。")


def _latest(review: Review) -> str:
    record = Record.objects.filter(review=review).select_related("by", "step").order_by("-id").first()
    return _told(record) if record else "本件尚无办理记录"


def _told(record: Record) -> str:
    at = timezone.localtime(record.at)
    return f"{record.by.name} 于 {at:%m 月 %d 日 %H:%M} 已办理“{record.step.name}”：{record.word}"


def refuse_unless_live(review: Review) -> None:
    """Raise Conflict for a review that has ended."""
    if review.status not in LIVE:
        raise Conflict(f"{_latest(review)}；本件{review.get_status_display()}，不能再改。")
