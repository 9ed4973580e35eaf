"""Turning the tables of a workbook into cases: each household with its rows, and every fault of every cell."""

from pathlib import Path
from typing import Any

from core.errors import DomainError
from households.importing import registry
from households.importing.cases import Case, Remark, Row, Source
from households.importing.cells import as_text, is_blank
from households.importing.layout import ARCHIVE_NO, ARCHIVES, Column
from households.importing.workbook import Cells, Table, Workbook


def read_source(path: Path) -> Source:
    """Read a whole workbook in one pass; raises DomainError when no row of it can be read.

    Every column that must be there and is not, in whatever sheet, is named in that one error.
    """
    workbook = Workbook(path)
    source = Source(notes=workbook.notes)
    by_number: dict[str, Case] = {}
    missing: list[str] = []
    for table in workbook.tables():
        source.notes += table.notes
        source.sheets.add(table.sheet)
        if table.missing:
            missing.append(f"“{table.sheet}”缺少必需的列：{'、'.join(table.missing)}")
        elif not missing and table.sheet == ARCHIVES:
            _read_archives(table, source, by_number)
        elif not missing:
            _read_children(table, source, by_number)
    if missing:
        raise DomainError(f"{'；'.join(missing)}。请核对表头或使用空白模板。")
    if not source.cases:
        raise DomainError(f"“{ARCHIVES}”工作表中没有档案行，请填写后再导入。")
    return source


def _read_archives(table: Table, source: Source, by_number: dict[str, Case]) -> None:
    for number, cells in table.rows:
        row = Row(ARCHIVES, number, {})
        case = Case(raw_number(table, cells), row)
        _read_cells(table, cells, row, case)
        source.cases.append(case)
        first = by_number.setdefault(case.archive_no, case)
        if first is not case and row[ARCHIVE_NO]:
            case.fault(ARCHIVE_NO, f"档案编号与本表第 {first.row.number} 行重复")


def _read_children(table: Table, source: Source, by_number: dict[str, Case]) -> None:
    for number, cells in table.rows:
        archive_no = raw_number(table, cells)
        row = Row(table.sheet, number, {})
        case = by_number.get(archive_no) if archive_no else None
        if case is None:
            reason = f"“{ARCHIVES}”表中没有这个档案编号" if archive_no else "档案编号为空"
            source.strays.append(Remark(archive_no, table.sheet, number, ARCHIVE_NO, reason))
            continue
        _read_cells(table, cells, row, case)
        case.children.setdefault(table.sheet, []).append(row)


def raw_number(table: Table, cells: Cells) -> str:
    """Return the archive number of a row as it can be compared, even where it is wrong."""
    cell = cells[table.columns[ARCHIVE_NO]]
    if is_blank(cell):
        return ""
    try:
        return str(registry.columns_of(table.sheet)[ARCHIVE_NO].read(cell, ARCHIVE_NO))
    except DomainError:
        return as_text(cell)[:30]


def _read_cells(table: Table, cells: Cells, row: Row, case: Case) -> None:
    """Read the cells of a row into its values; each that cannot be understood is a fault of its household."""
    columns = registry.columns_of(table.sheet)
    for name, position in table.columns.items():
        column, cell = columns[name], cells[position]
        row.values[name] = None
        if is_blank(cell):
            if column.required:
                case.fault(name, f"{name}为空", row=row)
            continue
        row.values[name] = _read_cell(cell, column, row, case)


def _read_cell(cell: Any, column: Column, row: Row, case: Case) -> Any:
    try:
        return column.read(cell, column.name)
    except DomainError as error:
        case.fault(column.name, error.message, row=row)
        return None
