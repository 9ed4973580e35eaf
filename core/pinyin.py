"""Pinyin of names: initials to search by (``zxl``) and a key to sort by."""

from pypinyin import Style, lazy_pinyin


def initials(name: str) -> str:
    """Return the first letters of each character's reading, small: 赵小兰 → ``zxl``."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore")).lower()


def sort_key(name: str) -> str:
    """Return the readings with tones, which sorts as a Chinese name list does."""
    return " ".join(lazy_pinyin(name, style=Style.TONE3, neutral_tone_with_five=True)).lower()
