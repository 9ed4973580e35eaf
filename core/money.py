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


DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
MOST_IN_WORDS = Decimal(10) ** 16


def in_words(value: Decimal | int | str) -> str:
    """Write an amount of 元 in the characters of bank papers (大写): 壹万陆仟肆佰零玖元零贰分, 壹拾元整.

    Zeros between digits make one 零; an amount that ends in 元 or 角 closes with 整 (正确填写票据和结算凭证的基本规定).
    Raises ValueError from 10 000 万亿 on, for which there is no group.
    """
    amount = to_money(value)
    if abs(amount) >= MOST_IN_WORDS:
        raise ValueError("too large to be written in words")
    yuan, cents = divmod(int(abs(amount) * 100), 100)
    written = f"{_whole(yuan)}元" if yuan or not cents else ""
    sign = "负" if amount < 0 else ""
    return sign + written + _cents(cents, after_zero=bool(yuan) and yuan % 10 == 0, alone=not yuan)


def _whole(yuan: int) -> str:
    written, gap = "", False
    for power in range(len(GROUPS) - 1, -1, -1):
        group = yuan // 10000**power % 10000
        if group:
            needs = written and (gap or group < 1000)
            written += ("零" if needs else "") + _group(group) + GROUPS[power]
        gap = not group
    return written or "零"


def _group(group: int) -> str:
    written, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            written += ("零" if gap and written else "") + DIGITS[digit] + PLACES[place]
        gap = not digit
    return written


def _cents(cents: int, *, after_zero: bool, alone: bool) -> str:
    jiao, fen = divmod(cents, 10)
    if not cents:
        return "整"
    zero = "零" if not alone and (after_zero or not jiao) else ""
    tenths = f"{DIGITS[jiao]}角" if jiao else ""
    return zero + tenths + (f"{DIGITS[fen]}分" if fen else "整")
