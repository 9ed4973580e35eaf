"""How amounts, limits and comparisons are said to somebody who never saw a formula."""

from decimal import Decimal

from core.money import to_money
from households.eligibility.enums import Above, Below
from households.enums import LineKind

HOLDS = {
    Below.LT: lambda figure, limit: figure < limit,
    Below.LTE: lambda figure, limit: figure <= limit,
    Above.GT: lambda figure, limit: figure > limit,
    Above.GTE: lambda figure, limit: figure >= limit,
}
WORDS = {**dict(Below.choices), **dict(Above.choices)}


def holds(figure: Decimal, operator: str, limit: Decimal) -> bool:
    """Compare two amounts, both rounded to the cent as they are shown."""
    return bool(HOLDS[operator](to_money(figure), to_money(limit)))  # type: ignore[index]


def yuan(amount: Decimal) -> str:
    """Write an amount as people write it: 18,000 元, 549.50 元."""
    text = f"{to_money(amount):,.2f}".removesuffix(".00").replace("-", "−")
    return f"{text} 元"


def times(multiple: Decimal) -> str:
    """Write a multiple or a percentage without idle zeros: 1.5."""
    return f"{multiple:f}".rstrip("0").rstrip(".") if "." in f"{multiple:f}" else f"{multiple:f}"


def must(operator: str, limit: Decimal, of: str) -> str:
    """Say what was asked: 应低于 640 元（低保标准的 1 倍）."""
    return f"应{WORDS[operator]} {yuan(limit)}（{of}）"


def named(kinds: dict[str, Decimal]) -> str:
    """Write the parts of a sum: 工资性收入 18,000 元 + 转移净收入 600 元."""
    return " + ".join(f"{LineKind(kind).label} {yuan(amount)}" for kind, amount in kinds.items())
