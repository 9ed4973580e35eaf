"""Small workbooks of typed tables: figures as numbers, words as text that no program runs."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.workbooks import WRITER_OPTIONS, safe

WIDE = 12  # so many columns fit on A4


@dataclass(frozen=True)
class Looks:
    """The few looks of a cell."""

    title: Format
    note: Format
    head: Format
    text: Format
    number: Format
    share: Format
    amount: Format
    total: Format

    @classmethod
    def of(cls, book: xlsxwriter.Workbook, share: str) -> "Looks":
        """Make them for a workbook; ``share`` is how a share of one is written."""
        line = {"border": 1, "border_color": "#999999", "valign": "vcenter"}
        head = {**line, "bold": True, "bg_color": "#F1F3F5", "text_wrap": True, "align": "center"}
        return cls(
            title=book.add_format({"bold": True, "font_size": 16}),
            note=book.add_format({"font_color": "#555555"}),
            head=book.add_format(head),
            text=book.add_format({**line, "num_format": "@"}),
            number=book.add_format({**line, "num_format": "#,##0"}),
            share=book.add_format({**line, "num_format": share}),
            amount=book.add_format({**line, "num_format": "#,##0.00"}),
            total=book.add_format({**line, "bold": True, "num_format": "@", "bg_color": "#FAFBFC"}),
        )


@dataclass(frozen=True)
class Table:
    """One sheet: its name, heads, rows of plain values, and what is printed above."""

    name: str
    title: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int]


def write_book(tables: Iterable[Table], note: str, *, share: str = "0.0%") -> bytes:
    """Return a workbook with a sheet for each table, the note under each title."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {**WRITER_OPTIONS, "in_memory": True}) as book:
        looks = Looks.of(book, share)
        for table in tables:
            _write(book.add_worksheet(table.name), table, note, looks)
    return content.getvalue()


def _write(sheet: Worksheet, table: Table, note: str, looks: Looks) -> None:
    for column, width in enumerate(table.widths[: len(table.heads)]):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, safe(table.title), looks.title)
    sheet.write_string(1, 0, safe(note), looks.note)
    sheet.set_row(2, 32)
    for column, head in enumerate(table.heads):
        sheet.write_string(2, column, head, looks.head)
    last = 2
    for last, row in enumerate(table.rows, 3):
        for column, cell in enumerate(row):
            _write_cell(sheet, last, column, cell, looks)
    sheet.freeze_panes(3, 1)
    sheet.autofilter(2, 0, max(last, 3), len(table.heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(8 if len(table.heads) > WIDE else 9)  # A3, A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_footer("&C第 &P 页 共 &N 页")


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Any, looks: Looks) -> None:
    if cell is None:
        sheet.write_blank(row, column, None, looks.text)
    elif isinstance(cell, str):
        sheet.write_string(row, column, safe(cell), looks.text)
    elif isinstance(cell, int):
        sheet.write_number(row, column, cell, looks.number)
    else:
        sheet.write_number(row, column, cell, looks.share if isinstance(cell, float) else looks.amount)
