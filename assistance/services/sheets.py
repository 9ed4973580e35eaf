"""The attendance sheet of a service: writing it, and telling who came from one that was filled in."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import UploadedFile
from python_calamine import CalamineWorkbook

from assistance.models import Enrolment, Service, ServiceSession
from assistance.workbooks import on_disk, told_when_broken
from core.errors import DomainError
from core.identity import normalize_digits
from core.workbooks import WRITER_OPTIONS
from households.importing.cells import HAN_GAP, as_text, is_blank
from households.importing.layout import heading
from households.importing.workbook import MAX_UNPACKED_AT_ONCE, check_extent, check_file, sheet_titled

SHEET = "签到表"
NAME, ARCHIVE, IDENTITY, PHONE, PRESENT = "姓名", "档案编号", "身份证号", "手机后四位", "到场"
TOLD_BY = (ARCHIVE, IDENTITY, PHONE)
HEAD_ROW, HEAD_WITHIN_ROWS, MOST_ROWS = 2, 20, 2000
GUIDANCE = (
    "到场的填“到”或“√”，未到的填“缺”或“×”，不清楚的留空。姓名须与档案一致，档案编号、身份证号、手机后四位填一项即可。"
)


@dataclass(frozen=True)
class SheetRow:
    """A row that names somebody: its number in the workbook, and its cells by head."""

    number: int
    cells: dict[str, Any]

    def text(self, head: str) -> str:
        """Return a cell as one reads it; the blanks that pad a name go."""
        cell = self.cells.get(head)
        return "" if cell is None or is_blank(cell) else HAN_GAP.sub("", as_text(cell))

    def digits(self, head: str) -> str:
        """Return a cell that holds a number."""
        return normalize_digits(self.text(head)).upper()


def heads_of(sessions: Sequence[ServiceSession]) -> dict[str, int]:
    """Return the head of each session's column, with its key; numbered, since two may be on one day."""
    return {f"第{place}场 {session.on:%Y-%m-%d}": session.pk for place, session in enumerate(sessions, 1)}


def make_sheet(service: Service, sessions: Sequence[ServiceSession], people: Sequence[Enrolment]) -> bytes:
    """Return the sheet to fill in; every text is written as text, so that none can be a formula."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {**WRITER_OPTIONS, "constant_memory": False, "in_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        head = book.add_format({"bold": True, "border": 1, "bg_color": "#F1F3F5", "text_wrap": True})
        given = book.add_format({"border": 1, "num_format": "@"})
        sheet.write_string(0, 0, f"{service.name} 签到表", book.add_format({"bold": True, "font_size": 16}))
        sheet.write_string(1, 0, GUIDANCE, book.add_format({"font_color": "#5B6573"}))
        for column, text in enumerate((NAME, ARCHIVE, PHONE, "建档单位", *heads_of(sessions))):
            sheet.set_column(column, column, 18 if column in (1, 3) else 12)
            sheet.write_string(HEAD_ROW, column, text, head)
        for place, row in enumerate(people, HEAD_ROW + 1):
            texts = (row.member.name, row.household.archive_no, row.member.phone[-4:], row.household.union.name)
            for column, text in enumerate((*texts, *("" for _session in sessions))):
                sheet.write_string(place, column, text, given)
        sheet.freeze_panes(HEAD_ROW + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEAD_ROW)
    return content.getvalue()


def rows_of(upload: UploadedFile, sessions: Sequence[ServiceSession]) -> tuple[list[SheetRow], set[str]]:
    """Return the rows that name somebody, and which columns there are; raises DomainError for what is no such sheet."""
    with on_disk(upload) as path, told_when_broken():
        check_file(path, unpacked=MAX_UNPACKED_AT_ONCE)
        check_extent(path)
        found = sheet_titled(CalamineWorkbook.from_path(path), SHEET).iter_rows()
        rows = list(enumerate(islice(found, MOST_ROWS + HEAD_WITHIN_ROWS + 1), 1))
    place, columns = _head_of(rows, {heading(head): head for head in (NAME, *TOLD_BY, PRESENT, *heads_of(sessions))})
    if len(rows) - place > MOST_ROWS:
        raise DomainError(f"签到表超过 {MOST_ROWS} 行，请核对文件。", field="book")
    told = [
        SheetRow(number, {head: _cell(cells, at) for head, at in columns.items()}) for number, cells in rows[place:]
    ]
    return [row for row in told if row.text(NAME)], set(columns)


def _head_of(rows: list[tuple[int, list[Any]]], wanted: dict[str, str]) -> tuple[int, dict[str, int]]:
    for number, cells in rows[:HEAD_WITHIN_ROWS]:
        columns = {wanted[head]: at for at, cell in enumerate(cells) if (head := heading(cell)) in wanted}
        if NAME in columns and any(head in columns for head in TOLD_BY):
            return number, columns
    told = "表中没有“姓名”列，或没有“档案编号”“身份证号”“手机后四位”中的一列，请用本页下载的签到表填写后上传。"
    raise DomainError(told, field="book")


def _cell(cells: list[Any], at: int) -> Any:
    return cells[at] if at < len(cells) else None
