"""How many households a verification asks, and how many of them in each stratum.

Pure calculation, written out with worked tables in docs/algorithms/verification.md.
"""

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import NormalDist

from audits.verification.enums import Allocation
from core.errors import DomainError

EXACT = 9  # places kept before rounding up, so that 96.0000000001 asks for 96


def quantile(confidence: Decimal) -> float:
    """Return the two-sided quantile of the normal distribution: 1.95996 for a confidence of 0.95."""
    return NormalDist().inv_cdf((1 + float(confidence)) / 2)


def sample_size(population: int, *, confidence: Decimal, margin: Decimal, rate: Decimal) -> int:
    """Return how many of a population (households) are to be asked for one rate, rounded up.

    ``confidence``, ``margin`` (half the width of the interval) and ``rate`` (what is expected) are shares between 0 and
    1. Cochran's formula with the correction for a finite population. Raises DomainError for shares out of range.
    """
    for field, share in (("confidence", confidence), ("margin", margin), ("rate", rate)):
        if not 0 < share < 1:
            raise DomainError("应大于 0、小于 1。", field=field)
    if population < 1:
        return 0
    endless = quantile(confidence) ** 2 * float(rate * (1 - rate)) / float(margin) ** 2
    corrected = endless / (1 + (endless - 1) / population)
    return min(population, max(1, math.ceil(round(corrected, EXACT))))


def allocate(sizes: Sequence[int], total: int, *, how: str, least: int = 1) -> list[int]:
    """Divide a sample among strata of these sizes: in proportion, equally, or all of everybody.

    No stratum gets fewer than ``least`` (or all that it has) nor more than it has; where the least of all adds up to
    more than ``total``, so does the sample. The remainders go to the largest fractions, of equal ones to the first.
    """
    if how == Allocation.CENSUS:
        return list(sizes)
    lowest = [min(size, least) for size in sizes]
    total = max(sum(lowest), min(total, sum(sizes)))
    weights = list(sizes) if how == Allocation.PROPORTIONAL else [int(size > 0) for size in sizes]
    return _rounded(_shares(weights, lowest, list(sizes), total), sizes, total)


def _shares(weights: list[int], lowest: list[int], highest: list[int], total: int) -> list[Fraction]:
    """Divide in proportion to the weights; who would fall out of the bounds is set to the bound, the rest anew."""
    found: dict[int, Fraction] = {}
    while True:
        free = [n for n in range(len(weights)) if n not in found]
        left = total - sum(found.values())
        weight = sum(weights[n] for n in free)
        share = {n: Fraction(weights[n], weight or 1) * left for n in free}
        below = {n: Fraction(lowest[n]) for n in free if share[n] < lowest[n]}
        above = {n: Fraction(highest[n]) for n in free if share[n] > highest[n]}
        if not (below or above):
            return [(found | share)[n] for n in range(len(weights))]
        # Only the side that is further off is set: setting it can bring the other back within its bounds.
        lacking = sum(bound - share[n] for n, bound in below.items())
        surplus = sum(share[n] - bound for n, bound in above.items())
        found |= below if lacking >= surplus else above


def _rounded(shares: Sequence[Fraction], highest: Sequence[int], total: int) -> list[int]:
    counts = [math.floor(share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda n: (counts[n] - shares[n], n))
    for n in [n for n in by_remainder if counts[n] < highest[n]][: total - sum(counts)]:
        counts[n] += 1
    return counts
