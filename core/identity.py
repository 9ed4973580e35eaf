"""Identity numbers (GB 11643-1999), bank cards (Luhn) and the birth date that a number carries."""

import datetime
import re

from stdnum import luhn
from stdnum.exceptions import ValidationError as NumberError
from stdnum.iso7064 import mod_11_2

from core.errors import DomainError

SHAPE = re.compile(r"\d{17}[\dX]", re.ASCII)
OLD_SHAPE = re.compile(r"\d{15}", re.ASCII)
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
# Whole identity numbers, bank cards and mobile phones in a text; archives have 15 digits.
PERSONAL = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{16,19}|1[3-9]\d{9})(?!\d)", re.ASCII)
PHONE = re.compile(r"1\d{10}|(0\d{2,3})?[2-9]\d{6,7}", re.ASCII)
EARLIEST_BIRTH = datetime.date(1900, 1, 1)


def clean_identity_no(raw: str, *, today: datetime.date) -> str:
    """Return the 18-character number in its standard form.

    Full-width digits, blanks and a small x are forgiven; a 15-digit number gets its century and check digit. The
    address code is never judged: it is the code at first registration, which may be abolished by now.

    Raises DomainError in Chinese: wrong length, scientific notation, impossible date, wrong check digit.
    """
    value = normalize_digits(raw).upper()
    if SCIENTIFIC.fullmatch(value):
        raise DomainError("身份证号被表格软件改成科学计数，请按原件以文本格式重新填写")
    if OLD_SHAPE.fullmatch(value):
        body = f"{value[:6]}19{value[6:]}"
        value = body + mod_11_2.calc_check_digit(body)
    if not SHAPE.fullmatch(value):
        raise DomainError(f"身份证号应为 18 位，实为 {len(value)} 位，请核对原件")
    birth = _birth_date(value)
    if birth is None or not EARLIEST_BIRTH <= birth <= today:
        raise DomainError("身份证号中的出生日期不存在，请核对原件")
    try:
        mod_11_2.validate(value)
    except NumberError as error:
        raise DomainError("身份证号校验位不正确，请核对原件") from error
    return value


def normalize_digits(raw: str) -> str:
    """Turn full-width digits and letters into plain ones and drop every blank."""
    if raw.isascii():
        return "".join(raw.split())
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in raw if not c.isspace())


def _birth_date(value: str) -> datetime.date | None:
    try:
        return datetime.date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return None


def birth_date_of(identity_no: str) -> datetime.date | None:
    """Return the birth date in an 18-character number, None when there is none."""
    return _birth_date(identity_no) if SHAPE.fullmatch(identity_no) else None


def is_male(identity_no: str) -> bool:
    """Tell the sex in an 18-character number: an odd sequence number is a man's."""
    return int(identity_no[16]) % 2 == 1


def is_card_plausible(card_no: str) -> bool:
    """Tell whether a bank card number passes Luhn; passbooks and old cards may not, so this only ever warns."""
    return luhn.is_valid(card_no)


def is_phone_plausible(phone: str) -> bool:
    """Tell whether digits are a mobile number, or a fixed one with or without its area code."""
    return PHONE.fullmatch(phone) is not None


def has_personal_number(text: str) -> bool:
    """Tell whether a whole number of somebody stands in a text, where others may read it."""
    return PERSONAL.search(text) is not None


def complete_identity_no(body: str) -> str:
    """Append the check digit to 17 digits (made-up people in demo data and tests)."""
    return body + mod_11_2.calc_check_digit(body)
