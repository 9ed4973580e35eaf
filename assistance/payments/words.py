"""What the codes of payments are called on screens and papers."""

NAMED = {"once": "一次性", "stage": "本学段"}


def batch_number(union_code: str, year: int, seq: int) -> str:
    """Write the number of a batch, such as FF-532524-2026-003."""
    return f"FF-{union_code}-{year}-{seq:03d}"


def period_words(period: str) -> str:
    """Write a period as people say it: 2026 年, 2026 年 3 月, 2025-2026 学年."""
    match period.split("-"):
        case [year, month] if len(month) == 2:
            return f"{year} 年 {int(month)} 月"
        case [_first, _last]:
            return f"{period} 学年"
        case [year] if year.isdigit():
            return f"{year} 年"
    return NAMED.get(period.split(":")[0], period)
