"""Whose job is next: everybody's first before anybody's second, so that twenty people are served in turn.

Each job gets a turn when it is queued (start-time fair queueing, docs/algorithms/fair-queue.md). The queue keeps to it
without knowing: it serves what is due longest first, and a turn is written as a moment long past.
"""

import datetime

from django.db.models import Max, Q

from core.models import Job, JobStatus

# No queue is older; one second for each turn.
FIRST_TURN = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


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
