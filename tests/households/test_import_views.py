"""The pages of an import, as an officer sees them, and who else does not."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.models import Job, JobStatus
from households.enums import ImportStatus
from households.importing.layout import ARCHIVES, MEMBERS, REASONS
from households.models import Household, ImportRun
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from tests.support.workbooks import MEMBER, archive, of, write_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def upload(tmp_path):
    """Return a function that uploads rows in a browser and returns the answer."""

    def send(browser, rows, name="花名册.xlsx"):
        content = write_workbook(tmp_path / "a.xlsx", rows).read_bytes()
        return browser.post(reverse("import_upload"), {"file": SimpleUploadedFile(name, content, XLSX)})

    return send


@pytest.fixture
def run(officer, as_user, upload):
    """Return the run of a workbook with one new, one refused and one flagged household, checked."""
    rows = {
        ARCHIVES: [archive(1), archive(2, 姓名=None), archive(3, 家庭人口=3)],
        MEMBERS: [of(MEMBER, 2)],
    }
    upload(as_user(officer), rows)
    return ImportRun.objects.get()


def text(response) -> str:
    return response.content.decode()


def test_an_upload_leads_to_its_preview(officer, as_user, upload):
    response = upload(as_user(officer), [archive()])
    assert response.status_code == 302
    assert response.url == ImportRun.objects.get().get_absolute_url()


@pytest.mark.parametrize(("content", "words"), [(b"hello", "文件不是 Excel 工作簿"), (b"", "文件是空的")])
def test_what_is_no_workbook_is_refused_beside_the_field(officer, as_user, content, words):
    file = SimpleUploadedFile("a.xlsx", content, XLSX)
    response = as_user(officer).post(reverse("import_upload"), {"file": file})
    assert response.status_code == 400
    assert words in text(response)
    assert not ImportRun.objects.exists()


def test_an_upload_without_a_file_says_so(officer, as_user):
    assert "请选择要导入的工作簿。" in text(as_user(officer).post(reverse("import_upload")))


def test_the_preview_counts_what_would_happen_and_lists_it(run, officer, as_user):
    browser = as_user(officer)
    page = text(browser.get(run.get_absolute_url()))
    for count in ("拒绝 1 户", "提示 1 条", "等待 1 行", "新增 2 户", "更新 0 户", "无变化 0 户"):
        assert count in page
    assert "姓名为空" in page  # the most pressing list comes first
    assert "家庭人口与成员数不一致" in text(browser.get(run.get_absolute_url(), {"show": "flagged"}))
    assert "532524201900901" in text(browser.get(run.get_absolute_url(), {"show": "new"}))
    assert "共 1 行" in text(browser.get(run.get_absolute_url(), {"show": "waiting"}))
    assert "将新增 2 户、更新 0 户档案；拒绝的 1 户不写入。" in page
    assert not Household.objects.exists()


def test_confirming_writes_and_shows_the_result(run, officer, as_user):
    browser = as_user(officer)
    assert browser.post(reverse("import_confirm", args=[run.pk])).url == run.get_absolute_url()
    assert browser.post(reverse("import_confirm", args=[run.pk])).status_code == 302
    assert Household.objects.count() == 2
    page = text(browser.get(run.get_absolute_url(), {"show": "new"}))
    assert "已完成" in page
    assert "确认导入" not in page
    assert reverse("household", args=["532524201900901"]) in page
    flagged = text(browser.get(run.get_absolute_url(), {"show": "flagged"}))
    assert reverse("household", args=["532524201900903"]) in flagged  # to be corrected there
    assert reverse("household", args=["532524201900902"]) not in text(browser.get(run.get_absolute_url()))


def test_a_preview_can_be_dropped(run, officer, as_user):
    browser = as_user(officer)
    page = text(browser.post(reverse("import_cancel", args=[run.pk]), follow=True))
    assert "已放弃这次导入，没有写入任何档案。" in page
    run.refresh_from_db()
    assert run.status == ImportStatus.CANCELLED


def test_refused_rows_are_downloaded_with_a_line_in_the_log(run, officer, as_user):
    response = as_user(officer).get(reverse("import_corrections", args=[run.pk]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    assert [cell.value for cell in book[ARCHIVES][1]][-1] == REASONS
    assert book[ARCHIVES].max_row == 2
    assert book[MEMBERS].max_row == 2
    assert AccessLog.objects.get(verb=AccessVerb.EXPORT).subject == "花名册-待更正.xlsx"


def test_without_refused_rows_there_is_nothing_to_download(officer, as_user, upload):
    browser = as_user(officer)
    page = browser.get(upload(browser, [archive()]).url)
    assert "下载需更正的行" not in text(page)
    assert browser.get(reverse("import_corrections", args=[ImportRun.objects.get().pk])).status_code == 404


def test_a_running_job_shows_its_progress_and_the_page_is_loaded_anew_at_its_end(run, officer, as_user):
    job = Job.objects.create(kind="x", title="导入", owner=officer, status=JobStatus.RUNNING, done=50, total=200)
    ImportRun.objects.update(status=ImportStatus.RUNNING, job=job)
    browser = as_user(officer)
    page = text(browser.get(reverse("import_progress", args=[run.pk])))
    assert "50 / 200 户" in page
    assert 'value="25"' in page
    Job.objects.filter(pk=job.pk).update(status=JobStatus.FAILED, message="处理程序连续 5 次中断")
    assert browser.get(reverse("import_progress", args=[run.pk])).headers["HX-Refresh"] == "true"
    page = text(browser.get(run.get_absolute_url()))
    assert "处理程序连续 5 次中断" in page
    assert "继续导入" in page


def test_a_running_import_is_asked_to_stop(run, officer, as_user):
    job = Job.objects.create(kind="x", title="导入", owner=officer, status=JobStatus.RUNNING)
    ImportRun.objects.update(status=ImportStatus.RUNNING, job=job)
    as_user(officer).post(reverse("import_cancel", args=[run.pk]))
    job.refresh_from_db()
    assert job.cancel_requested


def test_the_list_shows_ones_own_imports(run, officer, provincial, as_user):
    assert "花名册.xlsx" in text(as_user(officer).get(reverse("imports")))
    assert "花名册.xlsx" not in text(as_user(provincial).get(reverse("imports")))


@pytest.mark.parametrize("runs", [1, 3])
def test_the_list_costs_the_same_for_one_import_and_for_three(
    run, runs, officer, as_user, django_assert_max_num_queries
):
    for _ in range(runs - 1):
        ImportRun.objects.create(by=officer, file_name="a.xlsx", sha256="x")
    browser = as_user(officer)
    with django_assert_max_num_queries(5):
        browser.get(reverse("imports"))


def test_the_template_is_downloaded(officer, as_user):
    response = as_user(officer).get(reverse("import_template"))
    assert ARCHIVES in openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).sheetnames


OWN = ("import", "import_progress", "import_corrections")
ACTS = ("import_confirm", "import_cancel")


def test_somebody_elses_import_is_not_there(run, provincial, outsider, as_user):
    for person in (provincial, outsider):
        browser = as_user(person)
        assert {browser.get(reverse(name, args=[run.pk])).status_code for name in OWN} == {404}
        assert {browser.post(reverse(name, args=[run.pk])).status_code for name in ACTS} == {404}


def test_only_officers_import(run, registrar, reviewer, cadre, sysadmin, as_user, upload):
    for person in (registrar, reviewer, cadre, sysadmin):
        browser = as_user(person)
        pages = [reverse("imports"), reverse("import_template"), *(reverse(name, args=[run.pk]) for name in OWN)]
        assert {browser.get(page).status_code for page in pages} == {403}
        assert {browser.post(reverse(name, args=[run.pk])).status_code for name in ACTS} == {403}
        assert upload(browser, [archive()]).status_code == 403


def test_acts_are_not_done_by_following_a_link(run, officer, as_user):
    browser = as_user(officer)
    assert {browser.get(reverse(name, args=[run.pk])).status_code for name in ACTS} == {405}
    assert browser.get(reverse("import_upload")).status_code == 405
