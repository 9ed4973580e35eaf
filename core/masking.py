"""Masks for personal numbers; the defaults of domain reference 9.1."""

import re

from core.identity import PERSONAL, SHAPE

MASK = "*"
PHONE_DIGITS = 11


def mask_identity_no(value: str) -> str:
    """Keep the first six and the last four: ``532524********8310``."""
    return _keep(value, 6, 4)


def mask_phone(value: str) -> str:
    """Keep the first three and the last four: ``199****7358``."""
    return _keep(value, 3, 4)


def mask_card(value: str) -> str:
    """Keep the last four: ``***************9207``."""
    return _keep(value, 0, 4)


def mask_numbers(text: str) -> str:
    """Mask the whole numbers of people in a text, such as the name that somebody gave to a file."""
    return PERSONAL.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    value = found.group()
    if SHAPE.fullmatch(value.upper()):
        return mask_identity_no(value)
    return mask_phone(value) if len(value) == PHONE_DIGITS else mask_card(value)


def _keep(value: str, head: int, tail: int) -> str:
    if len(value) <= head + tail:
        return MASK * len(value)
    return value[:head] + MASK * (len(value) - head - tail) + value[-tail:]
