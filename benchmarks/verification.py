"""Whether the intervals of verification cover the truth as often as they claim: planted errors, drawn 200 times.

A population of 7,115 households in 16 regions of very unequal size has errors planted at known rates, in one region
likelier than in another; each seed draws a sample by the rules of the system (strata, sizes, order), and the interval
of the sample is held against the rate of the whole population. Since 200 draws leave 1.5 points to chance, the same
is done with 2,000 draws from the same strata, also for errors that are alike everywhere and for errors in few regions.
Nothing is written.
"""

import random
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from audits.models import Verification
from audits.verification.enums import Allocation, PopulationClass, Region
from audits.verification.intervals import Layer, Rate, rate_of
from audits.verification.population import Candidate, Layout, lay_out
from benchmarks.measure import row
from organizations.models import Union

DRAWS, MORE = 200, 2_000
ON_FILE, EXITED = 3_715, 3_400
REGIONS = 16
# Planted: kind of error, its class, its rate in the whole; regions have more or fewer of it.
PLANTED = (
    ("wrongly filed", PopulationClass.ON_FILE, 0.005),
    ("wrongly exited", PopulationClass.EXITED, 0.02),
    ("overdue", PopulationClass.ON_FILE, 0.10),
    ("not satisfied", PopulationClass.EXITED, 0.30),
)
DESIGNS = (
    ("in proportion", {"allocation": Allocation.PROPORTIONAL, "least": 2}),
    ("equal strata", {"allocation": Allocation.EQUAL, "least": 2}),
)
CENSUS = ("everybody", {"allocation": Allocation.CENSUS})
# What of the rate a region has: its number and a chance between 0 and 1 are given.
PATTERNS: dict[str, Callable[[int, float], float]] = {
    "alike everywhere": lambda region, chance: 1,
    "none to twice": lambda region, chance: 2 * chance,
    "in every fourth region": lambda region, chance: 3 if region % 4 == 0 else 1 / 3,
}
KEPT = "<= 0.03"


def run(home: Path) -> list[dict[str, Any]]:
    """Draw and hold against the truth, for each design and each kind of error."""
    population, errors = planted()
    rows = []
    for name, terms in DESIGNS:
        drawn = [lay_out(population, _verification(seed, terms)) for seed in range(DRAWS)]
        for kind, group, _rate in PLANTED:
            rows += _covered(name, kind, group, population, errors[kind], drawn)
    return [*rows, _census(population, errors), *_repeated(population)]


def planted() -> tuple[list[Candidate], dict[str, set[str]]]:
    """Return the population, and by kind of error the keys that have it; the same each time."""
    chance = random.Random("planted errors")
    weights = [chance.paretovariate(1) for _region in range(REGIONS)]
    population = [
        Candidate(group, f"{group}-{number:05d}", 0, "", Union.alphabet[0] * Union.steplen + f"{region:04d}")
        for group, size in ((PopulationClass.ON_FILE, ON_FILE), (PopulationClass.EXITED, EXITED))
        for number, region in enumerate(chance.choices(range(REGIONS), weights, k=size))
    ]
    errors = {kind: _planted(chance, population, group, rate) for kind, group, rate in PLANTED}
    return population, errors


def _planted(chance: random.Random, population: list[Candidate], group: str, rate: float) -> set[str]:
    """Draw which households of a class have an error: as many as the rate says, likelier in one region than another."""
    members = [one for one in population if one.population_class == group]
    likelier = {path: chance.uniform(0, 2) for path in sorted({one.path for one in members})}
    by_chance = sorted(members, key=lambda one: chance.random() ** (1 / likelier[one.path]), reverse=True)
    return {one.key for one in by_chance[: round(len(members) * rate)]}


def _verification(seed: int, terms: dict[str, Any]) -> Verification:
    shares = {"confidence": Decimal("0.95"), "margin": Decimal("0.03"), "expected_rate": Decimal("0.1")}
    top = Union(path=Union.alphabet[0] * Union.steplen)
    return Verification(union=top, seed=f"draw {seed}", region=Region.PREFECTURE, **shares, **terms)


