"""What a register is: rows of plain values, already masked, so that drawing asks nobody anything."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import cached_property

from core.money import ZERO
from reports.booklet.data import text

Cell = str | int | Decimal | None
Row = tuple[Cell, ...]
Sums = dict[int, Cell]
REPORT = "报表"  # what a register of the catalogue is called, which has no number


class Kind(Enum):
    """How the cells of a column are set."""

    TEXT = "text"  # from the left, over several lines
    WORD = "word"  # centred, over several lines
    CODE = "code"  # a number that is no amount: centred, always on one line
    PLACE = "place"  # the running number of a row: centred
    COUNT = "count"  # whole numbers, from the right
    MONEY = "money"  # 元, from the right
    HAND = "hand"  # left empty: somebody signs here


@dataclass(frozen=True)
class Column:
    """One column; ``width`` in mm, ``is_summed`` adds it up for each page and at the end."""

    head: str
    width: float
    kind: Kind = Kind.TEXT
    is_summed: bool = False


@dataclass(frozen=True)
class Band:
    """A row across the table that is none of the rows: the heading of a group, or with ``sums`` its subtotal."""

    words: str
    sums: Sums | None = None


@dataclass(frozen=True, kw_only=True)
class Register:
    """A register: ``facts`` are the lines above the table, each of up to three parts: left, middle and right.

    ``rows`` may be an iterator that is read once; whatever is written of a register reads it once. ``signers`` sign
    below the total. ``number`` stands in the foot, ``label`` says of what. With ``unit`` the total tells how many rows.
    """

    title: str = text("标题")
    number: str
    label: str = "批次编号"
    facts: tuple[tuple[str, ...], ...] = field(default=(), metadata={"label": "表头"})
    columns: tuple[Column, ...]
    rows: Iterable[Row | Band] = field(metadata={"label": "明细"})
    signers: tuple[str, ...] = ("填表人", "审核人", "负责人")
    note: str = text("说明")
    unit: str = ""
    masked: bool = True
    row_height: float = 8.0
    is_wide: bool = False  # A3 across, else A4 across
    has_words: bool = True  # the first column of money is the sum of all
    has_page_sums: bool = True

    @property
    def subject(self) -> str:
        return f"《{self.title}》"

    @cached_property
    def summed(self) -> tuple[int, ...]:
        """Which columns are added up."""
        return tuple(index for index, column in enumerate(self.columns) if column.is_summed)

    @property
    def has_total(self) -> bool:
        """Tell whether a total stands below the last row."""
        return bool(self.summed or self.unit)

    @cached_property
    def in_words(self) -> int | None:
        """Return the column whose total is also written in the characters of bank papers, if any."""
        amounts = [index for index in self.summed if self.columns[index].kind is Kind.MONEY]
        return amounts[0] if amounts and self.has_words else None

    def sums(self, rows: Iterable[Row]) -> Sums:
        """Return column → sum over some rows."""
        return self.added(tuple(row[index] for index in self.summed) for row in rows)

    def added(self, amounts: Iterable[Sequence[Cell]]) -> Sums:
        """Return column → sum over amounts, of which each has one for each column that is added up."""
        totals = [ZERO if self.columns[index].kind is Kind.MONEY else 0 for index in self.summed]
        for one in amounts:
            totals = [total + (amount or 0) for total, amount in zip(totals, one, strict=True)]  # type: ignore[operator]
        return dict(zip(self.summed, totals, strict=True))
