"""Codes that people copy from paper: easy to read, hard to guess, kept only as digests."""

import secrets

from core.identity import normalize_digits
from core.throttle import digest_of

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else: no 0 O, 1 I L
GROUP = 4
APPLICATION_LENGTH, QUERY_LENGTH = 12, 8
APPLY, ASK = "apply", "ask"  # what a code is for


def new_code(length: int) -> str:
    """Return a fresh code in groups: ``7KQF-9M2X``."""
    drawn = "".join(secrets.choice(ALPHABET) for _place in range(length))
    return "-".join(drawn[place : place + GROUP] for place in range(0, length, GROUP))


def plain_code(typed: str) -> str:
    """Return what was typed as the digest was made of it: capitals, without dashes and blanks."""
    return "".join(c for c in normalize_digits(typed).upper() if c in ALPHABET)[:40]


def digest_of_code(typed: str, purpose: str) -> str:
    """Return the digest of a code; one for applying is never one for asking."""
    return digest_of(f"{purpose}:{plain_code(typed)}")
