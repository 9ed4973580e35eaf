"""The store of files: placed whole, told clearly when it is full or gone, emptied of what has expired."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from core import jobs, store
from core.models import Job, JobStatus, StoreMark

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(officer) -> Job:
    return Job.objects.create(kind="test-file", title="试算", owner=officer, file_name="表.csv", attempts=1)


@pytest.fixture
def shared(settings, tmp_path) -> Path:
    """A store that several machines mount."""
    settings.MEDIA_STORE = str(tmp_path / "store")
    settings.EXPORT_ROOT = tmp_path / "store" / "exports"
    store.adopt()
    return tmp_path / "store"


def write(job, content=b"x", *, meanwhile=None) -> None:
    with store.placing(job) as draft:
        draft.write_bytes(content)
        if meanwhile:
            meanwhile()


def names(folder) -> list[str]:
    return sorted(path.name for path in Path(folder).glob("*"))


def test_a_file_is_not_seen_before_it_is_whole(job, settings):
    with store.placing(job) as draft:
        draft.write_bytes(b"half")
        assert not job.path.exists()
    assert job.path.read_bytes() == b"half"
    assert names(settings.EXPORT_ROOT) == [f"{job.pk}.csv"]


def test_nothing_is_left_of_a_file_that_failed(job, settings):
    with pytest.raises(ZeroDivisionError):
        write(job, meanwhile=lambda: 1 / 0)
    assert names(settings.EXPORT_ROOT) == []


def test_an_attempt_that_lost_its_job_puts_nothing_in_place(job, settings):
    with pytest.raises(store.Superseded):
        write(job, meanwhile=lambda: Job.objects.filter(pk=job.pk).update(attempts=2))
    assert names(settings.EXPORT_ROOT) == []


def test_a_full_disk_is_told_in_words(job, settings):
    """Write to the device that is always full."""
    settings.EXPORT_ROOT.mkdir(parents=True)
    (settings.EXPORT_ROOT / f"{job.pk}.1.draft").symlink_to("/dev/full")
    with pytest.raises(store.StoreTrouble, match="存储空间已满"):
        write(job)
    assert names(settings.EXPORT_ROOT) == []


def test_what_cannot_fit_is_refused_before_the_work():
    with pytest.raises(store.StoreTrouble, match="存储空间已满"):
        store.require_room(2**60)


def test_a_store_that_cannot_be_made_is_told_in_words(settings, tmp_path):
    (tmp_path / "a file").write_text("")
    settings.EXPORT_ROOT = tmp_path / "a file" / "exports"
    with pytest.raises(store.StoreTrouble, match="存储目录现在用不了"):
        store.root()


def test_a_mount_point_with_nothing_mounted_takes_no_file(shared):
    assert store.root().exists()
    (shared / store.MARK).unlink()
    with pytest.raises(store.StoreTrouble, match="没有挂载"):
        store.root()


def test_the_store_of_another_system_is_refused_until_it_is_adopted(shared):
    (shared / store.MARK).write_text("another\n")
    with pytest.raises(store.StoreTrouble, match="标记不符"):
        store.root()
    store.adopt()
    with pytest.raises(store.StoreTrouble):
        store.root()
    store.adopt(again=True)
    assert (store.root().parent / store.MARK).read_text().strip() == StoreMark.objects.get().token


def test_expired_files_and_old_drafts_go_and_others_stay(job, settings):
    expired, kept = job, Job.objects.create(kind="test-file", title="试算", owner=job.owner, file_name="表.csv")
    now = timezone.now()
    for each, ends in ((expired, now - timedelta(seconds=1)), (kept, now + timedelta(days=1))):
        write(each)
        Job.objects.filter(pk=each.pk).update(status=JobStatus.DONE, size=1, expires_at=ends)
    old, young = settings.EXPORT_ROOT / "9.1.draft", settings.EXPORT_ROOT / "9.2.draft"
    old.write_bytes(b""), young.write_bytes(b"")
    os.utime(old, (time.time() - 2 * store.DRAFTS_KEPT_SECONDS,) * 2)
    failed = Job.objects.create(kind="test-file", title="试算", owner=job.owner, file_name="表.csv")
    write(failed)  # its worker died before it could say so, and nobody could do it again
    Job.objects.filter(pk=failed.pk).update(status=JobStatus.FAILED)
    assert (store.clean(), store.clean()) == (3, 0)
    assert names(settings.EXPORT_ROOT) == sorted([f"{kept.pk}.csv", "9.2.draft"])


def test_what_lies_in_a_store_that_is_not_mounted_is_not_taken_for_removed(shared, job):
    Job.objects.filter(pk=job.pk).update(status=JobStatus.DONE, size=1, expires_at=timezone.now())
    (store.root().parent / store.MARK).unlink()
    with pytest.raises(store.StoreTrouble):
        store.clean()
    job.refresh_from_db()
    assert job.size == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_lost_its_job_leaves_it_to_the_one_that_has_it(reference, officer):
    @jobs.runner("test-lost")
    def lose(progress):
        Job.objects.filter(pk=progress.job.pk).update(attempts=9)
        progress.advance()

    try:
        job = jobs.start_job("test-lost", owner=officer, title="试算", params={})
    finally:
        del jobs.RUNNERS["test-lost"]
    job.refresh_from_db()
    assert (job.status, job.attempts) == (JobStatus.RUNNING, 9)
