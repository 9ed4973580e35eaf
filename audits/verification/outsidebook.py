"""The workbook by which households without an archive are named: its empty form, and the rows of a filled one."""

import io
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import UploadedFile
from python_calamine import CalamineWorkbook

from assistance.workbooks import Fault, on_disk, told_when_broken
from core.errors import DomainError
from core.workbooks import WRITER_OPTIONS
from households.importing import cells
from households.importing.layout import heading
from households.importing.workbook import MAX_UNPACKED_AT_ONCE, check_extent, check_file, is_data, sheet_titled

SHEET = "未建档名单"
NUMBER, NAME, IDENTITY, UNION, PHONE, ADDRESS = "编号", "姓名", "身份证号", "所在地工会", "联系电话", "住址"
WIDTHS = {NUMBER: 16, NAME: 12, IDENTITY: 22, UNION: 24, PHONE: 16, ADDRESS: 40}
NEEDED = (NUMBER, NAME, UNION)
ALIASES = {"序号": NUMBER, "户主姓名": NAME, "户主": NAME, "公民身份号码": IDENTITY, "身份证号码": IDENTITY}
ALIASES |= {"工会": UNION, "所在工会": UNION, "工会编码": UNION, "电话": PHONE, "手机号码": PHONE, "家庭住址": ADDRESS}
HEAD_WITHIN_ROWS, MOST_ROWS = 30, 20_000
GUIDANCE = (
    "每户一行。编号在本次核查中不能重复；所在地工会填系统中的全称或编码；身份证号、电话、住址有的请填，核查员入户要用。"
)
READERS: dict[str, cells.Reader] = {
    NUMBER: cells.number_text(20),
    NAME: cells.name(),
    IDENTITY: cells.identity,
    UNION: cells.text(60),
    PHONE: cells.number_text(20),
    ADDRESS: cells.text(120),
}


@dataclass
class Result:
    """What came of a workbook: how many were added, corrected, or stood there before, and the faults."""

    added: int = 0
    changed: int = 0
    present: int = 0
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class OutsideRow:
    """A row that says something: its number in the workbook, what it says by head, and what is wrong with it."""

    number: int
    said: dict[str, str]
    faults: list[Fault]

    def wrong(self, column: str, reason: str) -> None:
        """Note one more fault of the row."""
        self.faults.append(Fault(self.number, column, reason))


def make_template() -> bytes:
    """Return the empty workbook; all its cells are text."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {**WRITER_OPTIONS, "constant_memory": False, "in_memory": True}) as book:
        text, head = (
            book.add_format({"num_format": "@"}),
            book.add_format({"bold": True, "border": 1, "bg_color": "#F1F3F5"}),
        )
        sheet = book.add_worksheet(SHEET)
        sheet.write_string(0, 0, "第三方核查未建档名单", book.add_format({"bold": True, "font_size": 14}))
        sheet.merge_range(1, 0, 1, len(WIDTHS) - 1, GUIDANCE, book.add_format({"text_wrap": True}))
        sheet.set_row(1, 34)
        for column, (name, width) in enumerate(WIDTHS.items()):
            sheet.set_column(column, column, width, text)
            sheet.write_string(2, column, f"* {name}" if name in NEEDED else name, head)
        sheet.freeze_panes(3, 2)
    return content.getvalue()


def rows_of(upload: UploadedFile) -> list[OutsideRow]:
    """Return the rows of a workbook that hold data, each with all that is wrong with it by itself.

    Raises DomainError for what is no such workbook.
    """
    with on_disk(upload) as path, told_when_broken():
        check_file(path, unpacked=MAX_UNPACKED_AT_ONCE)
        check_extent(path)
        found = sheet_titled(CalamineWorkbook.from_path(path), SHEET).iter_rows()
        rows = list(enumerate(islice(found, MOST_ROWS + HEAD_WITHIN_ROWS + 1), 1))
    place, columns = _head_of(rows)
    if len(rows) - place > MOST_ROWS:
        raise DomainError(f"名单超过 {MOST_ROWS:,} 行，请拆分后分批导入。", field="book")
    return [_read(number, row, columns) for number, row in rows[place:] if is_data(row, columns[NUMBER])]


def _read(number: int, row: list[Any], columns: dict[str, int]) -> OutsideRow:
    read = OutsideRow(number, {}, [])
    for head, reader in READERS.items():
        at = columns.get(head)
        cell = row[at] if at is not None and at < len(row) else None
        if cell is None or cells.is_blank(cell):
            if head in NEEDED:
                read.wrong(head, f"没有填写{head}")
            continue
        try:
            read.said[head] = reader(cell, head)
        except DomainError as error:
            read.wrong(head, error.message.rstrip("。"))
    return read


def _head_of(rows: list[tuple[int, list[Any]]]) -> tuple[int, dict[str, int]]:
    wanted = {heading(head): head for head in WIDTHS} | {heading(word): head for word, head in ALIASES.items()}
    for number, row in rows[:HEAD_WITHIN_ROWS]:
        columns: dict[str, int] = {}
        for at, cell in enumerate(row):
            if (name := wanted.get(heading(cell))) and name not in columns:
                columns[name] = at
        if all(name in columns for name in NEEDED):
            return number, columns
    raise DomainError("表格中没有“编号”“姓名”“所在地工会”三列，请用本页下载的模板填写。", field="book")
