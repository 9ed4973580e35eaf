"""What a register is: frozen rows of plain values, already masked, so that drawing asks nobody anything."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import cached_property

from core.money import ZERO, in_words
from reports.booklet.data import text

Cell = str | int | Decimal | None
Row = tuple[Cell, ...]


class Kind(Enum):
    """How the cells of a column are set."""

    TEXT = "text"  # from the left, over several lines
    WORD = "word"  # centred, over several lines
    CODE = "code"  # a number that is no amount: centred, always on one line
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


@dataclass(frozen=True, kw_only=True)
class Register:
    """A register: ``facts`` are the lines above the table, each of up to three parts: left, middle and right.

    ``signers`` sign below the total. ``number`` stands in the foot, ``label`` says of what.
    """

    title: str = text("标题")
    number: str
    label: str = "批次编号"
    facts: tuple[tuple[str, ...], ...] = field(default=(), metadata={"label": "表头"})
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = field(metadata={"label": "明细"})
    signers: tuple[str, ...] = ("填表人", "审核人", "负责人")
    note: str = text("说明")
    masked: bool = True
    row_height: float = 8.0
    is_wide: bool = False  # A3 across, else A4 across
    has_words: bool = True  # the first column of money is the sum of all

    @cached_property
    def content(self) -> str:
        """Everything that is printed, as one text."""
        return repr(self)

    @property
    def subject(self) -> str:
        return f"《{self.title}》"

    @cached_property
    def summed(self) -> tuple[int, ...]:
        """Which columns are added up."""
        return tuple(index for index, column in enumerate(self.columns) if column.is_summed)

    def sums(self, rows: tuple[Row, ...] | None = None) -> dict[int, Cell]:
        """Return column → sum over some rows, or over all of them."""
        kept = self.rows if rows is None else rows
        return {index: self._sum(index, kept) for index in self.summed}

    def _sum(self, index: int, rows: tuple[Row, ...]) -> Cell:
        start = ZERO if self.columns[index].kind is Kind.MONEY else 0
        return sum((row[index] or start for row in rows), start)  # type: ignore[misc]

    @cached_property
    def in_words(self) -> str:
        """The grand total of the first column of money, in the characters of bank papers; empty without one."""
        amounts = [index for index in self.summed if self.columns[index].kind is Kind.MONEY]
        return in_words(self._sum(amounts[0], self.rows)) if amounts and self.has_words else ""  # type: ignore[arg-type]
