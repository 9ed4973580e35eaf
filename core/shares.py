"""Shares in per cent, to one place: worked out and written one way on screens, papers and in the API."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

TENTH = Decimal("0.1")
Number = int | Decimal


def percent(part: Number | None, whole: Number | None) -> Decimal | None:
    """Return a part in per cent of the whole, half a tenth up; None of nothing or of what is not known."""
    return _share(part, whole, ROUND_HALF_UP)


def percent_reached(part: Number, whole: Number) -> Decimal | None:
    """Return it cut to a tenth, so that 100 means all; None of nothing."""
    return _share(part, whole, ROUND_DOWN)


def share_words(share: Decimal | None, *, none: str = "—") -> str:
    """Write a share with its sign: ``95.2%``."""
    return none if share is None else f"{share}%"


def _share(part: Number | None, whole: Number | None, rounding: str) -> Decimal | None:
    if part is None or not whole or whole < 0:
        return None
    return (Decimal(part) * 100 / whole).quantize(TENTH, rounding=rounding)
