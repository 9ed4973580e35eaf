"""Writing the file to the bank as its layout wants it.

Pure: the same lines and layout give the same bytes, so that a file that is made again can be told to be the same.
"""

import datetime
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from assistance.bank.enums import LayoutKind, TotalPlace
from assistance.bank.layouts import can_be_written, separator_of
from assistance.bank.lines import ControlTotal, FileLine, cells_of, total_of
from core.errors import DomainError

TOTAL_WORD, TOTAL_SHEET, ROWS_SHEET = "合计", "控制总数", "代发明细"
# A workbook carries the time it was made at: a fixed one, for equal lines to give equal bytes.
MADE = datetime.datetime(2000, 1, 1)  # noqa: DTZ001 -- XlsxWriter takes none with a zone
SUFFIXES = {LayoutKind.TEXT: ".txt", LayoutKind.WORKBOOK: ".xlsx"}


def write_file(layout: Any, lines: Sequence[FileLine]) -> bytes:
    """Return the content of a file; raises DomainError that names the line which cannot be written."""
    return _workbook(layout, lines) if layout.kind == LayoutKind.WORKBOOK else _text(layout, lines)


def rows_to_show(layout: Any, lines: Sequence[FileLine]) -> list[list[str]]:
    """Return the rows of a file as they are written, its head and control total among them."""
    fields = [name for _heading, name in layout.columns]
    rows = [cells_of(line, fields, serial) for serial, line in enumerate(lines, start=1)]
    if layout.has_head:
        rows.insert(0, [heading for heading, _name in layout.columns])
    if layout.total_at != TotalPlace.NONE:
        rows.insert(0 if layout.total_at == TotalPlace.FIRST else len(rows), _total_row(total_of(lines)))
    return rows


def _total_row(total: ControlTotal) -> list[str]:
    return [TOTAL_WORD, str(total.count), f"{total.amount:f}"]


def _text(layout: Any, lines: Sequence[FileLine]) -> bytes:
    separator = separator_of(layout)
    for line in lines:
        _refuse_unwritable(line, layout.encoding)
    rows = [[cell.replace(separator, " ") for cell in row] for row in rows_to_show(layout, lines)]
    return "".join(separator.join(row) + "\r\n" for row in rows).encode(layout.encoding)


def _refuse_unwritable(line: FileLine, encoding: str) -> None:
    for words in (line.name, line.bank, line.branch, line.purpose):
        if not can_be_written(words, encoding):
            raise DomainError(f"“{words}”（{line.name}）不能用该格式的编码写出，请把格式的编码改为 GB18030。")


def _workbook(layout: Any, lines: Sequence[FileLine]) -> bytes:
    content = io.BytesIO()
    fields = [name for _heading, name in layout.columns]
    amounts = {at for at, name in enumerate(fields) if name == "amount"}
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        text, money = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0.00"})
        sheet = book.add_worksheet(ROWS_SHEET)
        sheet.set_column(0, max(len(fields) - 1, 2), 18, text)
        begins = _first_of_lines(layout)
        for place, row in enumerate(rows_to_show(layout, lines)):
            is_line = begins <= place < begins + len(lines)
            for at, cell in enumerate(row):
                if is_line and at in amounts:
                    # The library writes a Decimal with 16 digits, more than an amount has.
                    sheet.write_number(place, at, lines[place - begins].amount, money)
                else:
                    sheet.write_string(place, at, cell, text)
        _write_total(book, total_of(lines))
    return content.getvalue()


def _first_of_lines(layout: Any) -> int:
    return int(layout.has_head) + int(layout.total_at == TotalPlace.FIRST)


def _write_total(book: xlsxwriter.Workbook, total: ControlTotal) -> None:
    sheet = book.add_worksheet(TOTAL_SHEET)
    sheet.set_column(0, 1, 18)
    for place, (label, value) in enumerate((("笔数", str(total.count)), ("总金额（元）", f"{total.amount:f}"))):
        sheet.write_string(place, 0, label)
        sheet.write_string(place, 1, value)
