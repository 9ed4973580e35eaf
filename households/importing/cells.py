"""Reading one cell of a workbook: what offices type is forgiven, what cannot be understood is refused in Chinese.

Each function here makes a reader, ``(cell, column name) -> value``. A reader gets cells that are not blank, and raises
DomainError with a reason that names the column. Rules and examples: docs/algorithms/import.md.
"""

import datetime
import math
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from core import clock
from core.errors import DomainError
from core.identity import clean_identity_no, normalize_digits
from core.money import to_money

Cell = Any  # str, float, bool, date, datetime, time or timedelta, as calamine gives it
Reader = Callable[[Cell, str], Any]

INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\ufeff]")
HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff\U00020000-\U0003ffff])\s+(?=[\u3400-\u9fff\U00020000-\U0003ffff])")
AMOUNT = re.compile(r"[\u00a5\uffe5]?(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)元?", re.ASCII)
TIME_TAIL = re.compile(r"[\sT]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
DAY = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})[日号]?", re.ASCII)
MONTH = re.compile(r"(\d{4})[年./-](\d{1,2})月?", re.ASCII)
SEPARATORS = re.compile(r"[、,;/|\s\uff0c\uff1b]+")
EXCEL_EPOCH = datetime.date(1899, 12, 30)
SERIALS = range(10_000, 73_051)  # 1927-05-18 to 2100-01-01: a smaller number is a year or a mistake
EXACT_DIGITS = 10**15  # a spreadsheet keeps 15 digits of a number; what is longer has lost its end
YES = frozenset({"是", "有", "√", "Y", "y", "1", "TRUE"})
NO = frozenset({"否", "无", "×", "N", "n", "0", "FALSE"})
STRUCK_OUT = frozenset({"", "/", "-", "--", "—", "——"})
SHOWN_OPTIONS = 8


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell says nothing; offices strike out what does not apply."""
    return cell is None or (isinstance(cell, str) and cell.strip() in STRUCK_OUT)


def as_text(cell: Cell) -> str:
    """Return a cell as the text that a person sees in it; a whole number has no decimal point."""
    if isinstance(cell, str):
        return INVISIBLE.sub("", cell).strip()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT_DIGITS:
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return str(cell)


def text(limit: int) -> Reader:
    """Read text of at most ``limit`` characters; what begins with = is text too."""

    def read(cell: Cell, column: str) -> str:
        value = as_text(cell)
        if len(value) > limit:
            raise DomainError(f"{column}超过 {limit} 个字，请缩短")
        return value

    return read


def name(limit: int = 60) -> Reader:
    """Read a person's name: blanks that only pad Chinese characters go, dots and rare characters stay."""
    plain = text(limit)
    return lambda cell, column: HAN_GAP.sub("", plain(cell, column))


def number_text(limit: int) -> Reader:
    """Read a number that is kept as text (phone, card, voucher): full-width digits and blanks are forgiven."""

    def read(cell: Cell, column: str) -> str:
        if _is_rounded(cell):
            raise DomainError(f"{column}被表格软件改成科学计数，请按原件以文本格式重新填写")
        value = normalize_digits(as_text(cell))
        if len(value) > limit:
            raise DomainError(f"{column}超过 {limit} 位，请核对")
        return value

    return read


def archive_no(cell: Cell, column: str) -> str:
    """Read an archive number: exactly 15 digits."""
    value = normalize_digits(as_text(cell))
    if not re.fullmatch(r"\d{15}", value, re.ASCII):
        raise DomainError(f"{column}应为 15 位数字，实为“{value[:30]}”")
    return value


def identity(cell: Cell, column: str) -> str:
    """Read an identity number; a number that the spreadsheet rounded is told apart from one mistyped."""
    # 18 digits do not fit in a spreadsheet number: str() writes such a one with an exponent, which is refused below.
    return clean_identity_no(str(cell) if _is_rounded(cell) else as_text(cell), today=clock.today())


def _is_rounded(cell: Cell) -> bool:
    return isinstance(cell, float) and abs(cell) >= EXACT_DIGITS


def day(*, past: bool = False, month_will_do: bool = False) -> Reader:
    """Read a date as a date cell, a serial number, 2018年7月1日, 2018.7.1, 2018/7/1, 2018-07-01 or 20180701.

    With ``past`` a later day than today is refused; with ``month_will_do`` 2018年7月 is its first day.
    """

    def read(cell: Cell, column: str) -> datetime.date:
        value = _day_of(cell, month_will_do=month_will_do)
        if value is None:
            raise DomainError(f"{column}无法识别：“{as_text(cell)[:20]}”，请按 2018-07-01 的样式填写")
        if past and value > clock.today():
            raise DomainError(f"{column}晚于今天，请核对")
        return value

    return read


