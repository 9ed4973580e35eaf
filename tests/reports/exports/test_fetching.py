"""Fetching files: for a purpose that is asked once, logged each time, locked when wanted, until they expire."""

import io
from datetime import timedelta

import pytest
import pyzipper
from django.urls import reverse
from django.utils import timezone

from assistance.payments.jobs import LINES_JOB
from core.models import Job, JobStatus
from organizations.enums import AccessVerb, Role
from organizations.models import AccessLog, RoleAssignment
from reports.exports.starting import start_export

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(officer, household) -> Job:
    job = start_export(officer, what="roster", params={}, format="csv", purpose="核查核对数据")
    job.refresh_from_db()
    return job


@pytest.fixture
def lines(officer) -> Job:
    """The workbook of payments, for which nobody has said yet what it is for."""
    job = Job.objects.create(kind=LINES_JOB, title="导出发放明细", owner=officer, file_name="发放明细.xlsx")
    job.path.parent.mkdir(parents=True, exist_ok=True)
    job.path.write_bytes(b"PK rows")
    Job.objects.filter(pk=job.pk).update(status=JobStatus.DONE, finished_at=timezone.now())
    job.refresh_from_db()
    return job


def url(job: Job, name: str = "job_file") -> str:
    return reverse(name, args=[job.pk])


def logged(job: Job) -> list[str]:
    found = AccessLog.objects.filter(verb=AccessVerb.EXPORT, subject=job.file_name, detail__contains="用途")
    return list(found.order_by("pk").values_list("detail", flat=True))


def content(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_second_fetching_is_logged_again_and_not_asked_again(as_user, officer, export):
    client = as_user(officer)
    assert content(client.get(url(export))) == content(client.get(url(export))) == export.path.read_bytes()
    assert logged(export) == [f"{export.title}，用途：核查核对数据"] * 2


def test_without_a_purpose_there_is_no_file(as_user, officer, lines):
    client = as_user(officer)
    assert client.get(url(lines)).url == lines.get_absolute_url()
    page = client.post(url(lines), {"purpose": ""}).content.decode()
    assert "请选择用途" in page
    assert "请写明用途" in client.post(url(lines), {"purpose": "其他", "words": ""}).content.decode()
    assert logged(lines) == []


def test_the_purpose_is_asked_once(as_user, officer, lines):
    client = as_user(officer)
    assert content(client.post(url(lines), {"purpose": "其他", "words": "审计组要"})) == b"PK rows"
    assert content(client.get(url(lines))) == b"PK rows"
    assert logged(lines) == ["导出发放明细，用途：其他：审计组要"] * 2


def test_a_file_is_locked_with_a_password_that_nobody_keeps(as_user, officer, export):
    response = as_user(officer).post(url(export), {"password": "Gongzuo2026"})
    assert response["Content-Disposition"].count(".csv.zip")
    with pyzipper.AESZipFile(io.BytesIO(content(response))) as archive:
        [name] = archive.namelist()
        with pytest.raises(RuntimeError, match="encrypted"):
            archive.read(name)
        archive.setpassword(b"Gongzuo2026")
        assert (name, archive.read(name)) == (export.file_name, export.path.read_bytes())
    assert logged(export) == [f"{export.title}，加密，用途：核查核对数据"]
    export.refresh_from_db()
    assert "Gongzuo2026" not in str(vars(export))


def test_a_weak_password_is_refused_with_what_is_wanted(as_user, officer, export):
    page = as_user(officer).post(url(export), {"password": "123"}).content.decode()
    assert "打开密码至少 8 位" in page
    assert logged(export) == []


def test_a_file_that_has_expired_is_gone_and_can_be_made_again(as_user, officer, export):
    Job.objects.filter(pk=export.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    client = as_user(officer)
    assert client.get(url(export)).status_code == 404
    assert "现已清除" in client.get(export.get_absolute_url()).content.decode()
    again = Job.objects.exclude(pk=export.pk)
    assert client.post(url(export, "job_again")).url == again.get().get_absolute_url()


def test_who_lost_the_role_fetches_nothing_any_more(as_user, officer, export):
    RoleAssignment.objects.filter(user=officer).delete()
    client = as_user(officer)
    assert client.get(url(export)).status_code == 403
    assert logged(export) == []


def test_who_lost_a_part_of_the_rights_under_which_a_file_was_made_fetches_it_no_more(as_user, officer, lines):
    Job.objects.filter(pk=lines.pk).update(rights=[[Role.FINANCE, officer.union.path]], purpose="审计")
    page = as_user(officer).get(url(lines), follow=True).content.decode()
    assert "按现在的权限重新发起" in page
    assert logged(lines) == []


def test_a_file_that_went_away_meanwhile_is_told_so(as_user, officer, export):
    export.path.unlink()
    export.path.mkdir()  # something is there that cannot be read
    assert "现在读不到这个文件" in as_user(officer).get(url(export), follow=True).content.decode()


def test_nobody_else_fetches_it(as_user, provincial, export):
    for method in ("get", "post"):
        assert getattr(as_user(provincial), method)(url(export)).status_code == 404
    assert as_user(provincial).post(url(export, "job_again")).status_code == 404


def test_the_bell_rings_until_somebody_looks(as_user, officer, export):
    client, bell = as_user(officer), reverse("jobs_bell")
    assert client.get(bell).context["count"] == 1
    before = (timezone.now() - timedelta(minutes=1)).isoformat()
    told = client.get(bell, {"since": before})
    assert "文件已生成：" in told.content.decode()
    client.get(export.get_absolute_url())
    assert client.get(bell).context["count"] == 0
    assert "文件已生成" not in client.get(bell, {"since": told.context["since"]}).content.decode()
    assert client.get(bell, {"since": "2026-02-30T00:00:00Z"}).status_code == 200


def test_the_bell_asks_more_often_while_something_is_made(as_user, officer, export):
    client, bell = as_user(officer), reverse("jobs_bell")
    assert client.get(bell).context["again"] == 60
    Job.objects.create(kind="a", title="a", owner=officer)
    assert client.get(bell).context["again"] == 5
