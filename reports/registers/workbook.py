"""A register as a workbook: the same rows and sums, people's numbers as text, nothing that is calculated there."""

import io
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from households.importing.corrections import WRITER_OPTIONS
from reports.campaigns.workbook import safe
from reports.registers.data import Cell, Kind, Register
from reports.registers.drawing import GRAND_TOTAL

A3, A4 = 8, 9
CHARACTER = 1.9  # mm of paper that a unit of a column's width comes to
LINE = {"border": 1, "border_color": "#000000", "valign": "vcenter"}
ALIGNED = {Kind.TEXT: "left", Kind.COUNT: "right", Kind.MONEY: "right"}
NUMBERS = {Kind.COUNT: "0", Kind.MONEY: "#,##0.00"}


@dataclass(frozen=True)
class Looks:
    """The looks of cells: of each kind as a row and as a sum, and those around the table."""

    title: Format
    plain: Format
    head: Format
    rows: dict[Kind, Format]
    sums: dict[Kind, Format]

    @classmethod
    def of(cls, book: xlsxwriter.Workbook) -> "Looks":
        """Make them for a workbook."""
        kinds = {
            kind: {**LINE, "align": ALIGNED.get(kind, "center"), "num_format": NUMBERS.get(kind, "@")} for kind in Kind
        }
        return cls(
            title=book.add_format({"bold": True, "font_size": 18}),
            plain=book.add_format({"num_format": "@"}),
            head=book.add_format({**LINE, "bold": True, "text_wrap": True, "align": "center"}),
            rows={kind: book.add_format({**look, "text_wrap": kind is Kind.TEXT}) for kind, look in kinds.items()},
            sums={kind: book.add_format({**look, "bold": True}) for kind, look in kinds.items()},
        )


def write_register(register: Register) -> bytes:
    """Return a register as a workbook of one sheet, ready to be printed as the paper is."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, WRITER_OPTIONS) as book:
        book.set_properties({"title": register.title})
        _write(book.add_worksheet("花名册"), register, Looks.of(book))
    return content.getvalue()


def _write(sheet: Worksheet, register: Register, looks: Looks) -> None:
    for index, column in enumerate(register.columns):
        sheet.set_column(index, index, column.width / CHARACTER)
    sheet.write_string(0, 0, safe(register.title), looks.title)
    head = len(register.facts) + 1
    for number, parts in enumerate(register.facts, 1):
        sheet.write_string(number, 0, safe("　　".join(part for part in parts if part)), looks.plain)
    sheet.set_row(head, 28)
    for index, column in enumerate(register.columns):
        sheet.write_string(head, index, column.head, looks.head)
    last = head
    for last, row in enumerate(register.rows, head + 1):
        for index, (cell, column) in enumerate(zip(row, register.columns, strict=True)):
            _cell(sheet, last, index, cell, looks.rows[column.kind])
    _below(sheet, register, looks, last + 1)
    _for_printing(sheet, register, head)


def _below(sheet: Worksheet, register: Register, looks: Looks, row: int) -> None:
    """Write the grand total, its words, the note and who signs."""
    if register.summed:
        sums: dict[int, Any] = {0: GRAND_TOTAL, **register.sums()}
        for index, column in enumerate(register.columns):
            _cell(sheet, row, index, sums.get(index), looks.sums[column.kind])
        row += 1
    words = f"金额合计（大写）：人民币{register.in_words}" if register.in_words else ""
    signers = "　　　　　　　　".join(f"{who}：" for who in register.signers)
    for said in filter(None, (words, register.note, signers)):
        sheet.write_string(row, 0, safe(said), looks.plain)
        row += 1


def _for_printing(sheet: Worksheet, register: Register, head: int) -> None:
    sheet.freeze_panes(head + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(A3 if register.is_wide else A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(head)
    sheet.set_footer("&C第 &P 页 共 &N 页")


def _cell(sheet: Worksheet, row: int, column: int, cell: Cell, look: Format) -> None:
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(cell, str):
        sheet.write_string(row, column, safe(cell), look)
    else:
        sheet.write_number(row, column, cell, look)