def _day_of(cell: Cell, *, month_will_do: bool) -> datetime.date | None:
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    if isinstance(cell, float):
        return _day_of_number(int(cell)) if math.isfinite(cell) else None
    if not isinstance(cell, str):
        return None
    value = normalize_digits(TIME_TAIL.sub("", as_text(cell)))
    if value.isascii() and value.isdigit():
        return _day_of_number(int(value))
    if match := DAY.fullmatch(value):
        return _valid_day(*map(int, match.groups()))
    if month_will_do and (match := MONTH.fullmatch(value)):
        return _valid_day(int(match[1]), int(match[2]), 1)
    return None


def _day_of_number(value: int) -> datetime.date | None:
    if value in SERIALS:
        return EXCEL_EPOCH + datetime.timedelta(days=value)
    return _valid_day(value // 10_000, value // 100 % 100, value % 100)


def _valid_day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        return None


def amount(*, digits: int = 10, unit: str = "金额") -> Reader:
    """Read an amount that is not negative, of at most ``digits`` places before the point, rounded to the cent.

    1500, 1,500.00, 1,500元 and full-width digits are one amount; a sum that a formula made is rounded.
    """

    def read(cell: Cell, column: str) -> Decimal:
        value = _amount_of(cell)
        if value is None:
            raise DomainError(f"{column}不是{unit}：“{as_text(cell)[:20]}”，请只填数字")
        if value < 0:
            raise DomainError(f"{column}不能是负数")
        if value >= 10**digits:
            raise DomainError(f"{column}数值过大，请核对")
        return to_money(value)

    return read


def _amount_of(cell: Cell) -> Decimal | None:
    if isinstance(cell, float):
        return Decimal(repr(cell)) if math.isfinite(cell) else None
    if not isinstance(cell, str):
        return None
    match = AMOUNT.fullmatch(normalize_digits(as_text(cell)))
    return Decimal(match[1].replace(",", "")) if match else None


def whole(low: int, high: int) -> Reader:
    """Read a whole number within bounds; 3人, 2018年 and the like are forgiven."""

    def read(cell: Cell, column: str) -> int:
        value = normalize_digits(as_text(cell))
        match = re.fullmatch(r"(\d{1,6})(?:\.0+)?[人年]?", value, re.ASCII)
        if not match or not low <= int(match[1]) <= high:
            raise DomainError(f"{column}应为 {low} 到 {high} 的整数，实为“{value[:20]}”")
        return int(match[1])

    return read


def yes_no(cell: Cell, column: str) -> bool:
    """Read 是 or 否, a tick or a logical cell."""
    value = normalize_digits(as_text(cell))
    if value in YES:
        return True
    if value in NO:
        return False
    raise DomainError(f"{column}应填“是”或“否”，实为“{value[:10]}”")


def choice(options: Iterable[tuple[str, str]], aliases: Mapping[str, str] | None = None) -> Reader:
    """Read one word of a code list (value, label); ``aliases`` are other words for a label."""
    known, shown = _known(options, aliases or {})

    def read(cell: Cell, column: str) -> str:
        value = known.get(cell) or known.get(normalize_digits(as_text(cell)))
        if value is None:
            raise DomainError(f"{column}不在选项中：“{as_text(cell)[:20]}”{shown}")
        return value

    return read


def several(options: Iterable[tuple[str, str]], *, most: int, too_many: str) -> Reader:
    """Read up to ``most`` words of a code list, set apart by 、 or the like; a word said twice counts once."""
    known, shown = _known(options, {})

    def read(cell: Cell, column: str) -> list[str]:
        words = [word for word in SEPARATORS.split(as_text(cell)) if word]
        for word in words:
            if normalize_digits(word) not in known:
                raise DomainError(f"{column}不在选项中：“{word[:20]}”{shown}")
        values = list(dict.fromkeys(known[normalize_digits(word)] for word in words))
        if len(values) > most:
            raise DomainError(f"{column}{too_many}")
        return values

    return read


def _known(options: Iterable[tuple[str, str]], aliases: Mapping[str, str]) -> tuple[dict[str, str], str]:
    known = {normalize_digits(str(label)): str(value) for value, label in options}
    labels = [str(label) for _value, label in options]
    known |= {normalize_digits(alias): known[normalize_digits(label)] for alias, label in aliases.items()}
    return known, f"，可填：{'、'.join(labels)}" if len(labels) <= SHOWN_OPTIONS else "，请从下拉列表选择"
