"""Writing a register of the catalogue into a file: PDF, workbook or plain text, from one generator of rows."""

import csv
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from core.errors import DomainError
from core.workbooks import safe
from organizations.enums import AccessVerb
from organizations.models import User
from reports.catalogue.query import Query
from reports.catalogue.sheet import register_of
from reports.registers.data import Band, Cell, Register
from reports.registers.printing import foot_of, record_handout
from reports.registers.render import draw_register
from reports.registers.spool import CHUNK
from reports.registers.workbook import save_workbook

PDF, XLSX, CSV = "pdf", "xlsx", "csv"
FORMATS = {PDF: "PDF", XLSX: "Excel（xlsx）", CSV: "CSV"}
MOST_ON_A_SHEET = 1_000_000
MOST_ON_PAPER = 100_000


class Steps(Protocol):
    """Where a writer says how far it is (core.jobs.Progress, or anything like it)."""

    def start(self, total: int) -> None:
        """Say how many rows there are."""

    def advance(self, steps: int = 1) -> None:
        """Say that some more are done."""


class Silent:
    """Says nothing."""

    def start(self, total: int) -> None:
        """Take no note."""

    def advance(self, steps: int = 1) -> None:
        """Take no note."""


@dataclass(frozen=True)
class Written:
    """What was written: rows, pages (0 where there are none), and the numbers of the archives on it."""

    title: str
    rows: int
    pages: int
    masked: bool
    archives: frozenset[str]


def write(query: Query, format: str, path: Path, *, progress: Steps | None = None) -> Written:
    """Write a register into a file; memory does not grow with its rows.

    Raises DomainError, before anything is written, for more rows than the format holds, or for a character that no
    font has. Who hands the file out records it (``record_written``).
    """
    steps, count = progress or Silent(), query.count()
    _check(query, format, count)
    steps.start(count)
    archives: set[str] = set()
    register, step = register_of(query, archives), _at_most(count, steps)
    pages = 0
    if format == PDF:
        rows, pages = draw_register(register, path, foot=foot_of(query.user), step=step)
    elif format == XLSX:
        rows = save_workbook(register, path, sheet=query.kind.title[:31], step=step)
    else:
        rows = _write_csv(register, path, step)
    return Written(register.title, rows, pages, register.masked, frozenset(archives))


def record_written(query: Query, written: Written, *, by: User, verb: AccessVerb, purpose: str = "") -> None:
    """Leave a line in the access log for the register and one for each archive on it."""
    register = register_of(query, set())
    record_handout(register, verb, by=by, archives=written.archives, rows=written.rows, purpose=purpose)


def _check(query: Query, format: str, count: int) -> None:
    if format not in FORMATS:
        raise DomainError(f"不能导出为“{format}”，请选择 PDF、Excel 或 CSV。", field="format")
    most = {PDF: MOST_ON_PAPER, XLSX: MOST_ON_A_SHEET}.get(format, count)
    if count > most:
        raise DomainError(
            f"{query.title}共 {count:,} 行，超过 {FORMATS[format]} 的 {most:,} 行，请缩小范围或改用其他格式。",
            field="format",
        )


def _at_most(total: int, steps: Steps) -> Callable[[int], None]:
    """Return what tells of rows done, and never of more than there are: headings of groups pass by as well."""
    left = total

    def step(rows: int) -> None:
        nonlocal left
        told = min(rows, left)
        left -= told
        steps.advance(told)

    return step


def _write_csv(register: Register, path: Path, step: Callable[[int], None]) -> int:
    """Write heads and rows, without sums and groups: for programs. With the mark by which Excel knows UTF-8."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow([column.head.replace("\n", "") for column in register.columns])
        rows: Iterable = (row for row in register.rows if not isinstance(row, Band))
        for count, row in enumerate(rows, 1):
            out.writerow([_plain(cell) for cell in row])
            if count % CHUNK == 0:
                step(CHUNK)
    step(count % CHUNK)
    return count


def _plain(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return safe(cell) if isinstance(cell, str) else cell
