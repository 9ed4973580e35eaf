"""The report on a campaign: its figures in sentences and tables, only of what the reader sees, and as a workbook."""

import io
import re
import zipfile
from dataclasses import replace

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from audits.actions.campaigns import close_campaign
from core.workbooks import safe
from households.models import Household
from organizations.enums import AccessVerb, Role
from organizations.models import AccessLog
from reports.campaigns import words
from reports.campaigns.figures import results_of
from reports.campaigns.report import report_of
from reports.forms.render import render_form
from tests.reports.forms_case import words_of
from tests.support.drive import drive
from tests.support.factories import union, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(provincial):
    return drive(provincial, user_with(Role.OFFICER, "532500", username="prefecture", name="州经办"))


@pytest.fixture
def results(made, provincial):
    return results_of(made.campaign, provincial, union("532500"))


def pdf_words(client, made) -> str:
    return words_of(client.get(reverse("campaign_report", args=[made.campaign.pk])).getvalue())


def book_of(client, made) -> tuple[bytes, CalamineWorkbook]:
    content = client.get(reverse("campaign_workbook", args=[made.campaign.pk])).getvalue()
    return content, CalamineWorkbook.from_filelike(io.BytesIO(content))


def rows_of(book: CalamineWorkbook, sheet: str) -> list[list]:
    return book.get_sheet_by_name(sheet).to_python()[3:]


def test_the_paper_says_the_figures_of_the_board_in_sentences(results, made, provincial, as_user):
    total, printed = results.total, pdf_words(as_user(provincial), made)
    for said in (
        f"对象共{total.targets}户。",
        f"共走访{total.visits}人次",
        f"梳理困难问题{total.difficulties}个，制定帮扶措施{total.measures}项",
        f"由部门解决的困难问题{total.solved}个",
        f"六项全清{total.clear}户",
        f"尚有{total.unvisited}户没有按要求走访、{total.unclear}户没有做到六清",
        "特此报告。",
    ):
        assert said in printed


def test_tables_add_up_to_the_total(results):
    report = report_of(results)
    for table in (report.work, report.six):
        *rows, total = table
        assert sum(int(row.cells[0]) for row in rows) == int(total.cells[0]) == results.total.targets


def test_departments_come_to_the_tasks_of_the_board(results):
    *_rows, total = [(o.sent, o.waiting, o.at_work, o.done, o.arrived, o.back, o.taken) for o in results.offices]
    assert total[0] == results.total.tasks == sum(total[1:])
    taken = replace(results.offices[0], sent=2, waiting=0, at_work=0, done=0, arrived=1, back=0, taken=1)
    told = words.departments(replace(results, offices=(taken,)))
    assert told == "期间交办1个部门2项任务，回访确认已到位1项，由交办工会收回1项。各部门办理情况见表3。"


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("2020 年“户户清”专项行动", "红河州总工会\n关于2020年“户户清”专项行动\n进展情况的报告"),
        ("春季走访", "红河州总工会\n关于“春季走访”进展情况的报告"),
    ],
)
def test_the_title_quotes_a_name_once_and_breaks_before_the_last_words(results, name, heading):
    results.campaign.name = name
    assert report_of(results).heading == heading


def test_it_is_marked_as_running_until_the_campaign_is_closed(made, provincial, as_user):
    assert "（进行中，数据截至" in pdf_words(as_user(provincial), made)
    close_campaign(made.campaign, by=provincial)
    printed = pdf_words(as_user(provincial), made)
    assert "进行中" not in printed
    assert "完成情况的报告" in printed


def test_a_county_reports_the_county_only(made, officer, as_user):
    printed = pdf_words(as_user(officer), made)
    assert "本报告为建水县总工会范围内的情况，对象共3户。" in printed
    assert "个旧" not in printed
    _content, book = book_of(as_user(officer), made)
    assert "钱elsewhere" not in str([rows_of(book, name) for name in book.sheet_names])


def test_nobody_of_another_prefecture_finds_it(made, outsider, as_user):
    for name in ("campaign_report", "campaign_workbook"):
        assert as_user(outsider).get(reverse(name, args=[made.campaign.pk])).status_code == 404


def test_prints_and_exports_leave_lines(made, officer, as_user):
    pdf_words(as_user(officer), made)
    book_of(as_user(officer), made)
    lines = AccessLog.objects.filter(user=officer, verb__in=[AccessVerb.PRINT, AccessVerb.EXPORT])
    left = {made.archives[name].archive_no for name in ("visited", "idle")}
    assert left <= {line.subject for line in lines.filter(verb=AccessVerb.EXPORT)}
    assert lines.filter(verb=AccessVerb.PRINT).count() == 1


def test_setting_the_paper_asks_nothing(results, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert render_form(report_of(results)).pages >= 2


@pytest.mark.parametrize(("code", "queries"), [("532524", 8), ("532500", 9)])
def test_reading_takes_a_few_queries_and_one_more_where_unions_lie_below(
    made, code, queries, django_assert_num_queries
):
    reader = user_with(Role.REGISTRAR, code)
    reader.scope  # noqa: B018 -- read once for each request
    place = union(code)
    with django_assert_num_queries(queries):
        results_of(made.campaign, reader, place)


def test_the_workbook_holds_typed_cells(results, made, provincial, as_user):
    content, book = book_of(as_user(provincial), made)
    assert book.sheet_names == ["汇总", "分县", "分干部", "分部门", "未完成对象"]
    *_rows, total = rows_of(book, "汇总")
    assert total[:3] == ["合计", results.total.targets, results.total.visits]
    assert {type(cell) for cell in total[1:]} <= {int, float}
    left = rows_of(book, "未完成对象")
    assert len(left) == 3
    assert all(re.fullmatch(r"\d{15}", row[0]) and re.fullmatch(r"\d{6}\*{8}.{4}", row[2]) for row in left)
    assert not re.search(r"<f>|openpyxl", "".join(_parts(content)))


def _parts(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")]


def test_every_sheet_has_a_frozen_head_a_filter_and_a_print_set_up(made, provincial, as_user):
    content, _book = book_of(as_user(provincial), made)
    sheets = [part for part in _parts(content) if "<worksheet" in part]
    assert len(sheets) == 5
    for part in sheets:
        assert all(mark in part for mark in ('state="frozen"', "<autoFilter", 'orientation="landscape"', "fitToPage"))


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\n", "＝"])
def test_what_looks_like_a_formula_is_defused(begin):
    assert safe(f"{begin}cmd|' /C calc'!A0").startswith("'")
    assert safe("建水县总工会") == "建水县总工会"


def test_where_nothing_is_left_it_says_so(results):
    figures = replace(results.total, visited=results.total.targets, clear=results.total.targets)
    report = report_of(replace(results, total=figures, places=(), offices=()))
    assert report.left_cadres == "对象已全部走访，六项全清，没有遗留。"
    assert report.departments == "期间没有向部门交办任务。"


def test_an_archive_that_moved_away_since_the_close_is_named_to_nobody_before(made, provincial, officer, as_user):
    close_campaign(made.campaign, by=provincial)
    Household.objects.filter(pk=made.archives["idle"].pk).update(union=union("530100"))
    names = [row[1] for row in rows_of(book_of(as_user(officer), made)[1], "未完成对象")]
    assert "赵visited" in names
    assert "赵idle" not in names
