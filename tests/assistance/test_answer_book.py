"""The workbook of a list: what it holds, filled in and sent back, and what is wrong in which row and column."""

import datetime
import io
import uuid
from decimal import Decimal

import pytest
import xlsxwriter
from django.urls import reverse
from python_calamine import CalamineWorkbook

from assistance.actions.answer_books import read_answers
from assistance.actions.answers import answer_task
from assistance.answer_book import AMOUNT, DAY, HEADS, IDENTITY, KIND, MEASURE, NAME, NOTE, NUMBER
from assistance.enums import AnswerKind, TaskStatus
from core import clock
from core.errors import DomainError, NotAllowed
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from tests.support.factories import DifficultyFactory, HouseholdFactory, MeasureFactory, OfficeFactory
from tests.support.files import upload
from tests.support.tasks import SENT_ON, liaison_of, sent_list

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 10)
DONE = {KIND: "已落实", DAY: "2026年6月1日", AMOUNT: "1,200.50元", NOTE: "已到账"}


@pytest.fixture(autouse=True)
def _day():
    with clock.at(TODAY):
        yield


@pytest.fixture
def sent():
    """A list of three lines; the second one's words look like a formula."""
    difficulties = [DifficultyFactory(household=HouseholdFactory(worker=name)) for name in ("甲一", "乙二", "丙三")]
    texts = ("协助报销", "=1+1", "@办理")
    return sent_list(*(MeasureFactory(difficulty=d, text=t) for d, t in zip(difficulties, texts, strict=True)))


@pytest.fixture
def liaison(sent):
    return liaison_of(sent.office)


