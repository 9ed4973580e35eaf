"""The rate of a population as a stratified sample tells it, with its interval.

Pure calculation, written out with worked tables in docs/algorithms/verification.md.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audits.verification.samplesize import quantile

HALF_A_HIT = 0.5  # what is added to each stratum before its rate says how much its households differ


@dataclass(frozen=True)
class Layer:
    """One stratum: its households, how many of them were judged, and of these how many show what is counted."""

    size: int
    judged: int
    hits: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.judged <= self.size:
            raise ValueError(f"{self.hits} of {self.judged} judged of {self.size}")


@dataclass(frozen=True)
class Rate:
    """A share between 0 and 1 with its interval, and what it rests on (all in households).

    ``uncovered`` households stand in strata of which none was judged: the sample says nothing about them.
    """

    share: float
    low: float
    high: float
    hits: int
    judged: int
    covered: int
    uncovered: int


def rate_of(layers: Iterable[Layer], *, confidence: Decimal = Decimal("0.95")) -> Rate | None:
    """Return the rate of the strata that were covered, each weighted by its households; None when nothing was judged.

    The interval is Wilson's, with the size that a simple random sample would need for the same variance. A census
    leaves no doubt, so its interval is the rate itself.
    """
    every = list(layers)
    asked = [layer for layer in every if layer.judged]
    covered = sum(layer.size for layer in asked)
    if not covered:
        return None
    share = math.fsum(layer.size * layer.hits / layer.judged for layer in asked) / covered
    size = effective_size(asked, share)
    low, high = wilson(share, size, confidence) if size < math.inf else (share, share)
    hits, judged = sum(layer.hits for layer in asked), sum(layer.judged for layer in asked)
    return Rate(share, low, high, hits, judged, covered, sum(layer.size for layer in every) - covered)


def effective_size(layers: Sequence[Layer], share: float) -> float:
    """Return the size of the simple random sample of an endless population that would be as exact; infinite for all.

    That is p(1 − p) / Σ W² (1 − n/N) s / n, where s tells how much the households of a stratum differ from each other.
    """
    covered = sum(layer.size for layer in layers)
    is_mixed = any(layer.hits for layer in layers) and any(layer.hits < layer.judged for layer in layers)
    spread = _spread if is_mixed and len(layers) > 1 else lambda layer, share: 1.0
    doubt = math.fsum(
        layer.size * (layer.size - layer.judged) / layer.judged * spread(layer, share) for layer in layers
    )
    return covered**2 / doubt if doubt else math.inf


def _spread(layer: Layer, share: float) -> float:
    """Return s / p(1 − p) of a stratum, its rate drawn towards the rate of all as if half a hit more had been asked.

    Where all strata have one rate, this is 1 on average: what is divided by corrects that q(1 − q) is too small.
    """
    more = HALF_A_HIT / min(share, 1 - share)
    local = (layer.hits + more * share) / (layer.judged + more)
    unbiased = 1 - layer.judged / (layer.judged + more) ** 2
    return local * (1 - local) / unbiased / (share * (1 - share))


def wilson(share: float, size: float, confidence: Decimal) -> tuple[float, float]:
    """Return Wilson's score interval of a share seen in a sample of a size (which need not be whole)."""
    z = quantile(confidence)
    centre = share + z * z / (2 * size)
    spread = z * math.sqrt(share * (1 - share) / size + (z / (2 * size)) ** 2)
    scale = 1 + z * z / size
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)
