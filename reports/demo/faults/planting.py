"""Planting known faults into demo archives, and holding what the rules find against what was planted."""

import itertools
from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, ProtectedError

from audits.models import Fault, PlantedFault
from audits.quality.catalogue import RULES
from audits.quality.rule import Rule
from reports.demo.faults.ground import Ground, NotHere, Plant
from reports.demo.faults.means import MEANS
from reports.demo.faults.people import PEOPLE
from reports.demo.faults.work import WORK

PLANTS: dict[str, Plant] = {**PEOPLE, **MEANS, **WORK}
TRIES = 400  # archives that are looked at until a fault is held to be impossible here


def plant_faults(count: int, seed: int) -> Counter[str]:
    """Plant so many faults, as many of each rule, each in an archive of its own, and note each; returns how many.

    A rule for which no archive suits, such as one about payments where nobody was paid, has none.
    """
    ground, planted = Ground(seed), Counter[str]()
    impossible: set[str] = set()
    for rule in itertools.islice(itertools.cycle(RULES), count):
        if rule.code not in impossible and _planted(rule, ground):
            planted[rule.code] += 1
        else:
            impossible.add(rule.code)
    return planted


def plant_missing(faults: int, seed: int) -> str:
    """Plant what is missing of so many faults; returns how many, and of which rules there are none, in words."""
    before = PlantedFault.objects.count()
    if before >= faults:
        return f"已植入 {before} 个数据问题，未写入。"
    planted = plant_faults(faults - before, seed)
    without = "、".join(rule.title for rule in RULES if not planted[rule.code])
    words = f"已植入数据问题 {planted.total()} 个，涉及 {len(planted)} 条规则。"
    return f"{words}未植入（没有合适的档案，或数量不足）：{without}。" if without else words


def _planted(rule: Rule, ground: Ground) -> bool:
    """Plant one fault in the first archive that suits."""
    for household in itertools.islice(ground.candidates(), TRIES):
        taken = set(ground.taken)
        try:
            with transaction.atomic():
                PLANTS[rule.code](household, ground)
                PlantedFault.objects.create(rule=rule.code, household=household, what=rule.title)
        except (NotHere, ProtectedError):  # somebody who stands on other papers cannot be taken out
            ground.taken = taken
            continue
        ground.taken.add(household.pk)
        return True
    return False


@dataclass(frozen=True)
class Recall:
    """How many faults of a rule were planted, how many of these were found, and how many others."""

    rule: Rule
    planted: int
    found: int
    others: int


def recall() -> list[Recall]:
    """Hold what stands against what was planted, rule by rule; two queries."""
    standing = Fault.objects.standing()
    found = Exists(standing.filter(rule=OuterRef("rule"), household=OuterRef("household")))
    rows = PlantedFault.objects.order_by().annotate(is_found=found).values_list("rule", "is_found")
    planted, hits = Counter[str](), Counter[str]()
    for code, is_found in rows:
        planted[code] += 1
        hits[code] += is_found
    own = Exists(PlantedFault.objects.filter(rule=OuterRef("rule"), household=OuterRef("household")))
    others = dict(standing.filter(~own).order_by().values_list("rule").annotate(Count("pk")))
    return [Recall(rule, planted[rule.code], hits[rule.code], others.get(rule.code, 0)) for rule in RULES]
