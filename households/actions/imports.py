"""Importing a workbook on the page: upload it, confirm what the preview shows, or stop."""

import hashlib
import shutil
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.jobs import cancel_job, start_job
from core.models import Job, JobStatus
from core.turns import require_turn
from households.enums import ImportStatus
from households.importing.workbook import check_file
from households.models import ImportRun
from organizations.enums import Role
from organizations.models import User
from organizations.rules import require

CHECK_JOB, IMPORT_JOB = "archive-check", "archive-import"
IMPORTERS = "档案由各级工会的经办人员导入。"
OWN_ONLY = "导入由上传工作簿的经办人员确认和停止。"
LIVE = (ImportStatus.CHECKING, ImportStatus.PREVIEWED, ImportStatus.RUNNING)
# Stopped on the way: the preview stands, and what was written is found unchanged when the import goes on.
MAY_GO_ON = (ImportStatus.PREVIEWED, ImportStatus.FAILED, ImportStatus.CANCELLED)


@transaction.atomic
def keep_workbook(file: Path, *, by: User, file_name: str, status: ImportStatus) -> ImportRun:
    """Copy a workbook to where imports lie and open a run for it; nothing of it is read yet."""
    run = ImportRun.objects.create(by=by, file_name=file_name[:200], sha256=_digest_of(file), status=status)
    run.path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, run.path)
    return run


@transaction.atomic
def upload_workbook(file: Path, *, by: User, file_name: str) -> ImportRun:
    """Keep an uploaded workbook and start its check; the same file again leads to the run that is not finished yet.

    Raises DomainError when the file is no workbook that can be read.
    """
    require(by.scope.has(Role.OFFICER), IMPORTERS)
    check_file(file)
    # Two presses of the button come one after the other here, so that the second finds the first one's run.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    if same := ImportRun.objects.filter(by=by, sha256=_digest_of(file), status__in=LIVE).first():
        return same
    require_turn(by)  # before the workbook is copied
    run = keep_workbook(file, by=by, file_name=file_name, status=ImportStatus.CHECKING)
    job = start_job(CHECK_JOB, owner=by, title=f"核对 {run.file_name}", params={"run": run.pk})
    ImportRun.objects.filter(pk=run.pk).update(check_job=job)
    run.refresh_from_db()
    return run


@transaction.atomic
def confirm_import(run: ImportRun, *, by: User) -> ImportRun:
    """Start writing what the preview showed; also goes on with an import that stopped on the way.

    Confirming again while it runs, or when it is done, changes nothing. Raises DomainError before there is a preview.
    """
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    _require_own(run, by)
    if run.status in {ImportStatus.RUNNING, ImportStatus.DONE}:
        return run
    if run.status not in MAY_GO_ON or not run.preview:
        raise DomainError("核对还没有完成，请看到核对结果后再确认导入。")
    run.status, run.finished_at = ImportStatus.RUNNING, None
    run.save(update_fields=["status", "finished_at"])
    job = start_job(IMPORT_JOB, owner=by, title=f"导入 {run.file_name}", params={"run": run.pk})
    ImportRun.objects.filter(pk=run.pk).update(job=job)
    run.refresh_from_db()
    return run


@transaction.atomic
def cancel_import(run: ImportRun, *, by: User) -> ImportRun:
    """Give up a run: a preview is dropped, a running import stops after the households it is at; a done one stays."""
    run = ImportRun.objects.select_for_update(of=("self",)).prefetch_related("check_job", "job").get(pk=run.pk)
    _require_own(run, by)
    if run.status not in LIVE:
        return run
    job = current_job(run)
    if job is not None and job.is_live:
        job = cancel_job(job, by=by)
    if job is None or not job.is_live:
        _close(run, ImportStatus.CANCELLED)
    return run


def _require_own(run: ImportRun, by: User) -> None:
    require(run.by_id == by.pk and by.scope.has(Role.OFFICER), OWN_ONLY)


@transaction.atomic
def follow_job(run: ImportRun) -> ImportRun:
    """Bring a run into step with a job that ended without telling it (cancelled while queued, or given up)."""
    job = current_job(run)
    if run.status not in {ImportStatus.CHECKING, ImportStatus.RUNNING} or job is None or job.is_live:
        return run
    run = ImportRun.objects.select_for_update(of=("self",)).prefetch_related("check_job", "job").get(pk=run.pk)
    if run.status in {ImportStatus.CHECKING, ImportStatus.RUNNING}:
        stopped = job.status == JobStatus.CANCELLED
        _close(run, ImportStatus.CANCELLED if stopped else ImportStatus.FAILED)
    return run


def current_job(run: ImportRun) -> Job | None:
    """Return the job that a run waits for or waited for last: the import once there is one, else the check."""
    return run.job or run.check_job


def _digest_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _close(run: ImportRun, status: ImportStatus) -> None:
    run.status, run.finished_at = status, timezone.now()
    run.save(update_fields=["status", "finished_at"])
