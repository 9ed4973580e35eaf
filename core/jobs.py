"""Running background jobs so that none is lost when a worker dies, and nobody waits behind all jobs of another.

A job is a row (core.models.Job) and a task in the queue, in the order of core.turns. While it runs, its worker holds
an advisory lock of the database session; when the worker dies, the session and with it the lock are gone, and
``resume_orphans`` puts the job back in the queue. A runner therefore must be safe to start again: it keeps what is
already done. A worker that only lost its connection finds at the next step that the job has another attempt, and
leaves it alone.
"""

import hashlib
import json
import logging
import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from core.errors import Conflict, DomainError
from core.models import Job, JobStatus
from core.store import StoreTrouble, Superseded, is_trouble, trouble_of
from core.turns import due, next_turn, require_turn

logger = logging.getLogger("huhuqing.jobs")

LOCK_SPACE = 12231
MAX_ATTEMPTS = 5
SAVE_EVERY_SECONDS = 0.5
TAKING_SECONDS = 60

BROKEN = "任务因系统错误中断，已记入日志；请重试，仍不成功请联系系统管理员。"
BEGUN = ("status", "message", "started_at", "paced_at", "paced_from", "attempts", "rights")
ENDED = ("status", "message", "done", "total", "result", "file_name", "finished_at", "size", "expires_at")

Runner = Callable[["Progress"], None]
RUNNERS: dict[str, Runner] = {}
Between = Callable[[], int]
OFTEN: list[Between] = []


class Cancelled(Exception):  # noqa: N818 -- a request, not an error
    """The person who started the job asked to stop it."""


class AlreadyQueued(Conflict):
    """The same person's same request waits or runs already, as ``job`` (None when it has just ended)."""

    def __init__(self, job: Job | None) -> None:
        super().__init__("同样的任务正在进行，请等它完成。")
        self.job = job


def runner(kind: str) -> Callable[[Runner], Runner]:
    """Register the function that does jobs of this kind (apps keep theirs in ``jobs.py``)."""

    def register(function: Runner) -> Runner:
        RUNNERS[kind] = function
        return function

    return register


def often(function: Between) -> Between:
    """Register a function that each worker calls every few seconds; it must be cheap when there is nothing to do."""
    OFTEN.append(function)
    return function


def seldom(seconds: float) -> Callable[[Between], Between]:
    """Register a function that each worker calls again only after so many seconds."""

    def register(function: Between) -> Between:
        due = 0.0

        @often
        @wraps(function)
        def when_due() -> int:
            nonlocal due
            if time.monotonic() < due:
                return 0
            due = time.monotonic() + seconds
            return function()

        return function

    return register


