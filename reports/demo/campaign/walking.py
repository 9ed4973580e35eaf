"""Leading reviews through every step of their procedure, by those whose desks they lie on, day by day."""

import datetime
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Protocol

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Max
from django.utils import timezone
from PIL import Image

from core import clock
from core.workdays import add_workdays
from organizations.models import User
from reviews.actions.appraising import Sitting, Votes, record_appraisals
from reviews.actions.closing import close_notice
from reviews.actions.deciding import assess_many, pass_many
from reviews.actions.notices import draw_notice, post_notice
from reviews.enums import NoticeStatus, StepKind, StepLevel
from reviews.models import Notice, Review, Step

ON_A_NOTICE = 200
ATTENDED = 5
Desk = tuple[str, str]


class Holders(Protocol):
    """Knows who holds a role at the union of a tree path."""

    def holding(self, role: str, path: str, *, last: bool) -> User:
        """Return the first or the last of them."""


class Walker:
    """Takes reviews to their end: one working day for each act, a notice for as long as it runs."""

    def __init__(self, staff: Holders) -> None:
        self.staff = staff

    def walk(self, keys: Iterable[int], day: datetime.date) -> datetime.date:
        """Lead reviews on from a day, or from where they stood, until none of them waits; return the last day."""
        keys = list(keys)
        if stood := Review.objects.filter(pk__in=keys).aggregate(last=Max("entered_at"))["last"]:
            day = max(day, timezone.localdate(stood))
        while waiting := self._waiting(keys):
            day = self._day(waiting, day)
            with clock.at(day):
                for reviews in waiting.values():
                    self._act(reviews)
        return day

    def advance(self, keys: Iterable[int]) -> None:
        """Do what can be done today: one act for each review, but for those that hang on a notice which still runs."""
        running = Notice.objects.filter(status=NoticeStatus.RUNNING, ends_on__gte=clock.today())
        hanging = set(running.values_list("lines__review", flat=True))
        for reviews in self._waiting([key for key in keys if key not in hanging]).values():
            self._act(reviews)

    def _waiting(self, keys: list[int]) -> dict[tuple[int, str], list[Review]]:
        found: dict[tuple[int, str], list[Review]] = defaultdict(list)
        rows = (
            Review.objects.filter(pk__in=keys, step__isnull=False).select_related("step").order_by("union_path", "pk")
        )
        for review in rows:
            found[review.step_id or 0, review.acting_path].append(review)
        return found

    def _day(self, waiting: dict[tuple[int, str], list[Review]], day: datetime.date) -> datetime.date:
        """Return the next working day on which something can be done: when all notices that run have run out."""
        reviews = [review for found in waiting.values() for review in found]
        running = Notice.objects.filter(status=NoticeStatus.RUNNING, lines__review__in=[r.pk for r in reviews])
        last = running.order_by("-ends_on").values_list("ends_on", flat=True).first()
        return add_workdays(max(day, last) if last else day, 1).day

    def by_the_last(self, step: Step) -> bool:
        """Tell whether the last of those who hold the role acts on a step, rather than the first."""
        return step.level != StepLevel.GRASSROOTS

    def _act(self, reviews: list[Review]) -> None:
        step = reviews[0].step
        assert step is not None  # noqa: S101 -- for the type checker: they were asked for by it
        by = self.staff.holding(reviews[0].acting_role, reviews[0].acting_path, last=self.by_the_last(step))
        match step.kind:
            case StepKind.APPRAISE:
                votes = {review: Votes(ATTENDED) for review in reviews}
                record_appraisals(votes, by=by, sitting=_sitting())
            case StepKind.NOTICE:
                _notify(reviews, by=by)
            case StepKind.DECIDE:
                _refuse_left(pass_many(reviews, by=by, opinion="经审核，情况属实，同意。").refused)
            case StepKind.ASSESS:
                _refuse_left(assess_many(reviews, by=by).refused)


def _sitting() -> Sitting:
    people = "工会主席、经办人员、职工代表 5 人"
    return Sitting(clock.today(), place="工会会议室", chair="工会主席", attendees=people, attended=ATTENDED)


def _refuse_left(refused: Sequence[tuple[Review, Exception]]) -> None:
    for _review, error in refused:
        raise error


def _notify(reviews: list[Review], *, by: User) -> None:
    """Close the notices that have run out, and draw up and post those that are missing."""
    keys = [review.pk for review in reviews]
    hanging = Notice.objects.filter(status__in=[NoticeStatus.DRAFT, NoticeStatus.RUNNING], lines__review__in=keys)
    drawn = set(hanging.values_list("lines__review", flat=True))
    for notice in hanging.distinct():
        if notice.status == NoticeStatus.RUNNING:
            close_notice(notice, by=by)
        else:
            post_notice(notice, by=by, place="单位公示栏", photo=_photo())
    left = [review for review in reviews if review.pk not in drawn]
    for start in range(0, len(left), ON_A_NOTICE):
        notice = draw_notice(left[start : start + ON_A_NOTICE], by=by)
        post_notice(notice, by=by, place="单位公示栏", photo=_photo())


def _photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "#b9d7ea").save(out, "JPEG")
    return SimpleUploadedFile("公示.jpg", out.getvalue(), "image/jpeg")
