"""Background jobs of archives: checking an uploaded workbook, importing it; between the jobs, finding duplicates."""

from core.idempotency import forget_old_keys
from core.jobs import Progress, often, runner
from core.throttle import forget_old_attempts
from households.actions.counts import fold_counts
from households.actions.duplicates import compare_changed
from households.actions.imports import CHECK_JOB, IMPORT_JOB
from households.feedreading import forget_old_changes
from households.importing.runs import check_run, write_run
from households.models import ImportRun

often(compare_changed)
often(fold_counts)
often(forget_old_attempts)
often(forget_old_changes)
often(forget_old_keys)


@runner(CHECK_JOB)
def check_workbook(progress: Progress) -> None:
    """Make the preview of an uploaded workbook; reads only, so it may start again at any time."""
    progress.job.result = check_run(_run_of(progress), meter=progress).counts()


@runner(IMPORT_JOB)
def import_workbook(progress: Progress) -> None:
    """Write a confirmed workbook; started again, it leaves the households alone that it has done."""
    report = write_run(_run_of(progress), meter=progress)
    progress.job.result = report.counts()


def _run_of(progress: Progress) -> ImportRun:
    return ImportRun.objects.select_related("by").get(pk=progress.job.params["run"])