def _covered(
    design: str, kind: str, group: str, population: list[Candidate], wrong: set[str], drawn: list[list[Layout]]
) -> list[dict[str, Any]]:
    """Return how often the intervals of the draws hold the truth, and how wide they are."""
    members = [one for one in population if one.population_class == group]
    truth = len(wrong) / len(members)
    rates = [_rate(layouts, group, wrong) for layouts in drawn]
    what = f"{kind} ({truth:.2%}), {design}, {rates[0].judged} of {len(members):,}"
    return _rows(f"covered of {DRAWS} draws: {what}", truth, rates)


def _rows(what: str, truth: float, rates: list[Rate]) -> list[dict[str, Any]]:
    covered = sum(rate.low <= truth <= rate.high for rate in rates) / len(rates)
    width = sum(rate.high - rate.low for rate in rates) / len(rates)
    return [
        row(what, covered * 100, "%"),
        row("distance from 95 %", abs(covered - 0.95), "", KEPT),
        row("width of the interval, on average", width * 100, "points"),
    ]


def _rate(layouts: list[Layout], group: str, wrong: set[str]) -> Rate:
    return _found(
        Layer(len(layout.order), layout.sampled, sum(one.key in wrong for one in layout.order[: layout.sampled]))
        for layout in layouts
        if layout.place.population_class == group
    )


def _found(layers: Iterable[Layer]) -> Rate:
    rate = rate_of(layers)
    if rate is None:
        raise ValueError("nobody was drawn")
    return rate


def _census(population: list[Candidate], errors: dict[str, set[str]]) -> dict[str, Any]:
    """Return in how many kinds of error the rate of everybody is the truth, with an interval of no width."""
    name, terms = CENSUS
    layouts = lay_out(population, _verification(0, terms))
    rates = [(_rate(layouts, group, errors[kind]), len(errors[kind])) for kind, group, _rate_planted in PLANTED]
    exact = sum(rate.low == rate.high == rate.share and rate.hits == hits for rate, hits in rates)
    return row(f"exact, {name}: kinds of error", exact, "", f">= {len(PLANTED)}")


def _repeated(population: list[Candidate]) -> Iterator[dict[str, Any]]:
    """Draw more often from strata of the same sizes; of each what is drawn is but how many errors."""
    for design, terms in DESIGNS:
        layouts = [one for one in lay_out(population, _verification(0, terms)) if _is_on_file(one)]
        for pattern, part in PATTERNS.items():
            for _kind, _group, rate in PLANTED:
                yield from _drawn_often(f"{pattern}, {design}", layouts, rate, part)


def _is_on_file(layout: Layout) -> bool:
    return layout.place.population_class == PopulationClass.ON_FILE


def _drawn_often(
    what: str, layouts: list[Layout], rate: float, part: Callable[[int, float], float]
) -> list[dict[str, Any]]:
    chance = random.Random(f"{what} {rate}")
    sizes = [(len(layout.order), layout.sampled) for layout in layouts]
    parts = [part(place, chance.random()) for place in range(len(sizes))]
    everybody = sum(size for size, _n in sizes)
    scale = rate * everybody / sum(size * own for (size, _n), own in zip(sizes, parts, strict=True))
    strata = [(size, n, min(size, round(size * own * scale))) for (size, n), own in zip(sizes, parts, strict=True)]
    rates = [_found(_sampled(chance, *stratum) for stratum in strata) for _draw in range(MORE)]
    truth = sum(wrong for _size, _n, wrong in strata) / everybody
    return _rows(f"covered of {MORE:,} draws: {truth:.2%} {what}", truth, rates)


def _sampled(chance: random.Random, size: int, sampled: int, wrong: int) -> Layer:
    """Draw a stratum in which the first ``wrong`` households show the error."""
    return Layer(size, sampled, sum(one < wrong for one in chance.sample(range(size), sampled)))
