"""Who asks whom: the households of a sample shared out among assessors, some of them to a second one, blind.

Pure calculation, written out in docs/algorithms/verification.md.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from audits.verification.drawing import draw_order
from audits.verification.enums import Round


@dataclass(frozen=True)
class Asked:
    """A sampled household: its key, and where it is, by the tree path of its county."""

    key: str
    place: str


@dataclass(frozen=True)
class Errand:
    """An interview to be made: whom, in which round, by which of the assessors (their place in the list)."""

    key: str
    round: Round
    assessor: int


def errands(sample: Iterable[Asked], assessors: int, *, seed: str, blind: Decimal, phone: Decimal) -> list[Errand]:
    """Share a sample out: neighbouring places to one assessor, equally many to each, second visits to another.

    ``blind`` and ``phone`` are shares of the sample between 0 and 1, rounded up; who is asked again is drawn by the
    seed, so that no assessor can tell. With one assessor nobody is asked twice.
    """
    keys = [asked.key for asked in sorted(sample, key=lambda asked: (asked.place, asked.key))]
    first = {key: place * assessors // len(keys) for place, key in enumerate(keys)}
    made = [Errand(key, Round.FIRST, assessor) for key, assessor in first.items()]
    if assessors > 1:
        made += _again(first, assessors, Round.BLIND, blind, seed)
        made += _again(first, assessors, Round.PHONE, phone, seed)
    return made


def _again(first: Mapping[str, int], assessors: int, which: Round, share: Decimal, seed: str) -> Iterator[Errand]:
    """Draw who is asked a second time, each by the assessors beside the first in turn."""
    drawn = draw_order(f"{seed}\n{which}", first)[: math.ceil(len(first) * share)]
    for turn, key in enumerate(drawn):
        yield Errand(key, which, (first[key] + 1 + turn % (assessors - 1)) % assessors)
