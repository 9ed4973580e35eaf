"""Public notices: drawing one up over many reviews, changing the draft, posting it, taking it down.

How it ends is in ``closing``; what people say against it in ``objections``.
"""

import datetime
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from core import clock, files
from core.errors import Conflict, DomainError, NotAllowed
from core.workdays import add_workdays
from organizations.models import Union, User
from reviews.actions.checking import Checks
from reviews.actions.moving import lock_reviews
from reviews.actions.wording import Wording, kind_of, step_of, word
from reviews.enums import NoticeStatus, StepKind
from reviews.masking import refuse_personal
from reviews.models import Notice, NoticeLine, Review
from reviews.rules import can_keep_notice
from reviews.subjects import by_subject, handler_of

MOST = 500  # reviews on one notice: more would hang on no wall
MOST_ROWS = 10_000  # lines of them, of a large batch of payments
FARTHEST_DAYS = 366  # of a planned start; posting asks for more
PLANNED = ("starts_on", "ends_on", "provisional", "counted_from", "counted_days")
POSTED = ("status", "posted_place", "posted_by", "posted_at", "photo_sha256", "photo_type")


@transaction.atomic
def draw_notice(
    reviews: Iterable[Review], *, by: User, wording: Wording | None = None, starts_on: datetime.date | None = None
) -> Notice:
    """Draw one notice up over reviews that wait for it at the same desk; their lines are masked and frozen now.

    ``starts_on`` is the planned start, today when not given; posting decides. Drawing the same twice returns what there
    is. Raises DomainError when they do not belong on one paper, one stands on another notice, an objection against one
    was upheld, or a line says what must not be public; Conflict and NotAllowed as for any step.
    """
    locked = sorted(lock_reviews(reviews), key=lambda review: (review.union_path, review.pk))
    if same := _drawn_before(locked, by):
        return same
    _refuse_undrawable(locked, by)
    rows = _masked_rows(locked)
    notice = _draft(locked[0], wording or Wording(), by)
    _plan(notice, starts_on or clock.today())
    notice.save()
    lines = [_line(notice, position, *row) for position, row in enumerate(rows, start=1)]
    NoticeLine.objects.bulk_create(lines, batch_size=2000)
    return notice


def _line(notice: Notice, position: int, review: Review, values: dict[str, str]) -> NoticeLine:
    facts = {"step": step_of(review), "round": review.round, "values": values}
    return NoticeLine(notice=notice, review=review, position=position, **facts)


def _drawn_before(reviews: Sequence[Review], by: User) -> Notice | None:
    """Return the draft that this person has drawn up over exactly these: a second press of the button."""
    lines = NoticeLine.objects.on_live_notices().standing().filter(review__in=reviews)
    found = dict(lines.order_by().distinct().values_list("review", "notice"))
    notices = set(found.values())
    if len(found) != len(reviews) or len(notices) != 1:
        return None
    notice = Notice.objects.get(pk=notices.pop())
    same = notice.status == NoticeStatus.DRAFT and notice.created_by_id == by.pk
    return notice if same and notice.lines.aggregate(n=Count("review", distinct=True))["n"] == len(reviews) else None


def _refuse_undrawable(reviews: Sequence[Review], by: User) -> None:
    if not reviews:
        raise DomainError("请先勾选要公示的对象。", field="reviews")
    if len(reviews) > MOST:
        raise DomainError(f"一份公示最多 {MOST} 件，请分开拟定。", field="reviews")
    checks = Checks(by=by)
    for review in reviews:
        checks.refuse(review, [StepKind.NOTICE])
    if len({kind_of(review) for review in reviews}) > 1:
        raise DomainError("一份公示只能是同一单位、同一事项、同一环节，请分开拟定。", field="reviews")
    lines = NoticeLine.objects.standing().filter(review__in=reviews).select_related("notice", "review")
    if posted := {line.review_id: line for line in lines.on_live_notices()[:50]}:
        first = list(posted.values())[:5]
        named = "、".join(f"{line.review.title}（公示 {line.notice.number}）" for line in first)
        raise Conflict(f"{named}已在另一份未结束的公示中，不能重复公示；确有错误的，请先撤下那一份。", field="reviews")
    if upheld := list(lines.upheld()[:5]):
        named = "、".join({line.review_id: line.review.title for line in upheld}.values())
        raise DomainError(f"{named}在公示中经查异议成立，不能再次公示，请退回或作不同意处理。", field="reviews")


