"""The first rows of a register as they will be, for the screen."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from reports.catalogue.query import Query
from reports.catalogue.sheet import register_of
from reports.registers.data import Band, Column, Kind, Register, Row
from reports.registers.drawing import total_name
from reports.registers.layout import written
from reports.registers.spool import Counter

SHOWN = 50
SIDES = {Kind.COUNT: "hq-amount", Kind.MONEY: "hq-amount"}
LONG = 36  # mm: a column of words as wide as this is broken into lines on the screen as well


@dataclass(frozen=True)
class Shown:
    """One line: its cells as (head, words, look), or the words of a band across with the cells of its sums."""

    cells: tuple[tuple[str, str, str], ...]
    words: str = ""


@dataclass(frozen=True)
class Preview:
    """The heads and the first lines; ``goes_on`` tells that there are more rows."""

    register: Register
    lines: list[Shown]
    goes_on: bool

    @property
    def heads(self) -> list[tuple[str, str]]:
        return [(_head(column.head), SIDES.get(column.kind, "")) for column in self.register.columns]


def preview_of(query: Query) -> Preview:
    """Return the first rows, and the total below the last; of what goes on no sums, which would be wrong."""
    register = register_of(replace(query, limit=SHOWN + 1, in_full=False), set())
    rows: Any = register.rows
    register = replace(register, rows=())
    lines: list[Shown] = []
    counter = Counter(register)
    # Closed where it stops, so that the database does not keep the rest of the rows.
    with closing(rows):
        for item in counter.passing(rows):
            if counter.count > SHOWN:
                return Preview(register, lines, goes_on=True)
            lines.append(_shown(item, register))
    if lines and register.has_total and not query.kind.are_looked_for:
        lines.append(_shown(Band(total_name(counter.count, register.unit), counter.sums), register))
    return Preview(register, lines, goes_on=False)


def _shown(item: Row | Band, register: Register) -> Shown:
    if isinstance(item, Band):
        sums = item.sums or {}
        kinds = ((index, column) for index, column in islice(enumerate(register.columns), 1, None))
        cells = tuple((_head(one.head), written(sums.get(at), one.kind), SIDES.get(one.kind, "")) for at, one in kinds)
        return Shown(cells if sums else (), item.words)
    return Shown(tuple(_cells(item, register)))


def _cells(row: Row, register: Register) -> Iterator[tuple[str, str, str]]:
    for cell, column in zip(row, register.columns, strict=True):
        yield _head(column.head), written(cell, column.kind), _look(column)


def _look(column: Column) -> str:
    return "hq-wrap" if column.kind is Kind.TEXT and column.width >= LONG else SIDES.get(column.kind, "")


def _head(head: str) -> str:
    return head.replace("\n", "")
