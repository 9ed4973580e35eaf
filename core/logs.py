"""Logs that hold nobody's data: what the database quotes of rows, and numbers of people, stay out of them."""

import logging
from types import TracebackType

from django.db import Error

from core.identity import PERSONAL

Raised = tuple[type[BaseException] | None, BaseException | None, TracebackType | None]
LEFT_OUT = "……"


class Discreet(logging.Formatter):
    """Write a line without the numbers of people, an error of the database without the rows that it quotes."""

    def formatException(self, ei: Raised) -> str:  # type: ignore[override]  # noqa: N802 -- the library's name
        """Keep the first line of each error of the database: those after it hold names, addresses and whole rows."""
        told, error = super().formatException(ei), ei[1]  # type: ignore[arg-type]
        for words in _quoting(error):
            told = told.replace(words, f"{words.splitlines()[0]} {LEFT_OUT}")
        return told

    def format(self, record: logging.LogRecord) -> str:
        """Blot out numbers last, wherever they came from."""
        # Not what another handler has written of the same error.
        record.exc_text = None
        told = PERSONAL.sub(LEFT_OUT, super().format(record))
        record.exc_text = None
        return told


def _quoting(error: BaseException | None) -> list[str]:
    """Return what an error of the database says, and those that it came from, where it says more than one line."""
    found: list[str] = []
    waiting, seen = [error], set[int]()
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        waiting += [one.__cause__, one.__context__]
        # Of no other: what cannot say itself must not keep its line out of the log.
        if isinstance(one, Error) or type(one).__module__.startswith("psycopg2"):
            words = str(one)
            found += [words] if len(words.splitlines()) > 1 else []
    return found
