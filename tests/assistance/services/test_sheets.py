"""The attendance sheet: down, filled in, and back; faults by row and column."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from python_calamine import CalamineWorkbook

from assistance.actions.services.sessions import add_sessions
from assistance.actions.services.sheets import read_attendance
from assistance.models import Attendance
from assistance.services.sheets import make_sheet
from core.errors import DomainError, NotAllowed
from tests.support.services import ENDS, STARTS, taking_part

pytestmark = pytest.mark.django_db
FIRST, SECOND = f"第1场 {STARTS}", f"第2场 {ENDS}"


@pytest.fixture
def course(service, officer):
    """The course with two sessions and three people."""
    add_sessions(service, [STARTS, ENDS], by=officer)
    taking_part(service, officer, "赵小兰", "钱大海", "孙 明")
    return service


def sheet(*rows: dict) -> SimpleUploadedFile:
    """Write rows of cells by head into a workbook."""
    content, heads = io.BytesIO(), list(dict.fromkeys(head for row in rows for head in row))
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, heads)
        for place, row in enumerate(rows, 1):
            page.write_row(place, 0, [row.get(head, "") for head in heads])
    return SimpleUploadedFile("签到表.xlsx", content.getvalue())


def number(course, name: str) -> str:
    return course.enrolments.get(member__name=name).household.archive_no


def faults(report) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in report.faults]


def test_the_sheet_names_everybody_and_has_a_column_for_each_session(course):
    people = list(course.enrolments.select_related("member", "household__union"))
    content = make_sheet(course, list(course.sessions.all()), people)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[2] == ["姓名", "档案编号", "手机后四位", "建档单位", FIRST, SECOND]
    assert rows[3][:4] == ["赵小兰", number(course, "赵小兰"), "0001", "建水县总工会"]


def test_a_filled_sheet_is_taken_over_once(course, officer):
    filled = [
        {"姓名": "赵小兰", "档案编号": number(course, "赵小兰"), FIRST: "到", SECOND: "缺"},
        {"姓名": "钱大海", "档案编号": number(course, "钱大海"), FIRST: "√", SECOND: ""},
    ]
    report = read_attendance(course, sheet(*filled), by=officer)
    assert (report.written, report.unchanged, report.people, report.faults) == (3, 0, 2, [])
    again = read_attendance(course, sheet(*filled), by=officer)
    assert (again.written, again.unchanged, Attendance.objects.count()) == (0, 3, 3)


def test_everybody_on_the_list_of_one_session_came(course, officer):
    session = course.sessions.first()
    found = [{"姓名": name, "手机后四位": "0001"} for name in ("赵小兰", "孙明")]
    taking_part(course, officer, "孙明")
    report = read_attendance(course, sheet(*found), by=officer, session=session)
    assert (report.written, Attendance.objects.filter(session=session, present=True).count()) == (2, 2)


def test_each_row_at_fault_is_named_and_keeps_no_other_out(course, officer):
    own = number(course, "赵小兰")
    report = read_attendance(
        course,
        sheet(
            {"姓名": "赵小兰", "档案编号": own, FIRST: "到"},
            {"姓名": "赵小兰", "档案编号": own, FIRST: "缺"},
            {"姓名": "周无名", "档案编号": own, FIRST: "到"},
            {"姓名": "钱大海", "档案编号": own, FIRST: "到"},
            {"姓名": "钱大海", "档案编号": "", FIRST: "到"},
            {"姓名": "钱大海", "档案编号": number(course, "钱大海"), FIRST: "也许"},
        ),
        by=officer,
    )
    assert report.written == 1
    assert faults(report) == [(3, "姓名"), (4, "姓名"), (5, "档案编号"), (6, "档案编号"), (7, FIRST)]


def test_two_of_one_name_are_told_apart_by_the_identity_number(course, officer):
    [other] = taking_part(course, officer, "赵小兰")
    row = {"姓名": "赵小兰", "手机后四位": "0001", FIRST: "到"}
    assert faults(read_attendance(course, sheet(row), by=officer)) == [(2, "档案编号")]
    told = row | {"身份证号": other.member.identity_no}
    assert read_attendance(course, sheet(told), by=officer).written == 1
    assert Attendance.objects.get().enrolment == other


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (SimpleUploadedFile("a.xlsx", b"not a workbook"), "xlsx"),
        (sheet({"姓名": "赵小兰", "备注": "x"}), "没有“姓名”列，或没有"),
        (sheet({"姓名": "赵小兰", "手机后四位": "0001"}), "请选择场次"),
    ],
)
def test_what_is_no_such_sheet_is_refused_in_words(course, officer, upload, words):
    with pytest.raises(DomainError, match=words):
        read_attendance(course, upload, by=officer)


def test_only_officers_of_the_service_take_a_sheet_over(course, reviewer):
    with pytest.raises(NotAllowed):
        read_attendance(course, sheet({"姓名": "赵小兰", "手机后四位": "0001"}), by=reviewer)
