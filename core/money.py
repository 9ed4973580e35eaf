"""Money: one type, one zero, one rounding."""

from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal("0.00")
CENT = Decimal("0.01")


def to_money(value: Decimal | int | str) -> Decimal:
    """Round to the cent (元, two places), half up, the one rounding of the system."""
    return Decimal(value).quantize(CENT, rounding=ROUND_HALF_UP)


def format_money(value: Decimal | None) -> str:
    """Write an amount in 元 with thousands separators and two places: ``12,345.60``; empty for none."""
    return "" if value is None else f"{to_money(value):,.2f}"
