"""A draw that is cancelled while it runs, and one whose worker is killed: nothing half stays."""

import pytest
from django.db import connection
from django.urls import reverse

from audits.models import PopulationUnit, SampleUnit, Stratum
from audits.verification.enums import ProjectStatus
from audits.verification.jobs import CANCELLED, start_drawing
from core.jobs import resume_orphans, run_job
from core.models import Job, JobStatus
from organizations.enums import Role
from tests.support.factories import HouseholdFactory, user_with
from tests.support.killing import kill_a_worker
from tests.support.races import until
from tests.support.verification import SEED, verification

DUMMY = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
AT_ONCE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
WORKER = """
import sys, django
django.setup()
from django.db import connection
from core.jobs import run_job
connection.settings_dict["NAME"] = sys.argv[1]
def watch(execute, sql, params, many, context):
    if "nextval" in sql and params[0] == "audits_sampleunit":  # strata and population are written
        print("ready", flush=True)
        sys.stdin.read()
    return execute(sql, params, many, context)
with connection.execute_wrapper(watch):
    run_job.func(int(sys.argv[2]))
"""


@pytest.fixture
def draft(provincial):
    HouseholdFactory.create_batch(3)
    found = verification(provincial)
    found.refresh_from_db()
    return found


@pytest.fixture
def job(draft, provincial, settings):
    settings.TASKS = DUMMY
    return start_drawing(draft, by=provincial, seed=SEED)


def written() -> list[int]:
    return [model.objects.count() for model in (Stratum, PopulationUnit, SampleUnit)]


@pytest.mark.django_db
def test_a_running_draw_is_cancelled_with_all_that_it_wrote(draft, job, provincial, as_user):
    def ask_to_stop(execute, sql, params, many, context):
        if "nextval" in sql and params[0] == "audits_populationunit":
            Job.objects.filter(pk=job.pk).update(cancel_requested=True)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(ask_to_stop):
        run_job.func(job.pk)
    job.refresh_from_db()
    draft.refresh_from_db()
    assert (job.status, job.message, draft.status, draft.seed) == (JobStatus.CANCELLED, CANCELLED, "draft", "")
    assert written() == [0, 0, 0]
    assert CANCELLED in as_user(provincial).get(draft.get_absolute_url()).content.decode()


@pytest.mark.django_db
def test_who_runs_a_verification_cancels_the_draw_that_a_colleague_started(draft, job, officer, as_user):
    address = reverse("verification_draw_cancel", args=[draft.pk])
    assert as_user(officer).post(address).status_code == 403
    assert as_user(user_with(Role.OFFICER, "530000")).post(address, follow=True).status_code == 200
    job.refresh_from_db()
    assert (job.status, written()) == (JobStatus.CANCELLED, [0, 0, 0])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_draw_is_done_again(reference, draft, job, settings):
    kill_a_worker(WORKER, job)  # when the population is written and the sample is not
    draft.refresh_from_db()
    assert (written(), draft.status, draft.seed) == ([0, 0, 0], ProjectStatus.DRAFT, "")
    settings.TASKS = AT_ONCE
    until(lambda: resume_orphans() == 1)  # the database learns of the death a moment later
    job.refresh_from_db()
    draft.refresh_from_db()
    assert (job.status, job.attempts, draft.status, draft.seed) == (JobStatus.DONE, 2, ProjectStatus.DRAWN, SEED)
    assert written() == [1, 3, 3]
