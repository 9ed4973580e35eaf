"""How a notice ends: by a person or by the clock, and never before its days are over or with an objection open."""

import logging
from collections.abc import Sequence

from django.db import transaction

from core import clock
from core.errors import Conflict, DomainError
from core.workdays import add_workdays
from organizations.models import User
from reviews.actions.checking import Batch, Seen
from reviews.actions.deciding import decide_many
from reviews.actions.moving import lock_reviews
from reviews.actions.notices import locked_notice, told
from reviews.actions.wording import step_of
from reviews.enums import NoticeStatus, Outcome, StepKind
from reviews.models import Notice, Review

logger = logging.getLogger("huhuqing.reviews")
UPHELD = "公示期间的异议经查成立，不能进入下一环节，请退回或作不同意处理"


@transaction.atomic
def close_notice(notice: Notice, *, by: User) -> Batch:
    """End a notice whose days are over: its reviews go on to their next step, but for those with an upheld objection.

    Those stay at the step and must be returned; what was returned or withdrawn meanwhile is left alone. Closing what
    this person has closed changes nothing. Raises Conflict when somebody else has, DomainError before the end, without
    a photo of the posting, or with an objection that is open or that the whole notice could not stand.
    """
    locked = locked_notice(notice, by=by)
    if locked.status == NoticeStatus.CLOSED and locked.closed_by_id == by.pk:
        return Batch()
    refuse_close(locked)
    locked.status, locked.closed_by, locked.closed_at = NoticeStatus.CLOSED, by, clock.now()
    locked.save(update_fields=["status", "closed_by", "closed_at"])
    return _pass_on(locked, by)


def refuse_close(notice: Notice) -> None:
    """Raise what keeps a notice from being closed today."""
    if notice.status != NoticeStatus.RUNNING:
        raise Conflict(f"公示{told(notice)}，不能结束。")
    if waiting := notice.objections.open().count():
        raise DomainError(f"还有 {waiting} 件异议没有答复，公示期暂停，不能结束。")
    if notice.ends_on is None or notice.ends_on >= clock.today():
        raise DomainError(f"公示期到 {notice.ends_on:%Y-%m-%d} 届满，届满后才能结束。")
    if notice.objections.filter(line=None, upheld=True).exists():
        raise DomainError("对整个公示的异议经查成立，请撤下本公示，改正后重新公示。")
    if not notice.photo_sha256:
        raise DomainError("还没有张贴照片，请先补登记张贴照片。", field="photo")


def _pass_on(notice: Notice, by: User) -> Batch:
    locked = lock_reviews(notice.standing_reviews())
    standing = set(notice.lines.standing().values_list("review", flat=True))
    waiting = [review for review in locked if review.pk in standing]
    said = dict(notice.objections.exclude(line=None).order_by("upheld").values_list("line__review", "upheld"))
    upheld = [review for review in waiting if said.get(review.pk)]  # one line of it is enough
    objected = [review for review in waiting if said.get(review.pk) is False]
    clear = [review for review in waiting if review.pk not in said]
    whole = notice.objections.filter(line=None).count()
    opinion = f"公示期满，收到对本次公示的异议 {whole} 件，均已答复" if whole else "公示期满，无异议"
    batch = Batch(refused=[(review, DomainError(UPHELD)) for review in upheld])
    for group, words in ((clear, opinion), (objected, "公示期满，异议已答复，经查不成立")):
        batch.done += _passed(group, words, by)
    return batch


def _passed(reviews: Sequence[Review], opinion: str, by: User) -> list[Review]:
    if not reviews:
        return []
    seen = {review.pk: Seen(step_of(review).pk, review.round) for review in reviews}
    batch = decide_many(reviews, Outcome.PASS, [StepKind.NOTICE], by=by, opinion=opinion, seen=seen)
    for _review, error in batch.refused:  # on another's desk: closing would leave it behind
        raise error
    return batch.done


def close_due_notices() -> int:
    """Close the notices whose days are over, in the name of who posted them, and return how many were closed.

    What keeps one open, such as a missing photo or a role that ended, is for its office to see; the others go on.
    """
    closed = 0
    for notice in Notice.objects.ended().exclude(photo_sha256="").select_related("posted_by"):
        try:
            close_notice(notice, by=notice.posted_by)
            closed += 1
        except DomainError as refusal:
            logger.info("notice %s stays open: %s", notice.pk, refusal.message)
    return closed


def recount_notices() -> int:
    """Count provisional ends again by the calendar that is known now, and return how many notices changed.

    An end that was made public is never drawn nearer: where the official calendar has a make-up day more, it stays.
    """
    changed = 0
    keys = Notice.objects.filter(status=NoticeStatus.RUNNING, provisional=True, paused_on=None).values_list("pk")
    for [key] in keys:
        with transaction.atomic():
            notice = Notice.objects.select_for_update().get(pk=key)
            changed += _recount(notice)
    return changed


def _recount(notice: Notice) -> int:
    if notice.status != NoticeStatus.RUNNING or notice.paused_on or not notice.counted_from or not notice.ends_on:
        return 0
    due = add_workdays(notice.counted_from, notice.counted_days)
    was = (notice.ends_on, notice.provisional)
    notice.ends_on, notice.provisional = max(notice.ends_on, due.day), due.provisional
    if (notice.ends_on, notice.provisional) == was:
        return 0
    notice.save(update_fields=["ends_on", "provisional"])
    return 1
