"""The workbook of a task list that an office fills in: writing it, and finding its rows again when it comes back."""

import datetime
import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import UploadedFile
from python_calamine import CalamineWorkbook
from xlsxwriter.worksheet import Worksheet

from assistance.enums import AnswerKind
from assistance.models import Task, TaskList
from assistance.office import office_line
from assistance.workbooks import on_disk, told_when_broken
from core import clock
from core.errors import DomainError
from households.importing.cells import as_text, is_blank
from households.importing.layout import heading
from households.importing.workbook import MAX_UNPACKED_AT_ONCE, check_extent, check_file, sheet_titled
from organizations.models import User

SHEET = "任务清单"
NUMBER, KIND, DAY, AMOUNT, NOTE = "任务编号", "办理情况", "落实日期", "金额（元）", "落实情况（未落实原因）"
NAME, IDENTITY, MEASURE = "职工姓名", "身份证号", "帮扶措施"
GIVEN = (
    *((NUMBER, 14), (NAME, 10), (IDENTITY, 21), ("建档单位", 18), ("困难类别", 10), ("困难问题", 30)),
    *((MEASURE, 34), ("预期效果", 22), ("完成时限", 12), ("目前状态", 16)),
)
# By which a row is told from that of another list: each union numbers its own, so an office has numbers twice.
TELLING = {NAME: "worker_name", IDENTITY: "identity_masked", MEASURE: "text"}
ASKED = ((KIND, 12), (DAY, 12), (AMOUNT, 12), (NOTE, 40))
HEADS = (*GIVEN, *ASKED)
# Handing a line on needs an office to be chosen, which the page offers.
KINDS = {kind.label: kind for kind in AnswerKind if kind != AnswerKind.HANDED}
HEAD_ROW = 3
HEAD_WITHIN_ROWS, MOST_ROWS = 30, 5000
GUIDANCE = (
    "只填右边四列：办理情况从下拉列表选择；落实日期不早于交办日期；没有金额的不填；不予办理、部分落实的须写明情况。"
    "填好后在“部门任务”中该清单页上传；没有填的行不处理，同一份表可以重复上传。转交其他部门的请在网上办理。"
)
FORMATS = {
    "title": {"bold": True, "font_size": 16},
    "soft": {"font_color": "#5B6573", "text_wrap": True, "valign": "top"},
    "head": {"bold": True, "border": 1, "bg_color": "#F1F3F5", "text_wrap": True, "valign": "vcenter"},
    "asked": {"bold": True, "border": 1, "bg_color": "#FBECEC", "font_color": "#A3222A", "text_wrap": True},
    "given": {"border": 1, "text_wrap": True, "valign": "top", "num_format": "@"},
    "fill": {"border": 1, "text_wrap": True, "valign": "top", "locked": False},
    "day": {"border": 1, "valign": "top", "num_format": "yyyy-mm-dd", "locked": False},
    "money": {"border": 1, "valign": "top", "num_format": "#,##0.00", "locked": False},
}
# The sheet is locked against slips, without a password: widths, filters and order stay the office's own.
MAY = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True}


