"""What the pages of jobs say of a job."""

from typing import Any

from core.models import Job, JobStatus

TONES = {
    JobStatus.QUEUED: "todo",
    JobStatus.RUNNING: "todo",
    JobStatus.DONE: "good",
    JobStatus.FAILED: "bad",
    JobStatus.CANCELLED: "gone",
}


def describe_job(job: Job) -> dict[str, Any]:
    """Return what a page needs: the job, its colour, the time it still takes, and whether its file is there."""
    return {
        "job": job,
        "tone": TONES[JobStatus(job.status)],
        "time_left": in_words(job.seconds_left) if job.status == JobStatus.RUNNING else "",
        "has_file": job.status == JobStatus.DONE and bool(job.file_name) and job.path.exists(),
    }


def in_words(seconds: int | None) -> str:
    """Write how long something still takes; empty for not known yet."""
    if seconds is None:
        return ""
    return f"约剩 {seconds} 秒" if seconds < 90 else f"约剩 {round(seconds / 60)} 分钟"
