"""Opening a workbook safely, and finding in it the tables of the layout, wherever their heads stand.

A sheet may have title rows and a row of group heads above its head; columns may stand in any order; totals and
signature rows are no data.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from core.errors import DomainError
from households.importing import registry
from households.importing.cells import as_text, is_blank
from households.importing.layout import (
    ARCHIVE_NO,
    ARCHIVES,
    GUIDE,
    OPTIONS,
    REASONS,
    SERIAL,
    SHEETS,
    heading,
    sheet_called,
)

MAX_BYTES = 30 * 1024 * 1024
MAX_UNPACKED = 600 * 1024 * 1024
# Reading costs three times what is unpacked: a list that is read while somebody waits is never as large as archives.
MAX_UNPACKED_AT_ONCE = 100 * 1024 * 1024
HEAD_WITHIN_ROWS = 30
LEAST_HEADS = 3  # a title that happens to be called like a column is no head
ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# A cell with content far out makes the reader lay out everything between it and A1: beyond column CZ or row 99,999.
FAR_CELL = re.compile(rb'<(?:\w+:)?c [^>]*?r="(?:(?:[A-Z]{3}|[D-Z][A-Z])\d+|[A-Z]+\d{6,})"[^>]*[^/]>')
CHUNK, OVERLAP = 4 * 1024 * 1024, 200
TOTAL = re.compile(r"(本页|全表)?(合|总|小|累)计.*")
SIGNATURE = re.compile(r"(填[表报制]|制表|审核|复核|负责|经办|单位负责|联系|说明|备注|注)\w{0,6}:.*")

BROKEN = (CalamineError, zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)

Cells = list[Any]
Rows = Iterator[tuple[int, Cells]]


@dataclass
class Table:
    """One table of the layout as a workbook has it; ``rows`` can be gone through once."""

    sheet: str
    columns: dict[str, int]
    above: list[Cells]
    rows: Rows
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def check_file(path: Path, *, unpacked: int = MAX_UNPACKED) -> None:
    """Refuse in one sentence what is no workbook that can be read: empty, too big, another type, encrypted, broken."""
    size = path.stat().st_size
    if size == 0:
        raise DomainError("文件是空的，请重新选择。")
    if size > MAX_BYTES:
        raise DomainError(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请拆分后分批导入。")
    with path.open("rb") as file:
        magic = file.read(4)
    if magic == OLE_MAGIC:
        if ENCRYPTED in path.read_bytes():
            raise DomainError("工作簿设有打开密码，请取消密码后再导入。")
        raise DomainError("这是旧格式（.xls）的工作簿，请在表格软件中另存为 .xlsx 后再导入。")
    if magic != ZIP_MAGIC:
        raise DomainError("文件不是 Excel 工作簿（.xlsx），请用本页下载的表格填写，另存为 .xlsx 后再上传。")
    _check_archive(path, unpacked)


def _check_archive(path: Path, unpacked: int) -> None:
    with _told_when_broken(), zipfile.ZipFile(path) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            raise DomainError("文件不是 Excel 工作簿（.xlsx），请另存为 .xlsx 后再导入。")
        if sum(info.file_size for info in archive.infolist()) > unpacked:
            raise DomainError("工作簿展开后过大，请拆分后分批导入。")


def check_extent(path: Path) -> None:
    """Refuse a workbook with content so far out that laying it out would exhaust the memory; reads all of it once."""
    with _told_when_broken(), zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                _check_sheet_extent(archive, name)


def _check_sheet_extent(archive: zipfile.ZipFile, name: str) -> None:
    tail = b""
    with archive.open(name) as sheet:
        while chunk := sheet.read(CHUNK):
            if FAR_CELL.search(tail + chunk):
                raise DomainError("工作簿有超出 100 列或 99,999 行的内容，请删除多余的行列或拆分后再导入。")
            tail = chunk[-OVERLAP:]


def sheet_titled(book: CalamineWorkbook, title: str) -> CalamineSheet:
    """Return the sheet of a title, else the first one; a workbook without any is broken (BROKEN)."""
    return book.get_sheet_by_name(title) if title in book.sheet_names else book.get_sheet_by_index(0)


class Workbook:
    """An archive workbook that was found readable; ``notes`` say what in it is not read."""

    def __init__(self, path: Path) -> None:
        """Open the workbook; raises DomainError when it cannot be read or has no sheet of archives."""
        check_file(path)
        check_extent(path)
        with _told_when_broken():
            self._book = CalamineWorkbook.from_path(path)
            titles = list(self._book.sheet_names)
        self._titles = {sheet: title for title in reversed(titles) if (sheet := sheet_called(title))}
        if ARCHIVES not in self._titles:
            raise DomainError(f"工作簿中没有“{ARCHIVES}”工作表，请核对文件或使用空白模板。")
        strange = [title for title in titles if title not in {*self._titles.values(), GUIDE, OPTIONS}]
        self.notes = [f"工作表“{title}”不在导入范围，未读取。" for title in strange]
        self.notes += [f"没有“{sheet}”工作表，这部分未导入。" for sheet in SHEETS if sheet not in self._titles]

    def tables(self) -> Iterator[Table]:
        """Return the tables that the workbook has, in the order of the layout; one is held in memory at a time."""
        for sheet in SHEETS:
            if title := self._titles.get(sheet):
                with _told_when_broken():
                    yield read_table(sheet, self._book.get_sheet_by_name(title))


@contextmanager
def _told_when_broken() -> Iterator[None]:
    try:
        yield
    except PasswordError as error:
        raise DomainError("工作簿设有打开密码，请取消密码后再导入。") from error
    except BROKEN as error:
        raise DomainError("工作簿已损坏，无法读取，请重新另存后再导入。") from error


def read_table(sheet: str, source: CalamineSheet) -> Table:
    """Find the head of a sheet, and return its columns and its data rows with their Excel numbers."""
    rows = enumerate(source.iter_rows(), 1)
    top = list(islice(rows, HEAD_WITHIN_ROWS))
    known = _names_of(sheet)
    place = max(range(len(top)), key=lambda i: _recognised(top[i][1], known), default=-1)
    if place < 0 or _recognised(top[place][1], known) < LEAST_HEADS:
        return Table(sheet, {}, [], iter(()), missing=_required(sheet))
    heads = _with_merged(top, place, source)
    table = Table(sheet, {}, [cells for _number, cells in top[: place + 1]], iter(()))
    for position, cell in enumerate(heads):
        _take_head(table, known, heading(cell), position)
    table.missing = [name for name in _required(sheet) if name not in table.columns]
    key = table.columns.get(ARCHIVE_NO)
    below = _with_merged_keys(chain(top[place + 1 :], rows), key, source)
    table.rows = ((number, cells) for number, cells in below if is_data(cells, key))
    return table


def _required(sheet: str) -> list[str]:
    return [column.name for column in registry.columns_of(sheet).values() if column.required]


def _names_of(sheet: str) -> dict[str, str]:
    columns = registry.columns_of(sheet).values()
    return {heading(word): column.name for column in columns for word in (column.name, *column.aliases)}


def _recognised(cells: Cells, known: dict[str, str]) -> int:
    return len({known[head] for cell in cells if (head := heading(cell)) in known})


def _with_merged(top: list[tuple[int, Cells]], place: int, source: CalamineSheet) -> Cells:
    """Return the heads, with those that are merged cells reaching up into the rows above."""
    heads = list(top[place][1])
    for (row, column), (last_row, _last_column) in source.merged_cell_ranges or ():
        if row < place <= last_row and column < len(heads) and is_blank(heads[column]):
            heads[column] = top[row][1][column]
    return heads


def _with_merged_keys(rows: Rows, key: int | None, source: CalamineSheet) -> Rows:
    """Go through rows; where one archive number is merged over several, each of them gets it."""
    ends = {row + 1: last + 1 for (row, column), (last, _right) in source.merged_cell_ranges or () if column == key}
    value, until = None, 0
    for number, cells in rows:
        if number in ends and key is not None:
            value, until = cells[key], ends[number]
        elif number <= until and key is not None and is_blank(cells[key]):
            cells[key] = value
        yield number, cells


def _take_head(table: Table, known: dict[str, str], head: str, position: int) -> None:
    name = known.get(head)
    if name is None:
        if head and head not in {SERIAL, REASONS}:
            table.notes.append(f"“{table.sheet}”的“{head}”列不在导入范围，未读取。")
    elif name in table.columns:
        table.notes.append(f"“{table.sheet}”的“{head}”列重复，只读取最左一列。")
    else:
        table.columns[name] = position


def is_data(cells: Cells, key: int | None) -> bool:
    """Tell whether a row holds data: neither blank nor a repeated head, a total or a line for signatures."""
    first = next((cell for cell in cells if not is_blank(cell)), None)
    if first is None:
        return False
    number = as_text(cells[key]) if key is not None and key < len(cells) else ""
    if any(character.isdigit() for character in number):
        return True
    words = heading(first)
    return not (heading(number) == ARCHIVE_NO or TOTAL.fullmatch(words) or SIGNATURE.fullmatch(words))
