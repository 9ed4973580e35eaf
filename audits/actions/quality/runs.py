"""Runs of the rules of data quality: one asked for by a person, one each night; there is one at a time."""

import time

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from audits.models import QualityRun
from audits.quality.catalogue import RULES
from audits.quality.running import go_on
from audits.rules import can_run_quality
from core import clock
from core.jobs import start_job
from core.models import JobStatus
from organizations.models import User
from organizations.rules import require

QUALITY_JOB = "quality"
TITLE = "数据质量检查"
NOT_YOURS = "数据质量检查由各级工会的经办、审核、审批人员发起。"
AT_ONCE_SECONDS = 4  # of rules between two looks at what else is due


def start_run(*, by: User) -> tuple[QualityRun, bool]:
    """Begin a run of all rules as a job of a person, or join the one that runs; tells whether it was begun."""
    require(can_run_quality(by), NOT_YOURS)
    with transaction.atomic():
        run, begun = _begin(by=by)
        if not begun:
            return run, False
        run.job = start_job(QUALITY_JOB, owner=by, title=TITLE, params={"run": run.pk})
        run.save(update_fields=["job"])
    run.refresh_from_db()
    return run, True


def _begin(*, by: User | None, is_nightly: bool = False) -> tuple[QualityRun, bool]:
    """Return the run that is open, or a new one, and whether it is new; of two at once one begins."""
    facts = {"day": clock.today(), "began_at": clock.now(), "total": len(RULES)}
    try:
        with transaction.atomic():
            return QualityRun.objects.create(by=by, is_nightly=is_nightly, **facts), True
    except IntegrityError:
        # The open run, or for the night the one that another worker has ended already.
        return QualityRun.objects.order_by("-pk").filter(ended_at__isnull=True).first() or _last(), False


def _last() -> QualityRun:
    return QualityRun.objects.latest("pk")


@transaction.atomic
def stop_run(run: QualityRun) -> QualityRun:
    """End a run before its last rule; what was found by then is kept, what was not looked at stays as it was."""
    locked = QualityRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.is_open:
        locked.ended_at = clock.now()
        locked.save(update_fields=["ended_at"])
    return locked


def keep_quality() -> int:
    """Begin the run of the night when its hour has come, and go on with a run that nobody is at; returns the rules run.

    For the worker between its jobs: some seconds at a time, so that a run goes on whichever worker dies, and two
    workers take turns. A run whose job lives is left to the job; one whose job was cancelled ends.
    """
    run = QualityRun.objects.select_related("job").filter(ended_at__isnull=True).first() or _of_tonight()
    if run is None or (run.job and run.job.is_live):
        return 0
    if run.job and run.job.status == JobStatus.CANCELLED:
        stop_run(run)
        return 0
    done, until = 0, time.monotonic() + AT_ONCE_SECONDS
    while time.monotonic() < until and (gone_on := go_on(run, waits=False)) is not None and gone_on.is_open:
        done += 1
    return done


def _of_tonight() -> QualityRun | None:
    """Return a new run when today's is due; one small query when it is not."""
    if timezone.localtime(clock.now()).hour < settings.QUALITY_HOUR:
        return None
    if QualityRun.objects.filter(day__gte=clock.today(), is_nightly=True).exists():
        return None
    run, begun = _begin(by=None, is_nightly=True)
    return run if begun else None
