"""Runs of the rules of data quality: of one union or of all, asked for by a person, and one of all each night.

Of each there is one at a time, and who asks for what another run looks at anyway joins that one.
"""

import time

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from audits.models import QualityRun
from audits.quality.catalogue import RULES
from audits.quality.running import go_on, take_run
from audits.quality.runs import asked_again, latest_runs, refused_until
from audits.rules import can_run_quality, can_stop_quality
from core import clock
from core.errors import Conflict
from core.jobs import cancel_job, start_job
from core.models import JobStatus
from organizations.models import Union, User
from organizations.rules import require

QUALITY_JOB = "quality"
TITLE = "数据质量检查"
NOT_YOURS = "数据质量检查由各级工会的经办、审核、审批人员发起，检查本级和下级。"
NOT_YOURS_TO_STOP = "检查由发起人，或检查范围所属工会及上级的经办、审核、审批人员取消。"
AT_ONCE_SECONDS = 4  # of rules between two looks at what else is due


def start_run(union: Union, *, by: User, anyway: bool = False) -> tuple[QualityRun, bool]:
    """Begin a run of all rules over a union as a job of a person; tells whether it was begun.

    The uppermost union is the whole register. Who asks for what a run on its way looks at joins that one. What was
    checked minutes ago is checked again only when asked for ``anyway``, and right after it not even then.
    """
    require(can_run_quality(by, union), NOT_YOURS)
    last, running = latest_runs(union)
    if running:
        return running, False
    _check_pause(last, anyway=anyway)
    with transaction.atomic():
        run, begun = _begin(by=by, union=None if union.is_root() else union)
        if not begun:
            return run, False
        title = f"{TITLE}：{run.place}"
        run.job = start_job(QUALITY_JOB, owner=by, title=title, params={"run": run.pk})
        run.save(update_fields=["job"])
    run.refresh_from_db()
    return run, True


def _check_pause(last: QualityRun | None, *, anyway: bool) -> None:
    words = asked_again(last)
    if until := refused_until(last):
        raise Conflict(f"{words}请在 {timezone.localtime(until):%H:%M} 以后再检查。")
    if words and not anyway:
        raise Conflict(f"{words}确需再查的，请再点一次“仍要检查”。")


def _begin(*, by: User | None, union: Union | None = None, is_nightly: bool = False) -> tuple[QualityRun, bool]:
    """Return the run of a place that is open, or a new one, and whether it is new; of two at once one begins."""
    facts = {"day": clock.today(), "began_at": clock.now(), "total": len(RULES), "union": union}
    try:
        with transaction.atomic():
            return QualityRun.objects.create(by=by, is_nightly=is_nightly, **facts), True
    except IntegrityError:
        # The open run, or for the night the one that another worker has ended already.
        of_place = QualityRun.objects.filter(union=union).order_by("-pk")
        return of_place.under_way().first() or of_place[0], False


@transaction.atomic
def cancel_run(run: QualityRun, *, by: User) -> QualityRun:
    """Have a run end before its next rule, at once when nobody is at it; one that has ended stays as it is."""
    run = QualityRun.objects.select_related("union", "job").get(pk=run.pk)
    require(can_stop_quality(by, run), NOT_YOURS_TO_STOP)
    if not run.is_open:
        return run
    # Not over the name of who was quicker.
    QualityRun.objects.under_way().filter(Q(stopped_by__isnull=True), pk=run.pk).update(stopped_by=by)
    if run.job and run.job.is_live:
        cancel_job(run.job, by=by)
    if take_run(run, waits=False):
        return stop_run(run)
    run.refresh_from_db()
    return run


@transaction.atomic
def stop_run(run: QualityRun) -> QualityRun:
    """End a run before its last rule; what was found by then is kept, what was not looked at stays as it was."""
    locked = QualityRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.is_open:
        locked.ended_at = clock.now()
        locked.save(update_fields=["ended_at"])
    return locked


def keep_quality() -> int:
    """Begin the run of the night when its hour has come, and go on with runs that nobody is at; returns the rules run.

    For the worker between its jobs: some seconds at a time, so that a run goes on whichever worker dies, and two
    workers take turns. A run whose job lives is left to the job; one whose job was cancelled ends.
    """
    opened = list(QualityRun.objects.select_related("job").under_way().order_by("pk"))
    left = [run for run in opened if not (run.job and run.job.is_live)]
    if all(run.union_id for run in opened) and (tonight := _of_tonight()):
        left.append(tonight)
    until = time.monotonic() + AT_ONCE_SECONDS
    return sum(_keep_up(run, until) for run in left)


def _keep_up(run: QualityRun, until: float) -> int:
    """Go on with a run until a moment; returns the rules run."""
    if run.job and run.job.status == JobStatus.CANCELLED:
        stop_run(run)
        return 0
    done = 0
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
