"""Workers as they really run, each with a directory and a home of its own: they share database and store alone."""

import csv
import os
import signal
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as configured
from django.db import connection, transaction

from core import store
from core.jobs import resume_orphans
from core.models import Job, JobStatus
from organizations.models import AccessLog
from reports.catalogue import kind_of
from reports.catalogue.query import Query
from reports.catalogue.writing import write
from reports.exports.starting import start_export
from tests.support.factories import HouseholdFactory
from tests.support.races import until, until_the_other_waits
from tests.support.source import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PATIENCE = 240
FEW = "archive_no,name,persons"


@pytest.fixture
def shared(reference, settings, tmp_path):
    """A store that two machines mount, and a queue that they share."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.MEDIA_STORE = str(tmp_path / "store")
    settings.EXPORT_ROOT = tmp_path / "store" / "exports"
    store.adopt()
    return tmp_path


def machine(shared, name: str, *, mounted: str = "store") -> subprocess.Popen:
    """Start a worker on a machine: no directory, home or key of ours, and nothing else of our environment."""
    here = shared / name
    here.mkdir()
    database = urlsplit(configured.DATABASE_URL)._replace(path=f"/{connection.settings_dict['NAME']}")
    given = {"DATABASE_URL": urlunsplit(database), "MEDIA_STORE": str(shared / mounted), "APP_HOME": str(here / "home")}
    command = [sys.executable, "-W", "ignore", str(ROOT / "manage.py"), "work", "--batch", "--no-startup-delay"]
    return subprocess.Popen(
        command, cwd=here, env={**given, "PATH": os.environ["PATH"]}, stderr=subprocess.PIPE, text=True
    )


def ended(worker: subprocess.Popen) -> int:
    """Wait until a worker has nothing left to do, and return how it ended."""
    worker.communicate(timeout=PATIENCE)
    return worker.returncode


def ordered(by) -> Job:
    return start_export(by, what="roster", params={"fields": FEW}, format="csv", purpose="向上级工会报送")


def in_store(shared) -> list[str]:
    return sorted(path.name for path in (shared / "store" / "exports").iterdir())


def test_a_second_machine_does_jobs_of_the_first(shared, officer, tmp_path):
    people = [HouseholdFactory(worker=f"职工{letter}") for letter in "甲乙丙"]
    job = ordered(officer)
    assert ended(machine(shared, "second")) == 0
    job.refresh_from_db()
    assert (job.status, job.result["rows"], in_store(shared)) == (JobStatus.DONE, 3, [f"{job.pk}.csv"])
    rows = list(csv.reader(job.path.read_text(encoding="utf-8-sig").splitlines()))[1:]
    assert [row[0] for row in rows] == [person.archive_no for person in people]
    assert not list((tmp_path / "second" / "home").rglob("*.csv"))


def test_a_machine_without_the_store_takes_no_job(shared, officer):
    job = ordered(officer)
    (shared / "nothing-mounted").mkdir()
    worker = machine(shared, "third", mounted="nothing-mounted")
    line = worker.stderr.readline()
    worker.kill()
    worker.communicate()
    assert "存储目录现在用不了" in line
    job.refresh_from_db()
    assert (job.status, job.attempts) == (JobStatus.QUEUED, 0)


def killed_before_its_file_is_in_place(shared, job) -> None:
    """Hold the worker at its last line in the log, when the draft is written, and kill it there."""
    worker = machine(shared, "first")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {AccessLog._meta.db_table} IN EXCLUSIVE MODE")
        until_the_other_waits(PATIENCE)
        assert in_store(shared) == [f"{job.pk}.1.draft"]
        worker.send_signal(signal.SIGKILL)
        worker.communicate()


def test_a_worker_that_was_killed_leaves_its_job_to_another_and_one_file_is_there(shared, officer, tmp_path):
    for letter in "甲乙丙丁":
        HouseholdFactory(worker=f"职工{letter}")
    job = ordered(officer)
    killed_before_its_file_is_in_place(shared, job)
    assert Job.objects.get().status == JobStatus.RUNNING
    until(lambda: resume_orphans() == 1)
    assert ended(machine(shared, "second")) == 0
    job.refresh_from_db()
    assert (job.status, job.attempts, job.done) == (JobStatus.DONE, 2, 4)
    write(Query.of(kind_of("roster"), officer, {"fields": FEW}), "csv", tmp_path / "right.csv")
    assert job.path.read_bytes() == (tmp_path / "right.csv").read_bytes()
    assert in_store(shared) == [f"{job.pk}.csv"]
