"""The code by which somebody asks for the answer to a grievance: made of the form that was sent, kept nowhere.

The same form sent twice is one grievance with one code. From what is kept (two digests) no code can be worked out:
the number of the form stays with whoever filled it in.
"""

import uuid

from core.codes import GROUP, plain_code, spelled
from core.throttle import digest_of

LENGTH = 8


def sent_digest_of(sent_key: uuid.UUID, words: str) -> str:
    """Return by what a form that is sent again is known."""
    return digest_of(f"voice sent:{sent_key.hex}:{words}")


def code_of(sent_key: uuid.UUID, words: str) -> str:
    """Return the code of a form with these words, in groups: ``7KQF-9M2X``."""
    letters = spelled(int(digest_of(f"voice code:{sent_key.hex}:{words}"), 16), LENGTH)
    return "-".join(letters[place : place + GROUP] for place in range(0, LENGTH, GROUP))


def code_digest_of(number: str, typed: str) -> str:
    """Return the digest of a code as it is kept: good for one number only."""
    return digest_of(f"voice:{number}:{plain_code(typed)}")