def book(*rows, heads=(NUMBER, KIND, DAY, AMOUNT, NOTE), name="清单.xlsx"):
    """Return an upload of a workbook with a title above its head."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        sheet = made.add_worksheet("任务清单")
        sheet.write_row(2, 0, heads)
        for place, row in enumerate(rows, 3):
            for column, head in enumerate(heads):
                if head in row:
                    sheet.write(place, column, row[head])
    return upload(content.getvalue(), name)


def row(sent, position, **cells):
    return {NUMBER: sent.tasks.get(position=position).number} | cells


def statuses(sent):
    return list(sent.tasks.values_list("status", flat=True))


def test_it_holds_the_lines_with_masked_numbers_as_text(sent, liaison, as_user):
    answer = as_user(liaison).get(reverse("office_book", args=[sent.pk]))
    content = answer.getvalue() if answer.streaming else answer.content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("任务清单").to_python()
    assert [head for head, _width in HEADS] == rows[3]
    lines = [line for line in rows[4:] if line[0]]
    assert [line[:3] for line in lines] == [
        [task.number, task.worker_name, task.identity_masked] for task in sent.tasks.order_by("position")
    ]
    assert [line[6] for line in lines] == ["协助报销", "=1+1", "@办理"]
    archives = sorted(task.household.archive_no for task in sent.tasks.all())
    exported = AccessLog.objects.filter(verb=AccessVerb.EXPORT, user=liaison).values_list("subject", flat=True)
    assert sorted(exported) == archives


def test_good_rows_are_taken_over(sent, liaison):
    rows = (row(sent, 1, **DONE), row(sent, 2, **{KIND: "签收办理"}), row(sent, 3, **DONE | {DAY: 46174, AMOUNT: 7}))
    report = read_answers(sent, book(*rows), by=liaison)
    assert (len(report.answers), report.unchanged, report.faults) == (3, 0, [])
    assert statuses(sent) == [TaskStatus.DONE, TaskStatus.ACCEPTED, TaskStatus.DONE]
    first, third = (sent.tasks.get(position=p).answers.get() for p in (1, 3))
    assert (first.amount, first.on_day, first.note) == (Decimal("1200.50"), datetime.date(2026, 6, 1), "已到账")
    assert (first.source, third.on_day) == ("workbook", datetime.date(2026, 6, 1))


def test_the_same_file_again_changes_nothing(sent, liaison):
    rows = (row(sent, 1, **DONE), row(sent, 2, **{KIND: "签收办理"}))
    read_answers(sent, book(*rows), by=liaison)
    with clock.at(TODAY + datetime.timedelta(days=1)):
        again = read_answers(sent, book(*rows), by=liaison)
    assert (again.answers, again.unchanged, again.faults) == ([], 2, [])
    assert sum(task.answers.count() for task in sent.tasks.all()) == 2


def test_what_was_answered_alike_on_screen_says_nothing_new(sent, liaison):
    line, facts = sent.tasks.get(position=1), {"on_day": datetime.date(2026, 6, 1), "note": "已到账"}
    answer_task(line, by=liaison, client_id=uuid.uuid4(), kind=AnswerKind.DONE, amount=Decimal("1200.5"), **facts)
    report = read_answers(sent, book(row(sent, 1, **DONE)), by=liaison)
    assert (report.unchanged, report.faults) == (1, [])


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({NUMBER: "2026-9-999"}, NUMBER, "不是本清单的任务编号"),
        ({KIND: "办好了"}, KIND, "不在选项中：“办好了”，可填：签收办理"),
        ({KIND: "转交其他部门"}, KIND, "不在选项中"),
        ({KIND: None}, KIND, "请选择办理情况"),
        ({DAY: None}, DAY, "请填写落实日期"),
        ({DAY: "六月初"}, DAY, "无法识别"),
        ({DAY: "2027-01-01"}, DAY, "晚于今天"),
        ({DAY: "2026-01-01"}, DAY, f"不能早于交办日期 {SENT_ON}"),
        ({AMOUNT: "一千"}, AMOUNT, "不是金额"),
        ({AMOUNT: -5}, AMOUNT, "不能是负数"),
        ({KIND: "不予办理"}, AMOUNT, "才填金额"),
        ({KIND: "不予办理", AMOUNT: None, NOTE: None}, NOTE, "写明原因"),
        ({NOTE: "长" * 301}, NOTE, "超过 300 个字"),
    ],
)
def test_a_fault_is_named_by_row_and_column_and_keeps_no_other_row(sent, liaison, cells, column, words):
    wrong = {head: cell for head, cell in (row(sent, 1, **DONE) | cells).items() if cell is not None}
    report = read_answers(sent, book(wrong, row(sent, 2, **DONE)), by=liaison)
    assert (report.faults[0].row, report.faults[0].column, words in report.faults[0].reason) == (4, column, True)
    assert statuses(sent) == [TaskStatus.SENT, TaskStatus.DONE, TaskStatus.SENT]


def test_a_number_that_stands_twice_is_refused_both_times(sent, liaison):
    rows = (row(sent, 1, **DONE), row(sent, 1, **{KIND: "签收办理"}))
    report = read_answers(sent, book(*rows), by=liaison)
    assert [(fault.row, fault.column) for fault in report.faults] == [(4, NUMBER), (5, NUMBER)]
    assert statuses(sent)[0] == TaskStatus.SENT


def test_a_line_answered_otherwise_meanwhile_says_who_did(sent, liaison):
    line = sent.tasks.get(position=1)
    answer_task(line, by=liaison, client_id=uuid.uuid4(), kind=AnswerKind.REFUSED, on_day=TODAY, note="不符合")
    report = read_answers(sent, book(row(sent, 1, **DONE)), by=liaison)
    assert f"{liaison.name} 已答复“不予办理”" in report.faults[0].reason


def test_rows_without_anything_filled_in_are_left(sent, liaison):
    report = read_answers(sent, book(row(sent, 1), row(sent, 2, **{KIND: "  "})), by=liaison)
    assert (report.answers, report.unchanged, report.faults) == ([], 0, [])


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (upload(b"", "空.xlsx"), "文件是空的"),
        (upload(b"PK\x03\x04broken", "坏.xlsx"), "已损坏"),
        (upload(b"\xd0\xcf\x11\xe0old", "旧.xls"), "旧格式"),
        (upload(b"hello", "a.txt"), "不是 Excel 工作簿"),
        (book(heads=("姓名", "金额")), "没有“任务编号”“办理情况”"),
        (book(heads=(NUMBER, KIND, DAY)), "缺少"),
    ],
)
def test_what_is_no_such_workbook_is_refused(sent, liaison, file, words):
    with pytest.raises(DomainError, match=words) as refusal:
        read_answers(sent, file, by=liaison)
    assert refusal.value.field == "book"


def test_only_the_office_of_the_list_sends_it_back(sent, officer):
    for nobody in (officer, liaison_of(OfficeFactory()), liaison_of(sent.office, days=-1)):
        with pytest.raises(NotAllowed):
            read_answers(sent, book(), by=nobody)


def test_the_page_tells_what_was_taken_over_and_what_not(sent, liaison, as_user):
    client, address = as_user(liaison), reverse("office_book_back", args=[sent.pk])
    page = client.post(address, {"book": book(row(sent, 1, **DONE), row(sent, 2, **{KIND: "办好了"}))}).content.decode()
    assert all(words in page for words in ("1 项已答复", "1 处有误，未处理", "第 5 行", "甲一"))
    assert "请选择填好的清单工作簿" in client.post(address).content.decode()


def test_a_book_as_it_was_downloaded_comes_back_without_effect(sent, liaison, as_user):
    content = as_user(liaison).get(reverse("office_book", args=[sent.pk])).content
    report = read_answers(sent, upload(content, "清单.xlsx"), by=liaison)
    assert (report.answers, report.unchanged, report.faults) == ([], 0, [])


def test_a_row_of_another_list_with_the_same_number_answers_nothing(sent, liaison):
    # Each union numbers its own lists, so an office that serves two of them has every number twice.
    heads = (NUMBER, NAME, IDENTITY, MEASURE, KIND, DAY, AMOUNT, NOTE)
    strange = row(sent, 1, **DONE | {NAME: "丁四", MEASURE: "协助报销"})
    report = read_answers(sent, book(strange, heads=heads), by=liaison)
    assert [(fault.row, fault.column) for fault in report.faults] == [(4, NAME)]
    assert "另一份清单" in report.faults[0].reason
    assert statuses(sent) == [TaskStatus.SENT] * 3


def test_a_row_of_the_list_itself_is_taken_over_whatever_its_words(sent, liaison):
    heads = (NUMBER, NAME, IDENTITY, MEASURE, KIND, DAY, AMOUNT, NOTE)
    line = sent.tasks.get(position=3)
    own = {NAME: f" {line.worker_name}", IDENTITY: line.identity_masked, MEASURE: line.text}
    report = read_answers(sent, book(row(sent, 3, **DONE | own), heads=heads), by=liaison)
    assert (report.faults, statuses(sent)) == ([], [TaskStatus.SENT, TaskStatus.SENT, TaskStatus.DONE])
