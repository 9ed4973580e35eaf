"""Where a program reads a register on: by a page counted from the first row, or by the cursor of the page before."""

import base64
import binascii
import json
from typing import Any

from core.problems import wrong_parameters
from reports.catalogue.query import Entry, Query
from reports.catalogue.readingon import NO_PLACE, Place

# Pages by number count their rows off from the first one.
MOST_ROWS = 20_000
LONGEST = 200  # signs of a key


def asked_place(query: Query, page: str | None, cursor: str | None, *, size: int) -> Place:
    """Return where to read on; raises Invalid for nonsense, and for pages beyond what is paged through."""
    if cursor is None:
        return Place((page_number(page or "1", furthest=MOST_ROWS // size) - 1) * size)
    if page is not None:
        raise wrong_parameters({"page": ["已按 cursor 继续，请去掉 page。"]})
    asked, read, keys = _read(cursor)
    if asked != _asked(query):
        raise wrong_parameters({"cursor": ["与所查的报表、排序或分组不一致，请从第一页重新读取。"]})
    return Place(read, keys)


def cursor_of(query: Query, entries: list[Entry]) -> str:
    """Return the place behind these rows."""
    read = len(entries) + (query.place.read if query.place else 0)
    keys = [None if key is None else str(key) for key in entries[-1].keys]
    said = json.dumps([_asked(query), read, keys], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def page_number(asked: str, *, furthest: int) -> int:
    """Return which page is asked for; raises Invalid for nonsense, and beyond what is paged through."""
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 5 and 1 <= int(asked) <= furthest):
        words = f"页码应在 1 到 {furthest} 之间（共 {MOST_ROWS:,} 行以内）；更长的报表请按 next 逐页读取。"
        raise wrong_parameters({"page": [words]})
    return int(asked)


def _asked(query: Query) -> str:
    return f"{query.kind.name}/{query.order}/{query.group}"


def _read(cursor: str) -> tuple[str, int, tuple[Any, ...]]:
    try:
        asked, read, keys = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not (isinstance(asked, str) and type(read) is int and isinstance(keys, list) and 0 <= read < 10**9):
            raise ValueError
        if not keys and read > MOST_ROWS or not all(key is None or isinstance(key, str) for key in keys):
            raise ValueError
        return asked, read, tuple(key and key[:LONGEST] for key in keys)
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise wrong_parameters({"cursor": [NO_PLACE]}) from error
