"""Masks for personal numbers; the defaults of domain reference 9.1."""

MASK = "*"


def mask_identity_no(value: str) -> str:
    """Keep the first six and the last four: ``532524********8310``."""
    return _keep(value, 6, 4)


def mask_phone(value: str) -> str:
    """Keep the first three and the last four: ``199****7358``."""
    return _keep(value, 3, 4)


def mask_card(value: str) -> str:
    """Keep the last four: ``***************9207``."""
    return _keep(value, 0, 4)


def _keep(value: str, head: int, tail: int) -> str:
    if len(value) <= head + tail:
        return MASK * len(value)
    return value[:head] + MASK * (len(value) - head - tail) + value[-tail:]
