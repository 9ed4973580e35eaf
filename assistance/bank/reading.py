"""Reading a result file (回盘文件): text in whichever encoding, or a workbook; every fault by its row.

Pure: what the rows mean is told by ``bank.matching``.
"""

import csv
import datetime
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from python_calamine import CalamineWorkbook, PasswordError

from assistance.bank.enums import LayoutKind, RowOutcome
from assistance.bank.layouts import RESULT_FIELDS, separator_of
from assistance.bank.lines import place_of
from core.errors import DomainError
from core.identity import normalize_digits
from households.importing.cells import as_text, day
from households.importing.layout import heading
from households.importing.workbook import BROKEN, MAX_UNPACKED_AT_ONCE, TOTAL, ZIP_MAGIC, check_extent, check_file

MAX_BYTES, MOST_ROWS, HEAD_WITHIN_ROWS = 20 * 1024 * 1024, 100_000, 30
AMOUNT = re.compile(r"[¥￥]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2}0*)?元?", re.ASCII)
# A row in whose result one of these stands is not decided: taken for a failure, it would be paid twice.
UNDECIDED = ("处理中", "未处理", "待", "未知", "可疑", "超时")
NO_REASON = "银行未说明原因"
LINE_END = re.compile(r"\r\n|\r|\n")
read_day = day(past=True)

