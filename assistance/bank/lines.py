"""The lines of a file to the bank as they are written, and the number by which a line is found again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.money import ZERO

POSITIONS = 100_000  # more lines than a batch can have
KEY = re.compile(r"\d{6,18}", re.ASCII)
CURRENCY = "人民币"
# What a spreadsheet would take for a formula has no business at the beginning of a name.
NOISE, LEADING = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\"]+"), "=+-@ "


@dataclass(frozen=True)
class FileLine:
    """One payment as the bank gets it."""

    key: str
    name: str
    card_no: str
    amount: Decimal
    bank: str = ""
    branch: str = ""
    identity_no: str = ""
    archive_no: str = ""
    purpose: str = ""
    batch_no: str = ""


@dataclass(frozen=True)
class ControlTotal:
    """How many lines a file has and what they come to."""

    count: int
    amount: Decimal


def line_key(batch_id: int, position: int) -> str:
    """Return the number of a line at the bank: digits only, the last five its place in the batch."""
    return f"{batch_id:06d}{position:05d}"


def place_of(key: str) -> tuple[int, int] | None:
    """Return batch and place that a number stands for; spreadsheets drop leading zeros. None for no such number."""
    digits = key.strip().lstrip("'").lstrip("0")
    if not KEY.fullmatch(digits):
        return None
    return divmod(int(digits), POSITIONS)


def total_of(lines: Iterable[FileLine]) -> ControlTotal:
    """Add up lines."""
    amounts = [line.amount for line in lines]
    return ControlTotal(len(amounts), sum(amounts, ZERO))


def cells_of(line: FileLine, fields: Iterable[str], serial: int) -> list[str]:
    """Return what stands in the columns of a line, as text free of what would break a row."""
    made = {"serial": str(serial), "currency": CURRENCY, "blank": "", "amount": f"{line.amount:f}"}
    return [made[name] if name in made else tidied(getattr(line, name)) for name in fields]


def tidied(text: str) -> str:
    """Take out what would break a row or begin a formula."""
    return NOISE.sub(" ", text).lstrip(LEADING).strip()