def _masked_rows(reviews: Sequence[Review]) -> list[tuple[Review, dict[str, str]]]:
    values: dict[int, list[dict[str, str]]] = {}
    for subject, group in by_subject(reviews).items():
        values |= handler_of(subject).notice_rows(group)
    rows = [(review, line) for review in reviews for line in values[review.pk]]
    if len(rows) > MOST_ROWS:
        raise DomainError(f"一份公示最多 {MOST_ROWS} 行，现有 {len(rows)} 行，请分批报批。", field="reviews")
    for position, (_review, line) in enumerate(rows, start=1):
        refuse_personal(line, whose=str(position))
    return rows


def _draft(review: Review, wording: Wording, by: User) -> Notice:
    step = step_of(review)
    union = Union.objects.get(path=review.acting_path)
    notice = Notice(
        union=union,
        union_path=union.path,
        subject=review.subject,
        level=step.level,
        step_name=step.name,
        role=review.acting_role,
        days=step.notice_days,
        created_by=by,
        created_at=clock.now(),
    )
    word(notice, wording)
    return notice


def _plan(notice: Notice, starts_on: datetime.date) -> None:
    """Count the days of a notice from its start; one of another year than about now is a slip of the keyboard."""
    if abs((starts_on - clock.today()).days) > FARTHEST_DAYS:
        raise DomainError("开始日期离今天太远，请核对年份。", field="starts_on")
    due = add_workdays(starts_on, notice.days)
    notice.starts_on = notice.counted_from = starts_on
    notice.counted_days = notice.days
    notice.ends_on, notice.provisional = due.day, due.provisional


@transaction.atomic
def edit_notice(notice: Notice, *, by: User, wording: Wording, starts_on: datetime.date) -> Notice:
    """Change the words and the planned start of a draft; a posted one stays as it hangs."""
    locked = locked_notice(notice, by=by)
    if locked.status != NoticeStatus.DRAFT:
        raise Conflict(f"公示已{told(locked)}，内容不能再改；确有错误的，请撤下后重新拟定。")
    word(locked, wording)
    _plan(locked, starts_on)
    locked.save(update_fields=["title", "doc_number", "hotline", *PLANNED])
    return locked


@transaction.atomic
def post_notice(
    notice: Notice,
    *,
    by: User,
    place: str,
    photo: UploadedFile | None = None,
    starts_on: datetime.date | None = None,
) -> Notice:
    """Record where a notice was put up, and let it run from a day on (the planned one, or today).

    Without a photo it runs but cannot be closed until ``add_photo``; a posting of the last days must show one. Posting
    what this person has posted changes nothing. Raises DomainError (with its field) for a day or photo that cannot be.
    """
    paper = _photo(photo)
    locked = locked_notice(notice, by=by)
    if locked.status == NoticeStatus.RUNNING and locked.posted_by_id == by.pk:
        return locked
    if locked.status != NoticeStatus.DRAFT:
        raise Conflict(f"公示已{told(locked)}，不能再次张贴。")
    if not locked.lines.standing().exists():
        raise DomainError("公示中的各项都已退回或撤回，没有可公示的内容，请撤下本公示。")
    _plan(locked, starts_on or locked.starts_on or clock.today())
    _refuse_start(locked, has_photo=paper is not None)
    if not place.strip():
        raise DomainError("请填写张贴地点。", field="place")
    locked.status, locked.posted_place = NoticeStatus.RUNNING, place.strip()
    locked.posted_by, locked.posted_at = by, clock.now()
    _keep_photo(locked, paper)
    locked.save(update_fields=[*POSTED, *PLANNED])
    return locked


