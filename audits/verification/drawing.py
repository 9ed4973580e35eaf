"""Drawing a sample that anyone can draw again, with nothing but the seed, the list and ``sha256sum``.

Pure calculation, written out with a worked table in docs/algorithms/verification.md.
"""

import hashlib
import re
import secrets
from collections.abc import Iterable

SEED_BYTES = 16


def system_seed() -> str:
    """Return a seed that nobody chose."""
    return secrets.token_hex(SEED_BYTES)


def is_of_system(seed: str) -> bool:
    """Tell whether a seed is one that nobody chose: none of this shape is taken from a person."""
    return re.fullmatch(rf"[0-9a-f]{{{2 * SEED_BYTES}}}", seed) is not None


def digest_of(seed: str, key: str) -> str:
    """Return what decides the place of a key in the draw: ``printf '%s\\n%s\\n' SEED KEY | sha256sum``."""
    return hashlib.sha256(f"{seed}\n{key}\n".encode()).hexdigest()


def draw_order(seed: str, keys: Iterable[str]) -> list[str]:
    """Put keys in the order of the draw: the first are the sample, those after them replace who cannot be asked.

    Every order is equally likely over the seeds, so the first n are a simple random sample without replacement.
    """
    return sorted(keys, key=lambda key: (digest_of(seed, key), key))


def snapshot_hash(lines: Iterable[str]) -> str:
    """Return the hash of a population, one line for each household: ``LC_ALL=C sort LINES | sha256sum``."""
    found = hashlib.sha256()
    for line in sorted(lines):
        found.update(f"{line}\n".encode())
    return found.hexdigest()
