"""How likely two records are of one person: name, birth, numbers, phone and address, weighed (Fellegi–Sunter).

Pure calculation, written out with a worked table in docs/algorithms/duplicates.md. ``households.duplicates`` finds
likely pairs while somebody types; this weighs any two records, also of lists of others, with mistakes in every field.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations

from rapidfuzz.distance import OSA, JaroWinkler

from households.duplicates import are_names_alike

THRESHOLD = 10.0  # log2 of the odds: a thousand to one
SWAPPED = 1.0  # taken off when the parts of a name agree only when exchanged
ALIKE = 0.88  # Jaro-Winkler similarity from which two words are nearly the same
MOST_SHARING = 200  # records that share one key; beyond, the key says nothing


class Level(IntEnum):
    """How far two values agree."""

    SAME = 0
    NEAR = 1
    OTHER = 2


# Weights in log2 of the odds, for values that are the same, nearly so (one sign off, read alike), or others.
WEIGHTS: dict[str, tuple[float, float, float]] = {
    "name": (6.5, 4.0, -3.0),
    "born": (9.0, 6.0, -5.0),
    "number": (13.0, 9.0, -5.0),
    "account": (13.0, 9.0, -1.0),
    "phone": (9.0, 5.0, -1.0),
    "address": (7.0, 4.0, -2.0),
    "place": (4.0, 2.5, -1.0),
    "postcode": (2.0, 1.25, -0.5),
}


@dataclass(frozen=True)
class Traits:
    """What is known of a person; "" for what is not. Names of several parts may have them exchanged."""

    names: tuple[str, ...] = ()
    born: str = ""
    number: str = ""
    account: str = ""
    phone: str = ""
    address: str = ""
    place: str = ""
    postcode: str = ""


def likeness(one: Traits, other: Traits) -> float:
    """Return the evidence that two records are of one person, in log2 of the odds; unknown values say nothing."""
    straight = _weigh_names(one.names, other.names)
    exchanged = _weigh_names(one.names, other.names[::-1]) - SWAPPED if len(other.names) > 1 else straight
    told = (_weigh(name, getattr(one, name), getattr(other, name), compare) for name, compare in COMPARED.items())
    return max(straight, exchanged) + sum(told)


def levels(one: Traits, other: Traits) -> dict[str, Level]:
    """Return how far two records agree in what both know of a person, by field; of several names the first."""
    pairs = {name: (getattr(one, name), getattr(other, name), compare) for name, compare in COMPARED.items()}
    if one.names and other.names:
        pairs = {"name": (one.names[0], other.names[0], _name), **pairs}
    return {name: compare(value, beside) for name, (value, beside, compare) in pairs.items() if value and beside}


def alike_pairs(people: Mapping[int, Traits]) -> Iterator[tuple[int, int, float]]:
    """Return the pairs that are likely of one person, with their weights; only records that share a key meet."""
    sharing: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, traits in people.items():
        for key in keys_of(traits):
            sharing[key].append(number)
    met = {pair for group in sharing.values() if len(group) <= MOST_SHARING for pair in combinations(sorted(group), 2)}
    for one, other in sorted(met):
        if (weight := likeness(people[one], people[other])) >= THRESHOLD:
            yield one, other, weight


def keys_of(traits: Traits) -> Iterator[tuple[str, str]]:
    """Return what two records of one person share at least one of: a number, a day of birth, a name with a place."""
    for kind in ("born", "number", "account", "phone"):
        if value := getattr(traits, kind):
            yield kind, value
    if traits.address and traits.postcode:
        yield "address", traits.address + traits.postcode
    if traits.names and all(traits.names):
        yield "name", "".join(sorted(part[:3] for part in traits.names))
    for part in filter(None, traits.names):
        if traits.postcode:
            yield "name and postcode", part + traits.postcode


def _weigh_names(names: tuple[str, ...], others: tuple[str, ...]) -> float:
    return sum(_weigh("name", name, other, _name) for name, other in zip(names, others, strict=False))


def _weigh(kind: str, value: str, other: str, compare: Callable[[str, str], Level]) -> float:
    return WEIGHTS[kind][compare(value, other)] if value and other else 0.0


def _digits(value: str, other: str) -> Level:
    """Hold numbers against each other: one sign more, less, other or exchanged is near."""
    return Level(min(OSA.distance(value, other, score_cutoff=1), Level.OTHER))


def _words(value: str, other: str) -> Level:
    if value == other:
        return Level.SAME
    return Level.NEAR if JaroWinkler.similarity(value, other) >= ALIKE else Level.OTHER


def _name(value: str, other: str) -> Level:
    if value != other and not value.isascii():
        return Level.NEAR if are_names_alike(value, other, of_worker=True) else Level.OTHER
    return _words(value, other)


COMPARED: dict[str, Callable[[str, str], Level]] = {
    "born": _digits,
    "number": _digits,
    "account": _digits,
    "phone": _digits,
    "address": _words,
    "place": _words,
    "postcode": _digits,
}