Row = tuple[int, list[Any]]


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row of the file; row 0 stands for the file as a whole."""

    row: int
    text: str


@dataclass(frozen=True)
class ResultRow:
    """What the bank says of one line."""

    number: int
    key: str
    amount: Decimal
    outcome: RowOutcome
    reason: str = ""
    bank_ref: str = ""
    paid_on: datetime.date | None = None

    @property
    def place(self) -> tuple[int, int]:
        return place_of(self.key) or (0, 0)


@dataclass(frozen=True)
class ResultFile:
    """A file that was read: what it says, and what in it could not be understood."""

    filename: str
    sha256: str
    rows: tuple[ResultRow, ...]
    faults: tuple[Fault, ...]


def read_file(layout: Any, filename: str, content: bytes) -> ResultFile:
    """Read a result file by its layout; raises DomainError (field ``book``) when it is no such file at all."""
    if not content:
        raise DomainError("文件是空的，请重新选择。", field="book")
    if len(content) > MAX_BYTES:
        raise DomainError(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，不像是回盘文件，请核对。", field="book")
    rows, columns = _rows_and_columns(layout, content)
    found: list[ResultRow] = []
    faults: list[Fault] = []
    for number, cells in rows:
        try:
            if (row := _row_of(layout, number, cells, columns)) is not None:
                found.append(row)
        except DomainError as error:
            faults.append(Fault(number, error.message))
    if not found and not faults:
        raise DomainError("文件中没有明细行，请核对是否选错了文件。", field="book")
    return ResultFile(filename[-120:], hashlib.sha256(content).hexdigest(), tuple(found), tuple(faults))


def _rows_and_columns(layout: Any, content: bytes) -> tuple[list[Row], dict[str, int]]:
    named = {name: words for name, words in layout.result_columns.items() if words}
    for rows in _readings(layout, content):
        if len(rows) > MOST_ROWS:
            raise DomainError(f"文件超过 {MOST_ROWS} 行，不像是回盘文件，请核对。", field="book")
        if all(words.isdigit() for words in named.values()):
            return rows[int(layout.has_head) :], {name: int(words) - 1 for name, words in named.items()}
        if found := _under_head(rows, named):
            return found
    raise DomainError(
        f"文件中没有“{'”“'.join(named.values())}”各列，请核对是否选错了文件或格式，或请银行重新提供。", field="book"
    )


def _under_head(rows: list[Row], named: dict[str, str]) -> tuple[list[Row], dict[str, int]] | None:
    wanted = {heading(words): name for name, words in named.items()}
    for place, (_number, cells) in enumerate(rows[:HEAD_WITHIN_ROWS]):
        columns = {wanted[head]: at for at, cell in enumerate(cells) if (head := heading(cell)) in wanted}
        if len(columns) == len(named):
            return rows[place + 1 :], columns
    return None


def _readings(layout: Any, content: bytes) -> Iterator[list[Row]]:
    """Yield the rows of the file; a text once for each encoding in which it can be read."""
    if layout.kind == LayoutKind.WORKBOOK or content.startswith(ZIP_MAGIC):
        yield _sheet(content)
        return
    if b"\x00" in content:
        raise DomainError("文件已损坏或不是文本文件，请从网银重新下载。", field="book")
    separator, readable = separator_of(layout), False
    for encoding in dict.fromkeys(("utf-8-sig", layout.encoding, "gb18030")):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        readable = True
        yield _lines(text, separator)
    if not readable:
        raise DomainError("文件已损坏，有无法识别的字符，请从网银重新下载。", field="book")


def _lines(text: str, separator: str) -> list[Row]:
    quoted = separator == ","  # only there does what banks write follow the rules of CSV
    lines = LINE_END.split(text)
    rows = (next(csv.reader([line])) if quoted and line else line.split(separator) for line in lines)
    try:
        return [(number, row) for number, row in enumerate(rows, start=1) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise DomainError("文件已损坏，有一行长得不像明细，请从网银重新下载。", field="book") from error


def _sheet(content: bytes) -> list[Row]:
    with NamedTemporaryFile(suffix=".xlsx") as kept:
        kept.write(content)
        kept.flush()
        try:
            check_file(Path(kept.name), unpacked=MAX_UNPACKED_AT_ONCE)
            check_extent(Path(kept.name))
            sheet = CalamineWorkbook.from_path(kept.name).get_sheet_by_index(0)
            rows = list(enumerate(sheet.iter_rows(), start=1))
        except DomainError as error:
            raise DomainError(error.message.replace("导入", "上传"), field="book") from error
        except PasswordError as error:
            raise DomainError("工作簿设有打开密码，请取消密码后再上传。", field="book") from error
        except BROKEN as error:
            raise DomainError("工作簿已损坏，无法读取，请从网银重新下载。", field="book") from error
    return [(number, cells) for number, cells in rows if any(as_text(cell) for cell in cells)]


def _row_of(layout: Any, number: int, cells: list[Any], columns: dict[str, int]) -> ResultRow | None:
    """Return a row, None for a line of totals; raises DomainError for what cannot be understood."""
    said = {name: as_text(cells[at]) for name, at in columns.items() if at < len(cells)}
    if place_of(said.get("key", "")) is None:
        if any(TOTAL.fullmatch(heading(cell)) for cell in cells[:3]):
            return None
        raise DomainError(f"流水号“{said.get('key', '')[:30]}”不是代发文件中的流水号")
    if missing := [RESULT_FIELDS[name] for name in columns if name not in said]:
        raise DomainError(f"缺少“{'”“'.join(missing)}”，这一行不完整，文件可能在传输中被截断")
    outcome = _outcome(layout, said["outcome"])
    reason = said.get("reason") or (said["outcome"] if said["outcome"] != "失败" else "") or NO_REASON
    paid_on = cells[columns["paid_on"]] if said.get("paid_on") and outcome == RowOutcome.PAID else None
    return ResultRow(
        number=number,
        key=said["key"].strip("'"),
        amount=_amount(said["amount"]),
        outcome=outcome,
        reason="" if outcome == RowOutcome.PAID else reason[:200],
        bank_ref=said.get("bank_ref", "").strip("'")[:60],
        paid_on=None if paid_on is None else read_day(paid_on, RESULT_FIELDS["paid_on"]),
    )


def _amount(words: str) -> Decimal:
    match = AMOUNT.fullmatch(normalize_digits(words))
    if match is None:
        raise DomainError(f"金额“{words[:20]}”无法识别")
    return Decimal(match[1].replace(",", "") + (match[2] or ""))


def _outcome(layout: Any, words: str) -> RowOutcome:
    if not words:
        raise DomainError("没有处理结果，银行尚未处理完，请待全部处理后再下载回盘文件")
    if words in layout.paid_words:
        return RowOutcome.PAID
    if words in layout.failed_words:
        return RowOutcome.FAILED
    if layout.failed_words or any(word in words for word in UNDECIDED):
        raise DomainError(f"处理结果“{words[:20]}”既不是成功也不是失败，请核对文件或修改格式中的字样")
    return RowOutcome.FAILED
