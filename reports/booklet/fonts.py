"""Which characters the installed fonts can print, and which of the named font families there are."""

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from core.errors import DomainError
from reports.booklet.data import Printed

NAMED_FAMILY = re.compile(r'"([^"]+)",\s*')
INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
# In the text of what is printed, Python writes so what it deems unprintable, private characters among them.
ESCAPED = re.compile(r"\\[uUx]")
MOST_NAMED = 5  # a message names this many characters


@cache
def fontconfig(*query: str) -> str:
    """Ask fontconfig once per process; a font installed later is seen after a restart."""
    command = shutil.which("fc-list")
    if command is None:
        raise DomainError("无法打印：服务器缺少 fontconfig，请系统管理员安装后重试。")
    return subprocess.run([command, *query], capture_output=True, text=True, check=True).stdout  # noqa: S603


@cache
def covered() -> frozenset[str]:
    """Return every character that some installed font has."""
    ranges = set(fontconfig("--format", "%{charset}\n", ":scalable=true").split())
    found: set[str] = set()
    for span in ranges:
        first, _, last = span.partition("-")
        found.update(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return frozenset(found)


@cache
def families() -> frozenset[str]:
    """Return the names of the installed font families."""
    return frozenset(re.split(r"[,\n]", fontconfig(":", "family")))


def with_installed_families(css: str) -> str:
    """Leave out the named families that are not installed: looking for each costs time with every line of text."""
    return NAMED_FAMILY.sub(lambda named: named[0] if named[1] in families() else "", css)


def require_printable(printed: Printed) -> None:
    """Raise DomainError for characters that no font has: which they are, where they stand, what to do."""
    missing = list(unprintable(printed))
    if not missing:
        return
    named = "、".join(f"{where}中的“{char}”（U+{ord(char):04X}）" for where, char in missing[:MOST_NAMED])
    more = f"等 {len(missing)} 处" if len(missing) > MOST_NAMED else ""
    raise DomainError(
        f"{printed.subject}未打印：{named}{more}，服务器上没有任何字体能显示。"
        "请核对原件改为正确的字，或请系统管理员安装含有该字的字体后重新打印。",
        field=missing[0][0],
    )


def unprintable(printed: Printed) -> Iterator[tuple[str, str]]:
    """Yield (where it stands, character) for each character that no installed font has."""
    if covered().issuperset(printed.content) and not ESCAPED.search(printed.content):
        return
    for where, text in printed_texts(printed):
        for char in dict.fromkeys(text):
            if char not in covered() and unicodedata.category(char) not in INVISIBLE:
                yield where, char


def printed_texts(part: Any, label: str = "") -> Iterator[tuple[str, str]]:
    """Yield (the words of the form, text) for everything that is printed."""
    if isinstance(part, str):
        yield label, part
    elif isinstance(part, tuple):
        for number, item in enumerate(part, start=1):
            yield from printed_texts(item, f"{label}第 {number} 项")
    elif is_dataclass(part):
        for entry in fields(part):
            yield from printed_texts(getattr(part, entry.name), label + entry.metadata.get("label", ""))
