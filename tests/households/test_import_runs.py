"""Imports as background jobs: preview, confirmation, stopping, and the death of a worker."""

import pytest

from core.errors import DomainError
from core.jobs import Cancelled, resume_orphans, start_job
from core.models import Job, JobStatus
from households.actions.imports import (
    IMPORT_JOB,
    cancel_import,
    confirm_import,
    follow_job,
    keep_workbook,
    upload_workbook,
)
from households.enums import ImportStatus
from households.importing import engine
from households.importing.runs import write_run
from households.models import Household, ImportItem, ImportRun, Member
from pairing.models import Pairing, Visit
from tests.support.factories import HouseholdFactory
from tests.support.killing import kill_a_worker
from tests.support.races import one_before_the_other, until
from tests.support.workbooks import SAMPLE, archive, whole_household, write_workbook


@pytest.fixture
def sample_run(provincial):
    """Return a run of the sample, kept and ready to be written."""
    return keep_workbook(SAMPLE, by=provincial, file_name="a.xlsx", status=ImportStatus.RUNNING)


def test_an_upload_is_checked_and_nothing_written(officer, tmp_path):
    run = upload_workbook(write_workbook(tmp_path / "a.xlsx", [archive()]), by=officer, file_name="a.xlsx")
    assert (run.status, run.check_job.status) == (ImportStatus.PREVIEWED, JobStatus.DONE)
    assert run.check_job.result["new"] == 1
    assert not Household.objects.exists()


def test_the_same_file_again_leads_to_the_same_run(officer, provincial, tmp_path):
    file = write_workbook(tmp_path / "a.xlsx", [archive()])
    first = upload_workbook(file, by=officer, file_name="a.xlsx")
    assert upload_workbook(file, by=officer, file_name="copy.xlsx") == first
    assert upload_workbook(file, by=provincial, file_name="a.xlsx") != first


def test_a_confirmed_run_is_written_once_however_often_it_is_confirmed(officer, tmp_path):
    run = upload_workbook(write_workbook(tmp_path / "a.xlsx", [archive()]), by=officer, file_name="a.xlsx")
    done = confirm_import(run, by=officer)
    assert (done.status, done.job.status, done.job.result["new"]) == (ImportStatus.DONE, JobStatus.DONE, 1)
    assert confirm_import(run, by=officer).job == done.job
    assert Household.objects.count() == 1


def test_a_file_that_cannot_be_read_ends_its_check_with_the_reason(officer, tmp_path):
    run = upload_workbook(write_workbook(tmp_path / "a.xlsx", {"其他": []}), by=officer, file_name="a.xlsx")
    assert (run.status, run.check_job.status) == (ImportStatus.FAILED, JobStatus.FAILED)
    assert "没有“困难职工档案”工作表" in run.check_job.message
    with pytest.raises(DomainError, match="核对还没有完成"):
        confirm_import(run, by=officer)


def test_a_dropped_preview_writes_nothing_and_may_be_taken_up_again(officer, tmp_path):
    run = upload_workbook(write_workbook(tmp_path / "a.xlsx", [archive()]), by=officer, file_name="a.xlsx")
    assert cancel_import(run, by=officer).status == ImportStatus.CANCELLED
    assert cancel_import(run, by=officer).status == ImportStatus.CANCELLED
    assert confirm_import(run, by=officer).status == ImportStatus.DONE


class StopAfter:
    """A meter whose owner asks to stop after some households."""

    def __init__(self, households: int) -> None:
        self.left = households

    def start(self, total: int, *, done: int = 0) -> None:
        """Begin."""

    def advance(self, steps: int = 1) -> None:
        """Count down."""
        self.left -= steps
        if self.left <= 0:
            raise Cancelled


def test_a_stopped_import_keeps_what_it_wrote_and_goes_on_later(sample_run):
    with pytest.raises(Cancelled):
        write_run(sample_run, meter=StopAfter(1))
    assert (sample_run.status, Household.objects.count()) == (ImportStatus.CANCELLED, engine.BATCH)
    assert len([e for e in sample_run.report["households"] if e["outcome"] == ""]) == 140 - engine.BATCH
    assert write_run(sample_run).as_command_json()["accepted"] == 140
    assert Visit.objects.count() == 301


