"""Codes that people copy from paper: easy to read, hard to guess."""

import secrets

from core.identity import normalize_digits

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that looks like something else: no 0 O, 1 I L
GROUP, LONGEST = 4, 40


def new_code(length: int) -> str:
    """Return a fresh code in groups: ``7KQF-9M2X``."""
    drawn = "".join(secrets.choice(ALPHABET) for _place in range(length))
    return "-".join(drawn[place : place + GROUP] for place in range(0, length, GROUP))


def spelled(number: int, length: int) -> str:
    """Write the lowest part of a large number with the letters of codes: the same number, the same code."""
    letters = ""
    for _place in range(length):
        number, rest = divmod(number, len(ALPHABET))
        letters += ALPHABET[rest]
    return letters


def plain_code(typed: str) -> str:
    """Return what was typed as the code was made: capitals, without dashes and blanks."""
    return "".join(c for c in normalize_digits(typed).upper() if c in ALPHABET)[:LONGEST]
