"""A sample of what a layout makes, of people and numbers that do not exist."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assistance.bank.enums import LayoutKind
from assistance.bank.lines import FileLine, line_key
from assistance.bank.writing import rows_to_show, write_file

SAMPLE = tuple(
    FileLine(
        key=line_key(128, position),
        name=name,
        card_no=f"62000000000000000{position}",
        amount=Decimal(amount),
        bank="某某银行",
        branch="某某支行",
        identity_no=f"53252419000101000{position}",
        archive_no=f"53252420200000{position}",
        purpose="生活救助",
        batch_no="FF-532524-2026-003",
    )
    for position, name, amount in ((1, "张某某", "1500.00"), (2, "李某某", "800.50"), (3, "王某某", "12000.00"))
)


@dataclass(frozen=True)
class Sample:
    """The first rows of a file: as a table, and for a text file as it is written."""

    rows: list[list[str]]
    text: str


def sample_of(layout: Any) -> Sample:
    """Return what a layout makes of three lines."""
    is_text = layout.kind == LayoutKind.TEXT
    text = write_file(layout, SAMPLE).decode(layout.encoding) if is_text else ""
    return Sample(rows_to_show(layout, SAMPLE), text.replace("\t", "→"))
