"""Notices that have run their days, without waiting for them."""

import datetime
from collections.abc import Sequence

from core import clock
from organizations.models import Union, User
from reviews.enums import NoticeStatus
from reviews.models import Notice, NoticeLine, Review


def run_notice(reviews: Sequence[Review], *, by: User) -> Notice:
    """Put a notice over reviews that ended yesterday into the database, past the actions."""
    first, today = reviews[0], clock.today()
    notice = Notice.objects.create(
        union=Union.objects.get(path=first.acting_path),
        subject=first.subject,
        level=first.step.level,
        step_name=first.step.name,
        title="公示",
        days=first.step.notice_days,
        created_by=by,
    )
    NoticeLine.objects.bulk_create(
        NoticeLine(notice=notice, review=r, step=r.step, round=r.round, position=n, values={"姓名": r.title})
        for n, r in enumerate(reviews, start=1)
    )
    ran = {"starts_on": today - datetime.timedelta(days=30), "ends_on": today - datetime.timedelta(days=1)}
    Notice.objects.filter(pk=notice.pk).update(status=NoticeStatus.RUNNING, photo_sha256="0" * 64, **ran)
    Notice.objects.filter(pk=notice.pk).update(status=NoticeStatus.CLOSED, closed_by=by, closed_at=clock.now())
    return notice
