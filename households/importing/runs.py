"""One import from file to report: used by the background jobs and by the command ``import_archives`` alike."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from django.utils import timezone

from core.errors import DomainError
from core.jobs import Cancelled
from households.enums import ImportOutcome, ImportStatus
from households.importing.batches import Desk
from households.importing.cases import Source
from households.importing.corrections import keep_corrections
from households.importing.engine import check_source, preview_source, write_source
from households.importing.reading import read_source
from households.importing.report import Report, report_of
from households.models import ImportRun
from organizations.actions.access import record_access
from organizations.enums import AccessVerb, Role
from organizations.models import User


class Meter(Protocol):
    """What is told how far an import is; ``advance`` may raise to stop it."""

    def start(self, total: int, *, done: int = 0) -> None:
        """Say how many households there are, and how many need no work."""

    def advance(self, steps: int = 1) -> None:
        """Count households done."""


class NoMeter:
    """Nobody watches."""

    def start(self, total: int, *, done: int = 0) -> None:
        """Do nothing."""

    def advance(self, steps: int = 1) -> None:
        """Do nothing."""


def preview_file(path: Path, *, by: User, meter: Meter | None = None) -> Report:
    """Find out what importing a workbook would do; writes nothing. Raises DomainError when it cannot be read."""
    source, desk = _read(path, by)
    meter = meter or NoMeter()
    meter.start(len(source.cases), done=sum(bool(case.faults) for case in source.cases))
    preview_source(source, desk, meter.advance)
    return report_of(source)


def check_run(run: ImportRun, *, meter: Meter | None = None) -> Report:
    """Make the preview of a run, and the workbook of the rows that would be refused; safe to do again.

    Raises DomainError when the file cannot be read.
    """
    try:
        report = preview_file(run.path, by=run.by, meter=meter)
        keep_corrections(run, report)
    except Cancelled:
        _end_check(run, ImportStatus.CANCELLED)
        raise
    except Exception:
        _end_check(run, ImportStatus.FAILED)
        raise
    _end_check(run, ImportStatus.PREVIEWED, report)
    return report


def _end_check(run: ImportRun, status: ImportStatus, report: Report | None = None) -> None:
    # Somebody may have given up the run meanwhile; then it stays given up.
    kept = report.as_json() if report else {}
    ImportRun.objects.filter(pk=run.pk, status=ImportStatus.CHECKING).update(status=status, preview=kept)


def write_run(run: ImportRun, *, meter: Meter | None = None) -> Report:
    """Write a run's workbook; started again after an interruption, it goes on where it was.

    Ends with the report, the workbook of refused rows and a line in the access log. Whatever ``meter`` raises stops it
    between two transactions; what was written until then stays. Raises DomainError when the file cannot be read.
    """
    source = Source()
    try:
        source, desk = _read(run.path, run.by)
        meter = meter or NoMeter()
        refused = sum(bool(case.faults) for case in source.cases)
        meter.start(len(source.cases), done=refused + run.items.count())
        write_source(source, desk, run, meter.advance)
        report = report_of(source)
        keep_corrections(run, report)
    except Cancelled:
        end_run(run, ImportStatus.CANCELLED, report_of(source))
        raise
    except Exception:
        end_run(run, ImportStatus.FAILED, report_of(source))
        raise
    end_run(run, ImportStatus.DONE, report)
    return report


def end_run(run: ImportRun, status: ImportStatus, report: Report) -> None:
    """Write down how a run ended, with what it did until then."""
    run.status, run.report, run.finished_at = status, report.as_json(), timezone.now()
    run.save(update_fields=["status", "report", "finished_at"])
    counts = report.counts()
    detail = "、".join(f"{outcome.label} {counts[outcome]} 户" for outcome in ImportOutcome)
    record_access(run.by, AccessVerb.IMPORT, run.file_name, detail=detail)


def _read(path: Path, by: User) -> tuple[Source, Desk]:
    if not by.scope.has(Role.OFFICER):
        raise DomainError("只有经办人员可以导入档案，请联系本级系统管理员。")
    with _uncollected():
        source = read_source(path)
    desk = Desk(by, frozenset(source.sheets))
    check_source(source, desk)
    return source, desk


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector away from the rows of a workbook: walking them again and again costs a fifth."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
