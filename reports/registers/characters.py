"""Characters that no installed font has: named, with where they stand, before anything is drawn."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from core.errors import DomainError
from reports.booklet.fonts import INVISIBLE, MOST_NAMED, covered, printed_texts
from reports.registers.data import Band, Register
from reports.registers.spool import Gathered


def require_covered(register: Register, gathered: Gathered) -> None:
    """Raise DomainError for characters that no font has: which they are, where they stand, what to do.

    The rows are searched only when their characters hold one.
    """
    missing = list(islice(_missing(register, gathered), MOST_NAMED + 1))
    if not missing:
        return
    named = "、".join(f"{where}中的“{char}”（U+{ord(char):04X}）" for where, char in missing[:MOST_NAMED])
    more = "等多处" if len(missing) > MOST_NAMED else ""
    raise DomainError(
        f"{register.subject}未打印：{named}{more}，服务器上没有任何字体能显示。"
        "请核对原件改为正确的字，或请系统管理员安装含有该字的字体后重新打印；也可以导出 Excel。",
        field=missing[0][0],
    )


def _missing(register: Register, gathered: Gathered) -> Iterator[tuple[str, str]]:
    for where, text in printed_texts(replace(register, rows=())):
        yield from ((where, char) for char in strange(text))
    if not strange(gathered.characters | gathered.band_characters):
        return
    number = 0
    for row in gathered.spool:
        if isinstance(row, Band):
            yield from (("分组", char) for char in strange(row.words))
            continue
        number += 1
        for column, cell in zip(register.columns, row, strict=True):
            yield from ((f"第 {number} 行“{column.head}”", char) for char in strange(str(cell or "")))


def strange(text: str | set[str]) -> list[str]:
    """Return the characters that no installed font has, each once."""
    known = covered()
    return [char for char in dict.fromkeys(text) if char not in known and unicodedata.category(char) not in INVISIBLE]
