"""Jobs on screen: only one's own, progress while they run, the file when they are done."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.models import Job, JobStatus
from organizations.enums import AccessVerb
from organizations.models import AccessLog

pytestmark = pytest.mark.django_db
QUERIES = 4


@pytest.fixture
def job(officer) -> Job:
    return Job.objects.create(kind="booklets", title="户户清表册 2 户", owner=officer, total=10, file_name="表册.pdf")


def set_state(job: Job, status: str, **facts) -> Job:
    Job.objects.filter(pk=job.pk).update(status=status, **facts)
    job.refresh_from_db()
    return job


def finish(job: Job) -> Job:
    job.path.parent.mkdir(parents=True, exist_ok=True)
    job.path.write_bytes(b"%PDF-1.7")
    return set_state(job, JobStatus.DONE, done=10, finished_at=timezone.now())


def page(name: str, job: Job) -> str:
    return reverse(name, args=[job.pk])


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_job_and_for_three(as_user, officer, django_assert_num_queries, count):
    for _number in range(count):
        Job.objects.create(kind="booklets", title="户户清表册", owner=officer)
    client = as_user(officer)
    with django_assert_num_queries(QUERIES):
        response = client.get(reverse("jobs"))
    assert response.content.decode().count("户户清表册") >= count


def test_an_empty_list_says_what_will_stand_there(as_user, officer):
    assert "还没有导出" in as_user(officer).get(reverse("jobs")).content.decode()


@pytest.mark.parametrize("name", ["job", "job_progress", "job_file"])
def test_somebody_elses_job_is_not_there(as_user, provincial, job, name):
    finish(job)
    assert as_user(provincial).get(page(name, job)).status_code == 404


def test_a_running_job_shows_how_far_it_is_and_how_long_it_takes(as_user, officer, job):
    started = timezone.now() - timezone.timedelta(seconds=20)
    set_state(job, JobStatus.RUNNING, done=5, started_at=started, paced_at=started)
    text = as_user(officer).get(page("job", job)).content.decode()
    assert "5 / 10" in text
    assert "约剩 20 秒" in text
    assert 'hx-trigger="every 1s"' in text


def test_a_finished_job_shows_how_much_was_done(as_user, officer, job):
    assert "10 / 10" in as_user(officer).get(page("job", finish(job))).content.decode()


def test_the_fragment_ends_the_asking_when_the_job_has_ended(as_user, officer, job):
    client = as_user(officer)
    assert "hx-get" in client.get(page("job_progress", job)).content.decode()
    finish(job)
    assert client.get(page("job_progress", job))["HX-Refresh"] == "true"


def test_the_owner_cancels(as_user, officer, job):
    response = as_user(officer).post(page("job_cancel", job))
    assert response.url == job.get_absolute_url()
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED


def test_cancelling_again_or_too_late_changes_nothing(as_user, officer, job):
    finish(job)
    assert as_user(officer).post(page("job_cancel", job)).status_code == 302
    job.refresh_from_db()
    assert (job.status, job.cancel_requested) == (JobStatus.DONE, False)


def test_nobody_else_cancels_and_reading_cancels_nothing(as_user, officer, provincial, job):
    assert as_user(provincial).post(page("job_cancel", job)).status_code == 404
    assert as_user(officer).get(page("job_cancel", job)).status_code == 405
    job.refresh_from_db()
    assert job.status == JobStatus.QUEUED


def test_the_file_is_fetched_with_a_line_in_the_log(as_user, officer, job):
    response = as_user(officer).get(page("job_file", finish(job)))
    assert b"".join(response.streaming_content) == b"%PDF-1.7"
    assert response["Content-Disposition"].startswith("attachment")
    line = AccessLog.objects.get(verb=AccessVerb.EXPORT)
    assert (line.user, line.subject, line.detail) == (officer, "表册.pdf", "户户清表册 2 户")


def test_a_file_that_is_not_there_yet_or_any_more_is_not_found(as_user, officer, job):
    client = as_user(officer)
    assert client.get(page("job_file", job)).status_code == 404
    finish(job).path.unlink()
    assert client.get(page("job_file", job)).status_code == 404
    assert "现已清除" in client.get(page("job", job)).content.decode()


def test_a_failed_job_says_why(as_user, officer, job):
    set_state(job, JobStatus.FAILED, message="没有打印任何档案。")
    assert "没有打印任何档案。" in as_user(officer).get(page("job", job)).content.decode()