def _refuse_start(notice: Notice, *, has_photo: bool) -> None:
    start, today = notice.starts_on, clock.today()
    assert start is not None  # noqa: S101 -- for the type checker: just planned
    earliest = today - datetime.timedelta(days=settings.NOTICE_POSTED_BEFORE_DAYS)
    applied = notice.lines.standing().order_by("-review__applied_on").values_list("review__applied_on", flat=True)[0]
    if start < earliest:
        raise DomainError(
            f"开始日期不能早于 {earliest:%Y-%m-%d}：补录张贴只限最近 {settings.NOTICE_POSTED_BEFORE_DAYS} 天。",
            field="starts_on",
        )
    if start < applied:
        raise DomainError(f"开始日期不能早于申请日期 {applied:%Y-%m-%d}。", field="starts_on")
    if start > today + datetime.timedelta(days=settings.NOTICE_POSTED_AHEAD_DAYS):
        raise DomainError(f"开始日期最多提前 {settings.NOTICE_POSTED_AHEAD_DAYS} 天安排。", field="starts_on")
    if start < today and not has_photo:
        raise DomainError("补录以前的张贴须附当时的张贴照片。", field="photo")


@transaction.atomic
def add_photo(notice: Notice, *, by: User, photo: UploadedFile) -> Notice:
    """Add the photo of a notice that was posted without one; the first photo stays."""
    paper = _photo(photo)
    locked = locked_notice(notice, by=by)
    if locked.status != NoticeStatus.RUNNING:
        raise Conflict(f"公示{told(locked)}，不能补张贴照片。")
    if locked.photo_sha256 and paper and locked.photo_sha256 != paper.sha256:
        raise Conflict("张贴照片已经登记，不能更换。")
    _keep_photo(locked, paper)
    locked.save(update_fields=["photo_sha256", "photo_type"])
    return locked


def _photo(upload: UploadedFile | None) -> files.Content | None:
    """Judge the photo before anything is locked: a large one takes a second."""
    if upload is None:
        return None
    try:
        paper = files.read_upload(upload)
    except DomainError as error:
        raise DomainError(error.message, field="photo") from error
    if paper.content_type == files.PDF:
        raise DomainError("张贴照片须是 JPG 或 PNG 图片。", field="photo")
    return paper


def _keep_photo(notice: Notice, paper: files.Content | None) -> None:
    if paper is not None:
        files.keep(paper)
        notice.photo_sha256, notice.photo_type = paper.sha256, paper.content_type


@transaction.atomic
def withdraw_notice(notice: Notice, *, by: User, reason: str) -> Notice:
    """Take a notice down because of a mistake; its reviews wait for a new one. Doing so twice changes nothing.

    Raises DomainError without a reason, or while an objection against it has no answer yet.
    """
    locked = locked_notice(notice, by=by)
    if locked.status == NoticeStatus.WITHDRAWN:
        return locked
    if locked.status == NoticeStatus.CLOSED:
        raise Conflict(f"公示已{told(locked)}，不能撤下。")
    if not reason.strip():
        raise DomainError("请写明撤下的原因。", field="reason")
    if locked.objections.open().exists():
        raise DomainError("还有异议没有答复，请先答复，再撤下公示。", field="reason")
    locked.status, locked.withdrawn_reason = NoticeStatus.WITHDRAWN, reason.strip()[:200]
    locked.closed_by, locked.closed_at = by, clock.now()
    locked.save(update_fields=["status", "withdrawn_reason", "closed_by", "closed_at"])
    return locked


def locked_notice(notice: Notice, *, by: User) -> Notice:
    """Lock a notice and read it anew; raises NotAllowed for whom its desk does not belong to."""
    # Nothing joined: of a row that another had locked the database reads the new values, of its relations the old.
    locked = Notice.objects.select_for_update().get(pk=notice.pk)
    if can_keep_notice(by, locked):
        return locked
    if not can_keep_notice(by, locked, locked.standing_reviews()):
        raise NotAllowed(f"公示由{locked.union.name}的{locked.get_role_display()}人员办理，您不是本公示的办理人。")
    return locked


def told(notice: Notice) -> str:
    """Say how a notice stands, and who ended it when."""
    if notice.closed_by is None or notice.closed_at is None:
        return notice.get_status_display().removeprefix("已")
    at = timezone.localtime(notice.closed_at)
    return f"由 {notice.closed_by.name} 于 {at:%m 月 %d 日 %H:%M} {notice.get_status_display().removeprefix('已')}"
