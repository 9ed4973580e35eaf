"""Pinyin of names: initials to search by (``zxl``) and a key to sort by."""

from functools import cache
from typing import Any

# Characters that are read otherwise when they are a surname, and one that is then read the same way.
SURNAMES = str.maketrans("曾单解仇覃区查盖朴乐员种繁折尉黑", "增善谢求秦欧渣葛瓢月运虫婆蛇玉贺")


def initials(name: str) -> str:
    """Return the first letters of each character's reading, small: 赵小兰 → ``zxl``."""
    return "".join(_read(name, style=_tables().Style.FIRST_LETTER, errors="ignore")).lower()


def reading(name: str) -> str:
    """Return the readings without tones, to hold names against each other that only sound alike."""
    return " ".join(_read(name)).lower()


def sort_key(name: str) -> str:
    """Return the readings with tones, which sorts as a Chinese name list does."""
    return " ".join(_read(name, style=_tables().Style.TONE3, neutral_tone_with_five=True)).lower()


def _read(name: str, **how: Any) -> list[str]:
    return _tables().lazy_pinyin(_as_surname(name), **how)


@cache
def _tables() -> Any:
    import pypinyin  # noqa: PLC0415 -- its tables take 55 MB and 0.3 s, which exports and commands do not need

    return pypinyin


def _as_surname(name: str) -> str:
    return name[:1].translate(SURNAMES) + name[1:]