def test_an_import_that_was_cut_off_leaves_alone_what_it_has_done(sample_run):
    with pytest.raises(Cancelled):
        write_run(sample_run, meter=StopAfter(1))
    Household.objects.filter(archive_no="532524201700001").update(address="网上刚改")
    write_run(sample_run)
    assert Household.objects.get(archive_no="532524201700001").address == "网上刚改"


def test_a_run_follows_a_job_that_ended_without_it(sample_run, provincial):
    sample_run.job = Job.objects.create(kind=IMPORT_JOB, title="导入", owner=provincial, status=JobStatus.FAILED)
    sample_run.save()
    assert follow_job(sample_run).status == ImportStatus.FAILED
    waiting = Job.objects.create(kind=IMPORT_JOB, title="导入", owner=provincial)
    ImportRun.objects.filter(pk=sample_run.pk).update(status=ImportStatus.RUNNING, job=waiting)
    assert cancel_import(sample_run, by=provincial).status == ImportStatus.CANCELLED


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_nothing_half_written_and_the_job_goes_on(reference, sample_run, provincial, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    job = start_job(IMPORT_JOB, owner=provincial, title="导入", params={"run": sample_run.pk})
    ImportRun.objects.filter(pk=sample_run.pk).update(job=job)
    kill_a_worker(WORKER, job, str(settings.MEDIA_ROOT))
    assert 0 < Household.objects.count() < 140
    assert_nothing_is_half_written()
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    until(lambda: resume_orphans() == 1)  # the database learns of the death a moment later
    job.refresh_from_db()
    sample_run.refresh_from_db()
    assert (job.status, job.attempts, job.done, job.total) == (JobStatus.DONE, 2, 150, 150)
    assert (sample_run.status, job.result["new"], job.result["refused"]) == (ImportStatus.DONE, 140, 10)
    assert (Member.objects.count(), Visit.objects.count(), Pairing.objects.count()) == (403, 301, 140)
    assert_nothing_is_half_written()


WORKER = """
import os, sys, django
django.setup()
from django.db import connection
from core.jobs import run_job
connection.settings_dict["NAME"] = sys.argv[1]
from django.conf import settings
settings.MEDIA_ROOT = sys.argv[3]
from households.importing import engine
engine.BATCH = 20
count = 0
def watch(execute, sql, params, many, context):
    global count
    result = execute(sql, params, many, context)
    count += "nextval" in sql and params[0] == "pairing_visit"
    if count == 3:  # in the middle of the third group's transaction
        print("ready", flush=True)
        sys.stdin.read()
    return result
with connection.execute_wrapper(watch):
    run_job.func(int(sys.argv[2]))
"""


def assert_nothing_is_half_written() -> None:
    """Check that what is there is whole: every archive has its worker, survey, pairing and its line in the run."""
    archives = set(Household.objects.values_list("archive_no", flat=True))
    assert set(ImportItem.objects.values_list("archive_no", flat=True)) == archives
    assert Household.objects.filter(head_name="").count() == 0
    for part in (Member.objects.workers(), Pairing.objects.all()):
        assert set(part.values_list("household__archive_no", flat=True)) == archives
    assert set(Household.objects.filter(surveys__isnull=False).values_list("archive_no", flat=True)) == archives


@pytest.mark.django_db(transaction=True)
def test_two_who_file_the_same_archive_at_once_end_with_one(reference, officer, tmp_path):
    file = write_workbook(tmp_path / "a.xlsx", {**whole_household()})
    run = keep_workbook(file, by=officer, file_name="a.xlsx", status=ImportStatus.RUNNING)

    def file_it():
        HouseholdFactory(archive_no="532524201900901", worker__identity_no="532524197004218310")

    report = one_before_the_other(file_it, lambda: write_run(run))
    assert report.counts()["changed"] == 1
    assert Household.objects.get().head_name == "薛琴思"