class Progress:
    """What a runner is given: its job, and where to say how far it is."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._saved_at = 0.0

    def start(self, total: int, *, done: int = 0) -> None:
        """Say how much there is to do, and how much an earlier attempt has done already."""
        self.job.total, self.job.done, self.job.paced_from = total, done, done
        self.job.paced_at = timezone.now()
        _save(self.job, "total", "done", "paced_at", "paced_from")

    def advance(self, steps: int = 1) -> None:
        """Count steps done; saved at most twice a second. Raises Cancelled when the owner asked to stop.

        Call it outside a transaction that may roll back.
        """
        self.job.done += steps
        if time.monotonic() - self._saved_at < SAVE_EVERY_SECONDS:
            return
        self._saved_at = time.monotonic()
        _save(self.job, "done")
        self.stop_if_asked()

    def stop_if_asked(self) -> None:
        """Raise Cancelled when the owner asked to stop; in a transaction this takes back what it did so far."""
        if Job.objects.filter(pk=self.job.pk, cancel_requested=True).exists():
            raise Cancelled

    def say(self, message: str) -> None:
        """Say in words what goes on while nothing can be counted."""
        self.job.message = message
        _save(self.job, "message")


def _save(job: Job, *fields: str) -> None:
    """Save fields of the attempt that has the job; raises Superseded when that is another one by now."""
    facts = {name: getattr(job, name) for name in fields}
    if not Job.objects.filter(pk=job.pk, attempts=job.attempts).update(**facts):
        raise Superseded


def start_job(kind: str, *, owner, title: str, params: dict[str, Any], file_name: str = "", **facts: Any) -> Job:
    """Queue a job; the same request by the same person is not queued twice while the first one lives.

    ``facts`` are further fields of the job (estimate, purpose). Raises AlreadyQueued when there is such a job, and
    TooManyJobs when as many of this person wait as may.
    """
    key = request_key(kind, params)
    require_turn(owner, besides=key)
    try:
        with transaction.atomic():
            turn = next_turn(owner)
            facts |= {"kind": kind, "title": title, "owner": owner, "params": params, "file_name": file_name}
            job = Job.objects.create(request_key=key, turn=turn, **facts)
            enqueue(job)
    except IntegrityError as error:
        raise AlreadyQueued(Job.objects.live().filter(owner=owner, request_key=key).first()) from error
    return job


def enqueue(job: Job) -> None:
    """Put a job in the queue, at its turn."""
    task_of_turn = run_job.using(run_after=due(job.turn)) if run_job.get_backend().supports_defer else run_job
    task_of_turn.enqueue(job.pk)


def request_key(kind: str, params: dict[str, Any]) -> str:
    """Return what two requests for the same thing have in common."""
    return hashlib.sha256(json.dumps([kind, params], sort_keys=True).encode()).hexdigest()


def cancel_job(job: Job, *, by) -> Job:
    """Ask a job to stop; a queued one ends at once. A job that has ended stays as it is."""
    with transaction.atomic():
        locked = Job.objects.select_for_update().get(pk=job.pk)
        if locked.status == JobStatus.QUEUED:
            locked.status, locked.finished_at = JobStatus.CANCELLED, timezone.now()
        locked.cancel_requested = locked.cancel_requested or locked.is_live
        locked.save(update_fields=["status", "finished_at", "cancel_requested"])
    return locked


@task()
def run_job(job_id: int) -> None:
    """Run one job to its end, unless another worker is at it."""
    if not _take_lock(job_id):
        return
    try:
        _run(job_id)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, job_id])


def _take_lock(job_id: int) -> bool:
    # resume_orphans may hold the lock for the blink of an eye; another worker holds it for long.
    for _attempt in range(20):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, job_id])
            if cursor.fetchone()[0]:
                return True
        time.sleep(0.05)
    return False


def _run(job_id: int) -> None:
    job = Job.objects.select_related("owner").get(pk=job_id)
    if not job.is_live:
        return
    job.status, job.message = JobStatus.RUNNING, ""
    job.started_at = job.started_at or timezone.now()
    job.paced_at, job.paced_from = timezone.now(), job.done
    job.attempts += 1
    job.rights = [list(place) for place in job.owner.scope.places]
    # Not saved over one that was cancelled since it was read.
    if not Job.objects.live().filter(pk=job_id).update(**{name: getattr(job, name) for name in BEGUN}):
        return
    try:
        _do(job)
        job.finished_at = timezone.now()
        if job.status == JobStatus.DONE and job.file_name and job.path.exists():
            job.size = job.path.stat().st_size
            job.expires_at = job.finished_at + timedelta(days=settings.EXPORT_DAYS)
        _save(job, *ENDED)
    except Superseded:
        logger.warning("job %s went on elsewhere after this worker had lost its connection", job_id)


def _do(job: Job) -> None:
    """Run a job and note how it ended; Superseded goes through."""
    try:
        RUNNERS[job.kind](Progress(job))
        job.status = JobStatus.DONE
    except Superseded:
        raise
    except Cancelled:
        job.status, job.message = JobStatus.CANCELLED, job.message or "已按要求取消；取消前完成的部分保留。"
    except StoreTrouble as error:
        logger.exception("job %s: the store of files", job.pk)
        job.status, job.message = JobStatus.FAILED, error.message
    except DomainError as error:
        job.status, job.message = JobStatus.FAILED, error.message
    except Exception as error:  # noqa: BLE001 -- whatever a runner raises, its owner must be told
        logger.exception("job %s failed", job.pk)
        job.status, job.message = JobStatus.FAILED, trouble_of(error).message if is_trouble(error) else BROKEN


def resume_orphans() -> int:
    """Queue again each job whose worker is gone, and return how many; give up after MAX_ATTEMPTS.

    A worker may also have died, or lost its connection, between taking a task and beginning the job: the job waits
    then, and no task stands for it.
    """
    running = Job.objects.filter(status=JobStatus.RUNNING).values_list("pk", flat=True)
    return sum(_if_free(key, _resume) for key in running) + sum(_if_free(key, _requeue) for key in _without_task())


def _if_free(job_id: int, act: Callable[[Job], int]) -> int:
    """Do something with a job that no worker holds."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [LOCK_SPACE, job_id])
        return act(Job.objects.select_for_update().get(pk=job_id)) if cursor.fetchone()[0] else 0


def _without_task(**narrowed: Any) -> list[int]:
    """Return the jobs that wait for longer than a task takes to begin, and for which none is in the queue."""
    before = timezone.now() - timedelta(seconds=TAKING_SECONDS)
    waiting = Job.objects.filter(status=JobStatus.QUEUED, created_at__lt=before, **narrowed)
    keys = list(waiting.values_list("pk", flat=True))
    if not keys:
        return []
    tasks = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=run_job.module_path)
    queued = {args[0] for args in tasks.values_list("args_kwargs__args", flat=True)}
    return [key for key in keys if key not in queued]


def _requeue(job: Job) -> int:
    if not _without_task(pk=job.pk):
        return 0  # another worker was quicker
    enqueue(job)
    return 1


def _resume(job: Job) -> int:
    if job.status != JobStatus.RUNNING:
        return 0
    if job.attempts >= MAX_ATTEMPTS:
        job.status, job.finished_at = JobStatus.FAILED, timezone.now()
        job.message = f"处理程序连续 {MAX_ATTEMPTS} 次中断，任务已停止；已完成的部分保留，请联系系统管理员。"
        job.save(update_fields=["status", "finished_at", "message"])
        return 0
    # Queued, not running: the next orphan search must not find it again before a worker has it.
    job.status = JobStatus.QUEUED
    job.save(update_fields=["status"])
    enqueue(job)
    return 1
