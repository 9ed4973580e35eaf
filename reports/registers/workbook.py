"""A register as a workbook: the same rows and sums, people's numbers as text, nothing that is calculated there."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.workbooks import WRITER_OPTIONS, safe
from reports.registers.data import Band, Cell, Column, Kind, Register, Sums
from reports.registers.drawing import Total, total_name, words_of
from reports.registers.quickrows import MOST, QuickRows
from reports.registers.spool import CHUNK, Counter

A3, A4 = 8, 9
CHARACTER = 1.75  # mm of paper that a unit of a column's width comes to
UNIT, CHINESE = 7.0, 13.4  # pixels of a unit, and of a Chinese character of the body
HEAD_HEIGHT, TITLE_HEIGHT = 32, 30
FONT = {"font_name": "宋体", "font_size": 10}
LINE = {**FONT, "border": 1, "border_color": "#000000", "valign": "vcenter"}
ALIGNED = {Kind.TEXT: "left", Kind.COUNT: "right", Kind.MONEY: "right"}
BROKEN = (Kind.TEXT, Kind.WORD)
NUMBERS = {Kind.PLACE: "0", Kind.COUNT: "0", Kind.MONEY: "#,##0.00"}
SHEET = "花名册"


@dataclass(frozen=True)
class Looks:
    """The looks of cells: of each kind as a row and as a sum, and those around the table."""

    title: Format
    plain: Format
    head: Format
    band: Format
    rows: dict[Kind, Format]
    sums: dict[Kind, Format]

    @classmethod
    def of(cls, book: xlsxwriter.Workbook) -> "Looks":
        """Make them for a workbook."""
        kinds = {
            kind: {**LINE, "align": ALIGNED.get(kind, "center"), "num_format": NUMBERS.get(kind, "@")} for kind in Kind
        }
        return cls(
            title=book.add_format({"bold": True, "font_size": 18, "align": "center_across", "valign": "vcenter"}),
            plain=book.add_format({**FONT, "num_format": "@"}),
            head=book.add_format({**LINE, "bold": True, "text_wrap": True, "align": "center"}),
            band=book.add_format({**LINE, "bold": True, "bg_color": "#EDEDED", "num_format": "@"}),
            rows={kind: book.add_format({**look, "text_wrap": kind in BROKEN}) for kind, look in kinds.items()},
            sums={kind: book.add_format({**look, "bold": True}) for kind, look in kinds.items()},
        )


def write_register(register: Register) -> bytes:
    """Return a register as a workbook of one sheet, ready to be printed as the paper is."""
    content = io.BytesIO()
    save_workbook(register, content)
    return content.getvalue()


def save_workbook(
    register: Register,
    target: io.BytesIO | Path,
    *,
    sheet: str = SHEET,
    step: Callable[[int], None] = lambda _rows: None,
) -> int:
    """Write a register as a workbook of one sheet, and return how many rows it has; reads the rows once."""
    with xlsxwriter.Workbook(target if isinstance(target, io.BytesIO) else str(target), WRITER_OPTIONS) as book:
        book.set_properties({"title": register.title})
        return _Sheet(book.add_worksheet(sheet), register, Looks.of(book)).write(step)


class _Sheet:
    """The one sheet: what stands above, the rows as they come, and what stands below."""

    def __init__(self, sheet: Worksheet, register: Register, looks: Looks) -> None:
        self.sheet, self.register, self.looks = sheet, register, looks
        self.head, self.has_bands = len(register.facts) + 1, False

    def write(self, step: Callable[[int], None]) -> int:
        self._above()
        counter, row = Counter(self.register), self.head
        columns = self.register.columns
        rows = QuickRows(self.sheet, [self.looks.rows[one.kind] for one in columns], [_room(one) for one in columns])
        for row, item in enumerate(counter.passing(self.register.rows), self.head + 1):
            if isinstance(item, Band):
                self._band(row, item)
            else:
                rows.write(row, item)
            if row % CHUNK == 0:
                step(CHUNK)
        step((row - self.head) % CHUNK)
        if counter.count and not self.has_bands:
            self.sheet.autofilter(self.head, 0, row, len(columns) - 1)
        self._below(row + 1, Total(counter.sums, counter.count))
        self._for_printing()
        return counter.count

    def _above(self) -> None:
        register, sheet, looks = self.register, self.sheet, self.looks
        for index, column in enumerate(register.columns):
            sheet.set_column(index, index, column.width / CHARACTER)
        sheet.set_row(0, TITLE_HEIGHT)
        sheet.write_string(0, 0, safe(register.title), looks.title)
        for index in range(1, len(register.columns)):
            sheet.write_blank(0, index, None, looks.title)
        for number, parts in enumerate(register.facts, 1):
            sheet.write_string(number, 0, safe("　　".join(part for part in parts if part)), looks.plain)
        sheet.set_row(self.head, HEAD_HEIGHT)
        for index, column in enumerate(register.columns):
            sheet.write_string(self.head, index, column.head, looks.head)

    def _band(self, row: int, band: Band) -> None:
        self.has_bands = True
        if band.sums is not None:
            self._sums(row, band.words, band.sums)
            return
        self.sheet.write_string(row, 0, safe(band.words), self.looks.band)
        for index in range(1, len(self.register.columns)):
            self.sheet.write_blank(row, index, None, self.looks.band)

    def _sums(self, row: int, name: str, sums: Sums) -> None:
        cells: dict[int, Any] = {0: name, **sums}
        for index, column in enumerate(self.register.columns):
            _cell(self.sheet, row, index, cells.get(index), self.looks.sums[column.kind])

    def _below(self, row: int, total: Total) -> None:
        """Write the grand total, its words, the note and who signs."""
        register = self.register
        if register.has_total:
            self._sums(row, total_name(total.count, register.unit), total.sums)
            row += 1
        words = words_of(total, register.in_words) if register.in_words is not None else ""
        signers = "　　　　　　　　".join(f"{who}：" for who in register.signers)
        for said in filter(None, (words, register.note, signers)):
            self.sheet.write_string(row, 0, safe(said), self.looks.plain)
            row += 1

    def _for_printing(self) -> None:
        sheet = self.sheet
        sheet.freeze_panes(self.head + 1, 0)
        sheet.set_landscape()
        sheet.set_paper(A3 if self.register.is_wide else A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(self.head)
        sheet.set_footer("&C第 &P 页 共 &N 页")


def _room(column: Column) -> int:
    """Return how many Chinese characters stand on a line of a column whose texts are broken."""
    return max(1, int(column.width / CHARACTER * UNIT / CHINESE)) if column.kind in BROKEN else MOST


def _cell(sheet: Worksheet, row: int, column: int, cell: Cell, look: Format) -> None:
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(cell, str):
        sheet.write_string(row, column, safe(cell), look)
    else:
        sheet.write_number(row, column, cell, look)
