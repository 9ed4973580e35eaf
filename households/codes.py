"""The codes of applications from outside: what they are for, and how they are kept, as digests only."""

from core.codes import plain_code
from core.throttle import digest_of

APPLICATION_LENGTH, QUERY_LENGTH = 12, 8
APPLY, ASK = "apply", "ask"  # what a code is for


def digest_of_code(typed: str, purpose: str) -> str:
    """Return the digest of a code; one for applying is never one for asking."""
    return digest_of(f"{purpose}:{plain_code(typed)}")
