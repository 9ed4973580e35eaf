"""Finding an archive: the tokens that it is found by, and the query that a typed term becomes.

PostgreSQL without extensions has neither trigrams nor Chinese words, so the tokens are made here: pairs of characters
for Chinese text, initials of the readings, and whole numbers. Each kind carries its own first letter, so that one
never matches another.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.contrib.postgres.search import SearchQuery

from core import pinyin

NAME, INITIALS, ARCHIVE, IDENTITY = "n", "p", "a", "i"
WHOLE_NUMBER = re.compile(r"\d{17}[\dx]")
UNSAFE = re.compile(r"[\\'\s]")


def pairs(text: str) -> set[str]:
    """Return each character with its neighbour, and the last one alone, so that any run of the text is found."""
    clean = UNSAFE.sub("", _plain(text))
    return {clean[i : i + 2] for i in range(len(clean))}


def tokens(*, names: Iterable[str], work_unit: str, archive_no: str, identity_nos: Iterable[str]) -> list[str]:
    """Return the tokens of one archive: names of all its people, the worker's unit, its numbers."""
    found = {f"{ARCHIVE}{archive_no}"} | {f"{IDENTITY}{number.lower()}" for number in identity_nos if number}
    for name in names:
        found |= {f"{NAME}{pair}" for pair in pairs(name)}
        if initials := pinyin.initials(name):
            found.add(f"{INITIALS}{initials}")
    found |= {f"{NAME}{pair}" for pair in pairs(work_unit)}
    return sorted(found)


class TokenQuery(SearchQuery):
    """A query of ready tokens, taken as they are: PostgreSQL's own parser would split a name at its middle dot."""

    template = "%(expressions)s::tsquery"


def query_for(term: str) -> SearchQuery | None:
    """Turn what somebody typed into a query; None for nothing typed. Several words must all match.

    An identity number is matched only whole: a prefix search would give a masked number away digit by digit.
    """
    words = UNSAFE.sub(" ", _plain(term)).split()
    lexemes = [lexeme for word in words for lexeme in _lexemes(word)]
    if not lexemes:
        return None
    return TokenQuery(" & ".join(lexemes))


def names_a_person(term: str) -> bool:
    """Tell whether a whole identity number is among what somebody typed: nothing to be kept anywhere."""
    return any(WHOLE_NUMBER.fullmatch(word) for word in UNSAFE.sub(" ", _plain(term)).split())


def _lexemes(word: str) -> list[str]:
    if WHOLE_NUMBER.fullmatch(word):
        return [f"'{IDENTITY}{word}'"]
    if word.isdigit():
        return [f"'{ARCHIVE}{word}':*"]
    written = " & ".join(f"'{NAME}{word[i : i + 2]}'" for i in range(len(word) - 1)) or f"'{NAME}{word}':*"
    return [f"('{INITIALS}{word}':* | {written})" if word.isascii() else written]


def _plain(text: str) -> str:
    """Fold full-width forms and capitals."""
    return unicodedata.normalize("NFKC", text).lower()
