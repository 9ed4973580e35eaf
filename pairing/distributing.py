"""Sharing households out among those who take them over, evenly by what each then helps.

The rule is written out with a worked table in docs/algorithms/handover.md.
"""

from collections.abc import Collection, Mapping, Sequence


def shares(count: int, loads: Mapping[int, int]) -> dict[int, int]:
    """Return how many of so many households each taker gets: each one goes to who has the fewest by then."""
    given = dict.fromkeys(loads, 0)
    for _number in range(count):
        fewest = min(loads, key=lambda taker: loads[taker] + given[taker])
        given[fewest] += 1
    return given


def distribute(
    households: Sequence[int], loads: Mapping[int, int], barred: Collection[tuple[int, int]] = ()
) -> dict[int, int]:
    """Return the taker of each household: neighbours in the list go together, in the shares that loads leave.

    ``loads`` holds how many each taker helps now, ``barred`` pairs of household and taker that cannot be. A household
    that nobody may take is left out.
    """
    left = shares(len(households), loads) if loads else {}
    found: dict[int, int] = {}
    for household in households:
        able = [taker for taker in loads if (household, taker) not in barred]
        chosen = next((taker for taker in able if left[taker] > 0), None)
        if chosen is None and able:
            chosen = max(able, key=lambda taker: left[taker])
        if chosen is not None:
            found[household] = chosen
            left[chosen] -= 1
    return found
