"""The workbook of refused rows: laid out as the one loaded, with the reasons, to be corrected and loaded again."""

import datetime
import math
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.workbooks import WRITER_OPTIONS
from households.enums import ImportOutcome
from households.importing.cases import Remark
from households.importing.cells import EXACT_DIGITS, is_blank
from households.importing.layout import ARCHIVES, REASONS, TEXT_HEADS
from households.importing.reading import raw_number
from households.importing.report import Report
from households.importing.workbook import Cells, Table, Workbook
from households.models import ImportRun

WAITS = "本户档案被拒绝，改正后一并导入"
COLUMN_WIDTH, REASON_WIDTH = 14, 60


def corrections_path(run: ImportRun) -> Path:
    """Return where the refused rows of a run lie; never below a web root."""
    return run.path.with_name(f"{run.pk}-corrections.xlsx")


def keep_corrections(run: ImportRun, report: Report) -> None:
    """Keep the refused rows of a run where it can be downloaded; nothing is kept when there are none."""
    if report.refused or report.strays:
        write_corrections(run.path, report, corrections_path(run))
    else:
        corrections_path(run).unlink(missing_ok=True)


def write_corrections(workbook: Path, report: Report, out: Path) -> None:
    """Write every row of the refused households, and rows without a household, in the layout that they came in.

    A column of reasons stands behind the last one, faulty cells are marked; a later load ignores both. The file
    appears whole or not at all.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    with xlsxwriter.Workbook(str(draft), WRITER_OPTIONS) as book:
        styles = Styles(book)
        refused = _Refused(report)
        for table in Workbook(workbook).tables():
            _write_table(book.add_worksheet(table.sheet), table, refused, styles)
    draft.replace(out)


class Styles:
    """The few looks of a cell."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        faulty, date = {"bg_color": "#F8D7DA", "font_color": "#842029"}, {"num_format": "yyyy-mm-dd"}
        self.head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#F1F3F5"})
        self.text = book.add_format({"num_format": "@"})
        self.reason = book.add_format({"font_color": "#842029"})
        self._plain = {False: None, True: book.add_format(faulty)}
        self._dates = {False: book.add_format(date), True: book.add_format(date | faulty)}

    def of(self, cell: Any, *, marked: bool) -> Format | None:
        """Return the look of a cell by its content, and by whether it is faulty."""
        return self._dates[marked] if isinstance(cell, datetime.date) else self._plain[marked]


class _Refused:
    """Which rows go back, and why."""

    def __init__(self, report: Report) -> None:
        entries = report.households
        kept = {entry.archive_no for entry in entries if entry.outcome != ImportOutcome.REFUSED}
        self._rows = {entry.row for entry in entries if entry.outcome == ImportOutcome.REFUSED}
        self._numbers = {entry.archive_no for entry in entries} - kept
        self.remarks: dict[tuple[str, int], list[Remark]] = defaultdict(list)
        for remark in [*report.refused, *report.strays]:
            self.remarks[remark.sheet, remark.row].append(remark)

    def has(self, table: Table, number: int, cells: Cells) -> bool:
        """Tell whether a row goes back: its household was refused, or it has none."""
        if table.sheet == ARCHIVES:
            return number in self._rows
        return (table.sheet, number) in self.remarks or raw_number(table, cells) in self._numbers


def _write_table(sheet: Worksheet, table: Table, refused: _Refused, styles: Styles) -> None:
    width = max((len(cells) for cells in table.above), default=0)
    sheet.set_column(0, width, COLUMN_WIDTH)
    for name, position in table.columns.items():
        if name in TEXT_HEADS.split():
            sheet.set_column(position, position, COLUMN_WIDTH, styles.text)
    sheet.set_column(width, width, REASON_WIDTH)
    for place, cells in enumerate(table.above):
        is_head = place == len(table.above) - 1
        for position, cell in enumerate(cells):
            write_cell(sheet, place, position, cell, styles.head if is_head else None)
        if is_head:
            sheet.write_string(place, width, REASONS, styles.head)
    sheet.freeze_panes(len(table.above), 0)
    place = len(table.above)
    for number, cells in table.rows:
        if refused.has(table, number, cells):
            _write_row(sheet, place, cells, table, refused.remarks[table.sheet, number], styles)
            place += 1


def _write_row(sheet: Worksheet, place: int, cells: Cells, table: Table, remarks: list[Remark], styles: Styles) -> None:
    marked = {table.columns.get(remark.column) for remark in remarks}
    for position, cell in enumerate(cells):
        write_cell(sheet, place, position, cell, styles.of(cell, marked=position in marked))
    reasons = "；".join(f"{remark.column}：{remark.reason}" for remark in remarks)
    sheet.write_string(place, len(cells), reasons or WAITS, styles.reason)


def write_cell(sheet: Worksheet, row: int, column: int, cell: Any, look: Format | None) -> None:
    """Write a cell as it was read; a number too long for a spreadsheet becomes text, so that it is seen to be wrong."""
    if is_blank(cell):
        sheet.write_blank(row, column, None, look)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, look)
    elif isinstance(cell, float) and math.isfinite(cell) and abs(cell) < EXACT_DIGITS:
        sheet.write_number(row, column, cell, look)
    elif isinstance(cell, datetime.date):
        sheet.write_datetime(row, column, cell, look)
    else:
        sheet.write_string(row, column, str(cell), look)
