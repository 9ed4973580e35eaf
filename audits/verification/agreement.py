"""How far two assessors agree who did not see each other's answers: Cohen's kappa.

Pure calculation, written out with a worked table in docs/algorithms/verification.md.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Agreement:
    """Answers of two people to one question at the same households.

    ``observed`` and ``expected`` (by chance) are shares between 0 and 1; ``kappa`` is None where both gave one and the
    same answer everywhere, since chance would have them agree as well.
    """

    pairs: int
    observed: float
    expected: float
    kappa: float | None

    @property
    def observed_percent(self) -> float:
        return self.observed * 100

    @property
    def expected_percent(self) -> float:
        return self.expected * 100


def agreement(answers: Iterable[tuple[str, str]]) -> Agreement | None:
    """Return the agreement of pairs of answers, the first assessor's before the second's; None for no pair."""
    pairs = list(answers)
    if not pairs:
        return None
    total = len(pairs)
    first, second = Counter(one for one, _other in pairs), Counter(other for _one, other in pairs)
    alike = sum(one == other for one, other in pairs)
    by_chance = sum(first[answer] * second[answer] for answer in first)
    kappa = (alike * total - by_chance) / (total**2 - by_chance) if by_chance < total**2 else None
    return Agreement(total, alike / total, by_chance / total**2, kappa)


def pooled(parts: Iterable[Agreement]) -> Agreement | None:
    """Return the agreement over several questions, each weighing as many as its pairs; None for none.

    Chance is that of each question: answers of different questions never meet by it.
    """
    every = list(parts)
    total = sum(part.pairs for part in every)
    if not total:
        return None
    observed = sum(part.observed * part.pairs for part in every) / total
    expected = sum(part.expected * part.pairs for part in every) / total
    return Agreement(total, observed, expected, (observed - expected) / (1 - expected) if expected < 1 else None)
