"""Sharing households out among those who take them over, evenly by what each then helps and up to each one's ceiling.

The rule is written out with a worked table in docs/algorithms/handover.md.
"""

import math
from collections.abc import Collection, Mapping, Sequence


def shares(count: int, loads: Mapping[int, int], most: Mapping[int, int] | None = None) -> dict[int, int]:
    """Return how many of so many households each taker gets: each one goes to who has the fewest by then.

    Who is below the ceiling (``most``) comes before who is not; see ``_turn``.
    """
    held = dict(loads)
    for _number in range(count):
        held[_next(held, held, most)] += 1
    return {taker: held[taker] - loads[taker] for taker in loads}


def distribute(
    households: Sequence[int],
    loads: Mapping[int, int],
    barred: Collection[tuple[int, int]] = (),
    most: Mapping[int, int] | None = None,
) -> dict[int, int]:
    """Return the taker of each household: neighbours in the list go together, in the shares that loads leave.

    ``loads`` holds how many each taker helps now, ``most`` how many each may, ``barred`` pairs of household and taker
    that cannot be. A household that nobody may take is left out.
    """
    left = shares(len(households), loads, most) if loads else {}
    held = dict(loads)
    found: dict[int, int] = {}
    for household in households:
        able = [taker for taker in loads if (household, taker) not in barred]
        if able:
            chosen = next((taker for taker in able if left[taker] > 0), None) or _next(able, held, most)
            found[household] = chosen
            left[chosen] -= 1
            held[chosen] += 1
    return found


def _next(takers: Collection[int], held: Mapping[int, int], most: Mapping[int, int] | None) -> int:
    return min(takers, key=lambda taker: _turn(held[taker], most[taker] if most else math.inf))


def _turn(held: int, most: float) -> tuple[float, int]:
    """Order takers: below the ceiling who has the fewest; above it who then is the least above, as a part of it."""
    if held < most:
        return (0, held)
    return ((held + 1) / most if most else math.inf, held)
