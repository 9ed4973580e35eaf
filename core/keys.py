"""Reading row keys out of what a request sends."""

import re

KEY = re.compile(r"[0-9]{1,18}")  # what a bigint holds; Python itself refuses to read thousands of digits


def read_key(text: str) -> int | None:
    """Return the key that a text names; None for anything else, however long."""
    return int(text) if KEY.fullmatch(text) else None


def read_keys(texts: list[str]) -> list[int]:
    """Return the keys among texts, in their order."""
    return [key for text in texts if (key := read_key(text)) is not None]