def make_book(task_list: TaskList, tasks: Sequence[Task], user: User) -> bytes:
    """Return the workbook of a list; every text is written as text, so that none can be a formula."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        looks = {name: book.add_format(facts) for name, facts in FORMATS.items()}
        sheet = book.add_worksheet(SHEET)
        _write_top(sheet, task_list, looks)
        for place, task in enumerate(tasks, HEAD_ROW + 1):
            _write_line(sheet, place, task, user, looks)
        _write_rules(sheet, task_list, len(tasks))
    return content.getvalue()


def archives_of(tasks: Sequence[Any]) -> list[str]:
    """Return the numbers of the archives that lines (loaded ``for_book``) are of, each once, for the access log."""
    return sorted({task.archive_no for task in tasks})


def _write_top(sheet: Worksheet, task_list: TaskList, looks: dict[str, Any]) -> None:
    sheet.write_string(0, 0, f"困难职工精准帮扶任务清单 {task_list.number}", looks["title"])
    told = f"交办工会：{task_list.union}  承办部门：{task_list.office}  期次：{task_list.period}  "
    told += f"交办日期：{task_list.sent_on:%Y-%m-%d}  要求完成时限：{task_list.due_on:%Y-%m-%d}"
    sheet.write_string(1, 0, told)
    sheet.merge_range(2, 0, 2, len(HEADS) - 1, "", looks["soft"])
    sheet.write_string(2, 0, GUIDANCE, looks["soft"])
    sheet.set_row(2, 34)
    for column, (head, width) in enumerate(HEADS):
        sheet.set_column(column, column, width)
        sheet.write_string(HEAD_ROW, column, head, looks["asked" if (head, width) in ASKED else "head"])


def _write_line(sheet: Worksheet, place: int, task: Task, user: User, looks: dict[str, Any]) -> None:
    line = office_line(task, user)
    texts = (
        *(task.number, task.worker_name, task.identity_masked, task.place_name, task.get_need_display()),
        *(task.problem, task.text, task.expected, f"{task.deadline:%Y-%m-%d}", line.state),
    )
    for column, text in enumerate(texts):
        sheet.write_string(place, column, text, looks["given"])
    for column, look in enumerate(("fill", "day", "money", "fill"), len(texts)):
        sheet.write_blank(place, column, None, looks[look if line.waits else "given"])


def _write_rules(sheet: Worksheet, task_list: TaskList, lines: int) -> None:
    first, last, kind = HEAD_ROW + 1, HEAD_ROW + max(lines, 1), len(GIVEN)
    words = {"error_title": KIND, "error_message": "请从下拉列表选择。"}
    sheet.data_validation(first, kind, last, kind, {"validate": "list", "source": list(KINDS), **words})
    words = {"error_title": DAY, "error_message": "应在交办日期与今天之间，如 2020-06-30。"}
    since, latest = task_list.sent_on, max(clock.today(), task_list.due_on) + datetime.timedelta(days=366)
    rule = {"validate": "date", "criteria": "between", "minimum": since, "maximum": latest, **words}
    sheet.data_validation(first, kind + 1, last, kind + 1, rule)
    words = {"error_title": AMOUNT, "error_message": "请只填数字，不能是负数。"}
    sheet.data_validation(
        first, kind + 2, last, kind + 2, {"validate": "decimal", "criteria": ">=", "value": 0, **words}
    )
    sheet.freeze_panes(first, 2)
    sheet.protect("", MAY)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW)


@dataclass(frozen=True)
class BookRow:
    """A row that says something: its number in the workbook, and its cells by head."""

    number: int
    cells: dict[str, Any]

    def text(self, head: str) -> str:
        return "" if self.cells.get(head) is None else as_text(self.cells[head])


def rows_of(upload: UploadedFile) -> list[BookRow]:
    """Return the rows in which an office has filled in something; raises DomainError for what is no such workbook."""
    with on_disk(upload) as path, told_when_broken():
        check_file(path, unpacked=MAX_UNPACKED_AT_ONCE)
        check_extent(path)
        found = sheet_titled(CalamineWorkbook.from_path(path), SHEET).iter_rows()
        rows = list(enumerate(islice(found, MOST_ROWS + HEAD_WITHIN_ROWS + 1), 1))
    place, columns = _head_of(rows)
    asked = [columns[head] for head, _width in ASKED]
    if len(rows) - place > MOST_ROWS:
        raise DomainError(f"清单超过 {MOST_ROWS} 行，请核对文件。", field="book")
    filled = [(number, cells) for number, cells in rows[place:] if any(not is_blank(_cell(cells, at)) for at in asked)]
    return [BookRow(number, {head: _cell(cells, at) for head, at in columns.items()}) for number, cells in filled]


def _head_of(rows: list[tuple[int, list[Any]]]) -> tuple[int, dict[str, int]]:
    needed = (NUMBER, *(head for head, _width in ASKED))
    wanted = {heading(head): head for head in (*needed, *TELLING)}
    for number, cells in rows[:HEAD_WITHIN_ROWS]:
        columns = {wanted[head]: at for at, cell in enumerate(cells) if (head := heading(cell)) in wanted}
        if NUMBER in columns and KIND in columns:
            missing = [head for head in needed if head not in columns]
            if missing:
                raise DomainError(f"工作簿缺少“{'”“'.join(missing)}”列，请用下载的清单填写。", field="book")
            return number, columns
    raise DomainError("工作簿中没有“任务编号”“办理情况”两列，请用本页下载的清单填写后上传。", field="book")


def _cell(cells: list[Any], at: int) -> Any:
    value = cells[at] if at < len(cells) else None
    return None if value == "" else value
