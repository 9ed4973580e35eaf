"""Spoiled workbooks on the pages of batches and services: each is refused in Chinese, and nothing has changed."""

import io
import re

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from assistance.actions.services.sessions import add_sessions
from assistance.models import Attendance, Payment
from assistance.services.sheets import make_sheet
from tests.support.linebooks import line_book
from tests.support.payments import batch_of, home
from tests.support.services import STARTS, a_service, taking_part
from tests.support.spoiled import many_rows, spoiled_books

pytestmark = pytest.mark.django_db
WRONG = spoiled_books(line_book({"职工姓名": "赵小兰", "档案编号": "532524201900901"}).read())
CHINESE = re.compile(r"(?:invalid-feedback|alert-danger|errorlist)[^>]*>(?:<[^>]*>|\s)*([^<]+)")


def said(page):
    text = page.content.decode()
    return [words.strip() for words in CHINESE.findall(text) if words.strip()]


def upload(content):
    return {"book": SimpleUploadedFile("表.xlsx", content)}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_spoiled_workbook_adds_no_line(officer, as_user, wrong):
    batch = batch_of(officer, homes=1)
    page = as_user(officer).post(f"/batches/{batch.pk}/add/workbook/", upload(WRONG[wrong]))
    assert page.status_code == 200
    assert said(page)
    assert Payment.objects.count() == 1


def test_twenty_thousand_rows_are_too_many(officer, as_user):
    batch, one = batch_of(officer), home()
    content = many_rows(["职工姓名", "档案编号"], [one.head_name, one.archive_no])
    page = as_user(officer).post(f"/batches/{batch.pk}/add/workbook/", upload(content))
    assert "超过 10,000 行" in page.content.decode()
    assert not Payment.objects.exists()


@pytest.fixture
def course(officer):
    """A course with a session and two people."""
    made = a_service(officer)
    add_sessions(made, [STARTS], by=officer)
    taking_part(made, officer, "赵小兰", "钱大海")
    return made


def handed_in(browser, course, content, **typed):
    return browser.post(f"/services/{course.pk}/sheet/back/", upload(content) | typed)


@pytest.mark.parametrize("wrong", WRONG)
def test_a_spoiled_sheet_marks_nobody(officer, as_user, course, wrong):
    page = handed_in(as_user(officer), course, WRONG[wrong], session=course.sessions.get().pk)
    assert page.status_code == 200
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("above", [0, 19])
def test_a_sheet_of_twenty_thousand_rows_is_too_long_wherever_its_head_stands(officer, as_user, course, above):
    one = course.enrolments.get(member__name="赵小兰")
    content = many_rows(["姓名", "档案编号"], ["赵小兰", one.household.archive_no], above=above)
    page = handed_in(as_user(officer), course, content, session=course.sessions.get().pk)
    assert "签到表超过 2000 行" in page.content.decode()
    assert not Attendance.objects.exists()


def test_the_sheet_of_another_service_names_nobody_and_its_session_is_refused(officer, as_user, course):
    other = a_service(officer, name="月嫂班")
    add_sessions(other, [STARTS], by=officer)
    taking_part(other, officer, "孙明", "李四")
    content = make_sheet(
        other, list(other.sessions.all()), list(other.enrolments.select_related("member", "household__union"))
    )
    page = handed_in(as_user(officer), course, content)
    assert len(page.context["report"].faults) == 2
    strange = handed_in(as_user(officer), course, content, session=other.sessions.get().pk)
    assert strange.context["sheet"].errors["session"]
    assert not Attendance.objects.exists()


def test_formulas_are_read_as_what_they_show(officer, as_user, course):
    one = course.enrolments.get(member__name="赵小兰")
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "档案编号", "到场"])
        sheet.write_row(1, 0, ["赵小兰", one.household.archive_no])
        sheet.write_formula(1, 2, '=IF(1,"到","缺")', None, "到")
        sheet.write_row(2, 0, ["=HYPERLINK(1)", one.household.archive_no, "到"])
    handed_in(as_user(officer), course, content.getvalue(), session=course.sessions.get().pk)
    assert Attendance.objects.get().enrolment == one
