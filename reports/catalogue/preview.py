"""The first rows of a register as they will be, for the screen."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from reports.catalogue.query import Query
from reports.catalogue.sheet import register_of
from reports.registers.data import Band, Kind, Register, Row
from reports.registers.layout import written

SHOWN = 50
RIGHT = (Kind.COUNT, Kind.MONEY)


@dataclass(frozen=True)
class Shown:
    """One line: its cells as (head, words, on the right), or the words of a band across with the cells of its sums."""

    cells: tuple[tuple[str, str, bool], ...]
    words: str = ""


@dataclass(frozen=True)
class Preview:
    """The heads and the first lines; ``goes_on`` tells that there are more rows."""

    register: Register
    lines: list[Shown]
    goes_on: bool

    @property
    def heads(self) -> list[tuple[str, bool]]:
        return [(_head(column.head), column.kind in RIGHT) for column in self.register.columns]


def preview_of(query: Query) -> Preview:
    """Return the first rows; of a group that goes on beyond them no subtotal, since it would be wrong."""
    register = register_of(replace(query, limit=SHOWN + 1, in_full=False), set())
    rows: Any = register.rows
    register = replace(register, rows=())
    lines: list[Shown] = []
    count = 0
    # Closed where it stops, so that the database does not keep the rest of the rows.
    with closing(rows):
        for item in rows:
            if not isinstance(item, Band):
                if count == SHOWN:
                    return Preview(register, lines, goes_on=True)
                count += 1
            lines.append(_shown(item, register))
    return Preview(register, lines, goes_on=False)


def _shown(item: Row | Band, register: Register) -> Shown:
    if isinstance(item, Band):
        sums = item.sums or {}
        kinds = ((index, column) for index, column in islice(enumerate(register.columns), 1, None))
        cells = tuple((_head(one.head), written(sums.get(at), one.kind), one.kind in RIGHT) for at, one in kinds)
        return Shown(cells if sums else (), item.words)
    return Shown(tuple(_cells(item, register)))


def _cells(row: Row, register: Register) -> Iterator[tuple[str, str, bool]]:
    for cell, column in zip(row, register.columns, strict=True):
        yield _head(column.head), written(cell, column.kind), column.kind in RIGHT


def _head(head: str) -> str:
    return head.replace("\n", "")
