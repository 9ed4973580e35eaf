"""Whose job is next: everybody's first before anybody's second, so that twenty people are served in turn.

Each job gets a turn when it is queued (start-time fair queueing, docs/algorithms/fair-queue.md). The queue keeps to it
without knowing: it serves what is due longest first, and a turn is written as a moment long past.
"""

import datetime

from django.conf import settings
from django.db.models import Max, Q

from core.errors import DomainError
from core.models import Job, JobStatus

# No queue is older; one second for each turn.
FIRST_TURN = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


class TooManyJobs(DomainError):
    """As many jobs of somebody wait as one person may have waiting."""

    def __init__(self, waiting: int) -> None:
        super().__init__(
            f"您已有 {waiting} 个任务在排队，每人最多 {settings.WAITING_JOBS} 个。"
            "请等其中一些完成，或在“我的导出”里取消不再需要的，然后重试。"
        )


def require_turn(owner, *, besides: str = "") -> None:
    """Refuse one more job of somebody of whom too many wait ``besides`` the same request; two at once may both pass."""
    waiting = Job.objects.filter(owner=owner, status=JobStatus.QUEUED).exclude(request_key=besides).count()
    if waiting >= settings.WAITING_JOBS:
        raise TooManyJobs(waiting)


def next_turn(owner) -> int:
    """Return the turn of the next job of somebody: the one being served now, or the one behind their last."""
    begun = Job.objects.filter(started_at__isnull=False)
    now_served = begun.aggregate(turn=Max("turn"))["turn"] or 0
    # A job that was cancelled before it began costs its owner nothing.
    counted = Job.objects.filter(Q(started_at__isnull=False) | Q(status=JobStatus.QUEUED), owner=owner)
    last = counted.aggregate(turn=Max("turn"))["turn"]
    return now_served if last is None else max(now_served, last + 1)


def due(turn: int) -> datetime.datetime:
    """Return the moment by which the queue sorts a turn."""
    return FIRST_TURN + datetime.timedelta(seconds=turn)
