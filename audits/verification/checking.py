"""Proving a draw: drawing it again from what was kept, and saying what has changed in the register since."""

from collections.abc import Iterator
from dataclasses import dataclass

from audits.models import Verification
from audits.verification.drawing import draw_order, snapshot_hash
from audits.verification.population import kept_lines, population_of


@dataclass(frozen=True)
class DrawProof:
    """What drawing again from the kept population came to; ``wrong`` are the keys that stand at another place."""

    kept: str
    again: str
    wrong: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return self.kept == self.again and not self.wrong


@dataclass(frozen=True)
class Difference:
    """A household whose line is not what it was when the sample was drawn; "" where it is not among them."""

    key: str
    then: str
    now: str


def prove_draw(verification: Verification) -> DrawProof:
    """Draw again from the kept population with the kept seed; two queries, and nothing else is trusted."""
    again = snapshot_hash(kept_lines(verification).values())
    return DrawProof(verification.snapshot_sha256, again, tuple(_misplaced(verification)))


def _misplaced(verification: Verification) -> Iterator[str]:
    rows = verification.population.order_by("stratum", "place").values_list(
        "stratum", "stratum__sampled", "key", "sampled"
    )
    strata: dict[tuple[int, int], dict[str, bool]] = {}
    for stratum, sampled, key, sample in rows:
        strata.setdefault((stratum, sampled), {})[key] = sample is not None
    for (_stratum, sampled), keys in strata.items():
        order = draw_order(verification.seed, keys)
        first = set(order[:sampled])
        yield from (key for key, again in zip(keys, order, strict=True) if key != again)
        yield from (key for key in first if not keys[key])


def differences(verification: Verification) -> list[Difference]:
    """Hold the register as it stands against the population of the draw, household by household."""
    then = kept_lines(verification)
    now = {candidate.key: candidate.line for candidate in population_of(verification)}
    keys = sorted(key for key in then.keys() | now.keys() if then.get(key) != now.get(key))
    return [Difference(key, then.get(key, ""), now.get(key, "")) for key in keys]
