"""Background jobs: progress, cancelling, refusals, and the death of a worker."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from core import jobs
from core.errors import Conflict, DomainError
from core.management.commands import work
from core.models import Job, JobStatus
from tests.support.races import one_before_the_other


@pytest.fixture
def three_steps():
    """A kind of job that counts to three, or fails at two when told."""

    @jobs.runner("test-steps")
    def run(progress):
        progress.start(3, done=progress.job.done)
        for step in range(progress.job.done, 3):
            if progress.job.params.get("fail_at") == step:
                raise DomainError("第二步不成立，请改正。")
            if progress.job.params.get("break_at") == step:
                raise RuntimeError("boom")
            progress.advance()
        progress.job.result = {"steps": progress.job.done}

    yield
    del jobs.RUNNERS["test-steps"]


def start(owner, **params) -> Job:
    job = jobs.start_job("test-steps", owner=owner, title="试算", params=params)
    job.refresh_from_db()
    return job


def test_what_is_due_often_is_done_though_another_of_it_fails(monkeypatch, caplog):
    done = []
    monkeypatch.setattr(work, "OFTEN", [lambda: 1 // 0, lambda: done.append(1)])
    work.do_often()
    assert (done, "ZeroDivisionError" in caplog.text) == ([1], True)


def test_what_is_seldom_due_is_done_once_in_its_time(monkeypatch):
    monkeypatch.setattr(jobs, "OFTEN", [])
    jobs.seldom(600)(lambda: 7)
    (when_due,) = jobs.OFTEN
    assert (when_due(), when_due()) == (7, 0)


@pytest.mark.django_db(transaction=True)
def test_a_job_runs_to_its_end_and_says_what_came_of_it(reference, officer, three_steps):
    job = start(officer)
    assert (job.status, job.done, job.total, job.result) == (JobStatus.DONE, 3, 3, {"steps": 3})
    assert job.percent == 100


@pytest.mark.django_db(transaction=True)
def test_a_refused_rule_ends_the_job_with_its_words(reference, officer, three_steps):
    job = start(officer, fail_at=1)
    assert (job.status, job.message) == (JobStatus.FAILED, "第二步不成立，请改正。")


@pytest.mark.django_db(transaction=True)
def test_a_programming_error_ends_the_job_and_its_owner_is_told(reference, officer, three_steps, caplog):
    job = start(officer, break_at=1)
    assert job.status == JobStatus.FAILED
    assert "系统错误" in job.message
    assert "boom" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_same_request_is_not_queued_twice_while_the_first_lives(reference, officer, three_steps):
    first = Job.objects.create(
        kind="test-steps", title="试算", owner=officer, request_key=jobs.request_key("test-steps", {})
    )
    with pytest.raises(Conflict) as conflict:
        start(officer)
    assert conflict.value.job == first


@pytest.mark.django_db(transaction=True)
def test_a_queued_job_is_cancelled_at_once_and_a_finished_one_stays(reference, officer, three_steps):
    waiting = Job.objects.create(kind="test-steps", title="试算", owner=officer)
    assert jobs.cancel_job(waiting, by=officer).status == JobStatus.CANCELLED
    done = Job.objects.create(kind="test-steps", title="试算", owner=officer, status=JobStatus.DONE)
    assert jobs.cancel_job(done, by=officer).status == JobStatus.DONE


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_died_goes_on_where_it_was(reference, officer, three_steps):
    orphan = Job.objects.create(
        kind="test-steps", title="试算", owner=officer, status=JobStatus.RUNNING, done=2, total=3, attempts=1
    )
    assert jobs.resume_orphans() == 1
    orphan.refresh_from_db()
    assert (orphan.status, orphan.done, orphan.attempts) == (JobStatus.DONE, 3, 2)


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_died_as_it_took_it_is_queued_again_once(reference, officer, three_steps):
    lost, fresh = (Job.objects.create(kind="test-steps", title="试算", owner=officer) for _each in range(2))
    Job.objects.filter(pk=lost.pk).update(created_at=timezone.now() - timedelta(minutes=2))
    assert [jobs.resume_orphans(), jobs.resume_orphans()] == [1, 0]
    lost.refresh_from_db(), fresh.refresh_from_db()
    assert (lost.status, fresh.status) == (JobStatus.DONE, JobStatus.QUEUED)


@pytest.mark.django_db(transaction=True)
def test_a_job_that_is_cancelled_as_a_worker_takes_it_is_not_run(reference, officer, three_steps):
    job = Job.objects.create(kind="test-steps", title="试算", owner=officer)
    one_before_the_other(lambda: jobs.cancel_job(job, by=officer), lambda: jobs.run_job.call(job.pk))
    job.refresh_from_db()
    assert (job.status, job.done) == (JobStatus.CANCELLED, 0)


@pytest.mark.django_db(transaction=True)
def test_a_job_that_keeps_killing_its_worker_is_given_up(reference, officer, three_steps):
    orphan = Job.objects.create(
        kind="test-steps", title="试算", owner=officer, status=JobStatus.RUNNING, attempts=jobs.MAX_ATTEMPTS
    )
    assert jobs.resume_orphans() == 0
    orphan.refresh_from_db()
    assert orphan.status == JobStatus.FAILED


@pytest.mark.django_db(transaction=True)
def test_a_job_that_a_living_worker_holds_is_left_alone(reference, officer, three_steps):
    running = Job.objects.create(kind="test-steps", title="试算", owner=officer, status=JobStatus.RUNNING)
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [jobs.LOCK_SPACE, running.pk])
        assert jobs.resume_orphans() == 0
    finally:
        other.close()
    running.refresh_from_db()
    assert running.status == JobStatus.RUNNING


def test_jobs_are_seen_by_their_owner_only(officer, outsider):
    job = Job.objects.create(kind="test-steps", title="试算", owner=officer)
    assert list(Job.objects.visible_to(officer)) == [job]
    assert list(Job.objects.visible_to(outsider)) == []


def test_only_one_live_row_for_one_request_even_for_the_database(officer):
    Job.objects.create(kind="a", title="a", owner=officer, request_key="k")
    with pytest.raises(IntegrityError, match="one_live_job_per_request"), transaction.atomic():
        Job.objects.create(kind="a", title="a", owner=officer, request_key="k")
