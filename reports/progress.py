"""What the pages of jobs say of a job."""

import datetime
from typing import Any

from django.utils import timezone

from core.models import Job, JobQuerySet, JobStatus
from reports.exports.fetching import needs_purpose
from reports.exports.rates import Estimate, in_time, size_words

TONES = {
    JobStatus.QUEUED: "todo",
    JobStatus.RUNNING: "todo",
    JobStatus.DONE: "good",
    JobStatus.FAILED: "bad",
    JobStatus.CANCELLED: "gone",
}
SOON, SELDOM = 5, 60  # seconds between two looks at the bell: while something is being made, and else
MOST_TOLD = 3


def describe_job(job: Job) -> dict[str, Any]:
    """Return what a page needs: the job, its colour, the time it still takes, and whether its file is there."""
    has_file = job.has_file
    return {
        "job": job,
        "tone": TONES[JobStatus(job.status)],
        "time_left": in_words(job.seconds_left) if job.status == JobStatus.RUNNING else "",
        "expected": Estimate(**job.estimate).words if job.estimate else "",
        "rows": job.result.get("rows", job.result.get("lines")),
        "pages": job.result.get("pages"),
        "size": size_words(job.size) if job.size and has_file else "",
        "has_file": has_file,
        "is_gone": job.status == JobStatus.DONE and bool(job.file_name) and not has_file,
        "days_left": _days_left(job) if has_file else None,
        "asks_purpose": needs_purpose(job),
        "can_again": bool(job.file_name) and not job.is_live,
    }


def describe_alone(job: Job) -> dict[str, Any]:
    """Return what the page of one job needs besides: how many are served before it."""
    return describe_job(job) | {"ahead": Job.objects.before(job).count() if job.status == JobStatus.QUEUED else 0}


def _days_left(job: Job) -> int | None:
    """Return how many days a file can still be fetched, today included."""
    return (timezone.localdate(job.expires_at) - timezone.localdate()).days if job.expires_at else None


def bell_of(jobs: JobQuerySet, since: datetime.datetime | None) -> dict[str, Any]:
    """Return what the bell says: how many files wait to be looked at, and those that became ready since a moment."""
    now = timezone.now()
    news = jobs.news()
    fresh = list(news.filter(finished_at__gt=since, finished_at__lte=now)[:MOST_TOLD]) if since else []
    again = SOON if jobs.live().exists() else SELDOM
    return {"count": news.count(), "fresh": fresh, "since": now.isoformat(), "again": again}


def in_words(seconds: int | None) -> str:
    """Write how long something still takes; empty for not known yet."""
    return "" if seconds is None else f"约剩 {in_time(seconds)}"
