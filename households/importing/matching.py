"""Telling apart rows of a workbook that was loaded before: which are the same, which were corrected, which are new.

Rows of aid, visits and difficulties have no number of their own. Each that is loaded leaves a key: a digest of what a
row is about, and a digest of all that it says. On a later load the same key means the same row, whatever people have
since changed of it in the system; the same first half with another second half means that the workbook was corrected.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model

from households.importing.cases import Row

HALF = 20
Facts = Callable[[Row], tuple[object, ...]]
Kept = TypeVar("Kept", bound=Model)


@dataclass(frozen=True)
class Match(Generic[Kept]):
    """A row with its key, and the row of the database that it was loaded as before (None for a new one)."""

    row: Row
    key: str
    kept: Kept | None = None
    is_same: bool = False


def digest(*facts: object) -> str:
    """Return 20 hexadecimal digits that stand for some facts."""
    return hashlib.sha256("\x1f".join(map(str, facts)).encode()).hexdigest()[:HALF]


def match_rows(rows: Iterable[Row], kept: Iterable[Kept], *, about: Facts, says: Facts) -> list[Match[Kept]]:
    """Match rows of one household with those that an earlier load left; the order of the rows does not matter.

    ``kept`` are rows with an ``import_key``; each is matched at most once, a row that is the same before one corrected.
    """
    by_key = {row.import_key: row for row in kept}  # type: ignore[attr-defined]
    keyed = _with_keys(rows, about, says)
    same = {key: by_key.pop(key) for _row, key in keyed if key in by_key}
    corrected = defaultdict(list)
    for key, found in by_key.items():
        corrected[key[:HALF]].append(found)
    matches = []
    for row, key in keyed:
        candidates = corrected[key[:HALF]]
        if key in same:
            matches.append(Match(row, key, same[key], is_same=True))
        else:
            matches.append(Match(row, key, candidates.pop(0) if candidates else None))
    return matches


def _with_keys(rows: Iterable[Row], about: Facts, says: Facts) -> list[tuple[Row, str]]:
    seen: Counter[tuple[str, ...]] = Counter()
    keyed = []
    for row in rows:
        subject, content = digest(*about(row)), digest(*says(row))
        seen[subject, content] += 1
        # Two rows alike in everything are two facts: the second one's key is another.
        nth = seen[subject, content]
        keyed.append((row, subject + (content if nth == 1 else digest(content, nth))))
    return keyed
