"""What the worker does: the checks of data quality that people ask for, and between the jobs overtaken states of 六清,
tapers that ran out, days of campaigns, the night's check of data quality, grievances that nobody can appeal any more.
"""

from audits.actions.campaigns import keep_days
from audits.actions.clear import refresh_stale
from audits.actions.grievances.answering import close_expired_grievances
from audits.actions.monitoring import end_tapers
from audits.actions.quality.counts import fold_fault_counts
from audits.actions.quality.runs import QUALITY_JOB, keep_quality, stop_run
from audits.models import QualityRun
from audits.quality.running import go_on, next_rule
from audits.verification import jobs as _verification  # noqa: F401 -- registers its runner
from core.jobs import Cancelled, Progress, often, runner

often(refresh_stale)
often(end_tapers)
often(keep_days)
often(keep_quality)
often(fold_fault_counts)
often(close_expired_grievances)


@runner(QUALITY_JOB)
def check_quality(progress: Progress) -> None:
    """Go on with a run rule by rule; started again it goes on after the last whole rule. Cancelled, both end."""
    run = QualityRun.objects.get(pk=progress.job.params["run"])
    progress.start(run.total, done=run.done)
    try:
        while (gone_on := go_on(run)) is not None and gone_on.is_open:
            _say(progress, gone_on)
    except Cancelled:
        stop_run(run)
    run.refresh_from_db()
    progress.job.done = run.done
    progress.job.result = {"run": run.pk, "found": run.found}
    if not run.is_whole:
        progress.job.message = f"已取消，检查了 {run.done} 条规则；已发现的问题保留。"
        raise Cancelled
    progress.job.message = f"检查了 {run.done} 条规则，发现问题 {run.found:,} 个。"


def _say(progress: Progress, run: QualityRun) -> None:
    """Tell how far it is and which rule comes next."""
    if (following := next_rule(run)) is not None:
        progress.say(f"正在检查：{following.title}")
    progress.advance(run.done - progress.job.done)
