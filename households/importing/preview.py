"""What the page of one import shows: counts, the list behind each count, and how far the job is."""

from dataclasses import dataclass
from typing import Any

from households.actions.imports import MAY_GO_ON, current_job
from households.enums import ImportOutcome, ImportStatus
from households.importing.corrections import corrections_path
from households.importing.layout import CHILD_SHEETS
from households.importing.report import Report
from households.models import ImportRun

WRITTEN = (ImportOutcome.NEW, ImportOutcome.CHANGED, ImportOutcome.UNCHANGED)
REFUSED, FLAGGED, WAITING, LEFT = "refused", "flagged", "waiting", "left"
TONES = {
    ImportStatus.CHECKING: "todo",
    ImportStatus.PREVIEWED: "soon",
    ImportStatus.RUNNING: "todo",
    ImportStatus.DONE: "good",
    ImportStatus.FAILED: "bad",
    ImportStatus.CANCELLED: "gone",
}


@dataclass(frozen=True)
class Tab:
    """A count that is a link to the list behind it; ``of`` says whether the list is of households or of remarks."""

    key: str
    label: str
    count: int
    rows: list[Any]
    of: str
    unit: str = "户"


def describe_run(run: ImportRun, *, shown: str = "") -> dict[str, Any]:
    """Return what the page of an import needs; ``shown`` is the key of the list to show, else the most pressing one."""
    report = Report.from_json(run.report or run.preview)
    tabs = _tabs(report)
    tab = next((tab for tab in tabs if tab.key == shown), None) or next((t for t in tabs if t.count), tabs[0])
    return {
        "run": run,
        "tone": TONES[ImportStatus(run.status)],
        "tabs": tabs,
        "tab": tab,
        "rows": tab.rows,
        "notes": report.notes,
        "has_report": bool(report.households),
        "can_confirm": run.status in MAY_GO_ON and bool(run.preview),
        "goes_on": bool(run.job_id),
        "counts": report.counts(),
        "has_corrections": corrections_path(run).exists(),
        **describe_progress(run),
    }


def describe_progress(run: ImportRun) -> dict[str, Any]:
    """Return what the progress bar needs; no report is opened for it."""
    job = current_job(run)
    live = job is not None and job.is_live and run.status in {ImportStatus.CHECKING, ImportStatus.RUNNING}
    return {
        "run": run,
        "job": job,
        "job_is_live": live,
        "seconds_left": job.seconds_left if job is not None and live else None,
    }


def describe_list(runs: list[ImportRun]) -> list[dict[str, Any]]:
    """Return the lines of the list of imports: each run with its colour and what its last job counted."""
    return [{"run": run, "tone": TONES[ImportStatus(run.status)], "counts": _counted(run)} for run in runs]


def _counted(run: ImportRun) -> dict[str, int]:
    job = current_job(run)
    return job.result if job else {}


def _tabs(report: Report) -> list[Tab]:
    tabs = [
        Tab(REFUSED, "拒绝", report.count(ImportOutcome.REFUSED), report.refused, "remarks"),
        Tab(FLAGGED, "提示", len(report.flagged), report.flagged, "remarks", "条"),
        Tab(WAITING, "等待", report.waiting_rows, _waiting(report), "waiting", "行"),
        *(_households(report, str(outcome), str(outcome.label)) for outcome in WRITTEN),
    ]
    left = _households(report, "", "未处理")
    return [*tabs, left] if left.count else tabs


def _households(report: Report, outcome: str, label: str) -> Tab:
    rows = [entry for entry in report.households if entry.outcome == outcome]
    return Tab(outcome or LEFT, label, len(rows), rows, "households")


def _waiting(report: Report) -> list[Any]:
    """Return the waiting rows by sheet, then each row whose household the workbook does not have."""
    by_sheet = [{"sheet": sheet, "count": report.waiting[sheet]} for sheet in CHILD_SHEETS if report.waiting.get(sheet)]
    return [*by_sheet, *report.strays]
