"""Errors of the domain: what a rule refuses, said in Chinese to the person who asked."""

from collections.abc import Sequence

from django.db import DataError

FEW = 5


class DomainError(Exception):
    """A rule refuses what was asked; ``message`` says what happened and what to do, ``field`` where (or "")."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


def is_unreadable(error: Exception) -> bool:
    """Tell whether an error says that a request held what is no text: the character NUL, or half a character."""
    said = str(error)
    return (
        isinstance(error, ValueError)
        and "NUL (0x00)" in said
        or isinstance(error, UnicodeEncodeError)
        and "surrogates not allowed" in said
        or isinstance(error, DataError)
        and "unsupported Unicode escape sequence" in said  # NUL within JSON
    )


class Conflict(DomainError):
    """Somebody else was first; the message says who did what."""


class NotAllowed(DomainError):
    """Inside the scope, but this role or state does not allow the act (HTTP 403)."""


def first_few(names: Sequence[str]) -> str:
    """Name the first few of what stands in the way, for the words of a refusal."""
    return "、".join(names[:FEW]) + ("等" if len(names) > FEW else "")
