"""Whether the intervals of verification cover the truth as often as they claim: planted errors, drawn 200 times.

A population of 7,115 households in 16 regions of very unequal size has errors planted at known rates, which differ from
region to region; each seed draws a sample by the rules of the system (strata, sizes, order), and the interval of the
sample is held against the rate of the whole population. Nothing is written.
"""

import random
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from audits.models import Verification
from audits.verification.enums import Allocation, PopulationClass, Region
from audits.verification.intervals import Layer, Rate, rate_of
from audits.verification.population import Candidate, Layout, lay_out
from benchmarks.measure import row
from organizations.models import Union

DRAWS = 200
ON_FILE, EXITED = 3_715, 3_400
REGIONS = 16
# Planted: kind of error, its class, its rate in the whole; regions have from none to twice of it.
PLANTED = (
    ("wrongly filed", PopulationClass.ON_FILE, 0.01),
    ("overdue", PopulationClass.ON_FILE, 0.05),
    ("wrongly exited", PopulationClass.EXITED, 0.02),
    ("not satisfied", PopulationClass.EXITED, 0.15),
)
DESIGNS = (
    ("in proportion", {"allocation": Allocation.PROPORTIONAL, "least": 2}),
    ("equal strata", {"allocation": Allocation.EQUAL, "least": 2}),
)
KEPT = "<= 0.03"


def run(home: Path) -> list[dict[str, Any]]:
    """Draw and hold against the truth, for each design and each kind of error."""
    population, errors = planted()
    rows = []
    for name, terms in DESIGNS:
        drawn = [lay_out(population, _verification(seed, terms)) for seed in range(DRAWS)]
        for kind, group, _rate in PLANTED:
            rows += _covered(name, kind, group, population, errors[kind], drawn)
    return rows


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
    local = {candidate.path: rate * chance.uniform(0, 2) for candidate in population}
    return {one.key for one in population if one.population_class == group and chance.random() < local[one.path]}


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
    rates = [_rate(layouts, group, wrong.__contains__) for layouts in drawn]
    covered = sum(rate.low <= truth <= rate.high for rate in rates) / len(rates)
    width = sum(rate.high - rate.low for rate in rates) / len(rates)
    what = f"{kind} ({truth:.2%}), {design}, {rates[0].judged} of {len(members):,}"
    return [
        row(f"covered of {DRAWS} draws: {what}", covered * 100, "%"),
        row("distance from 95 %", abs(covered - 0.95), "", KEPT),
        row("width of the interval, on average", width * 100, "points"),
    ]


def _rate(layouts: list[Layout], group: str, is_wrong: Callable[[str], bool]) -> Rate:
    found = rate_of(
        Layer(len(layout.order), layout.sampled, sum(is_wrong(one.key) for one in layout.order[: layout.sampled]))
        for layout in layouts
        if layout.place.population_class == group
    )
    if found is None:
        raise ValueError(f"nobody of {group} was drawn")
    return found
