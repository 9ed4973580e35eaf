"""Telling bills apart: the same number and amount are one bill, wherever in the province it is registered."""

import hashlib
import re
from decimal import Decimal

from core.identity import normalize_digits
from core.money import to_money

IDLE = re.compile(r"[\W_]+")  # blanks, signs, and what no screen shows


def fingerprint(number: str, amount: Decimal) -> str:
    """Return what tells a bill apart in the province: its number without blanks, signs and case, and the total."""
    plain = IDLE.sub("", normalize_digits(number)).upper()
    return hashlib.sha256(f"{plain}|{to_money(amount)}".encode()).hexdigest()
