"""Whom to pair with whom: for each household without a cadre the cadres who fit, the best first. Pure.

The rule with a worked table: docs/algorithms/pairing-suggestions.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest

from organizations.models import Union
from organizations.scope import COUNTY_PATH
from pairing.enums import Language

# Which language a family of a nationality is likely to speak beside 汉语.
LANGUAGE_OF = {
    "彝族": Language.YI,
    "哈尼族": Language.HANI,
    "傣族": Language.DAI,
    "白族": Language.BAI,
    "壮族": Language.ZHUANG,
    "苗族": Language.MIAO,
    "傈僳族": Language.LISU,
    "拉祜族": Language.LAHU,
    "佤族": Language.VA,
    "纳西族": Language.NAXI,
    "瑶族": Language.YAO,
    "景颇族": Language.JINGPO,
    "藏族": Language.TIBETAN,
}
OFFERED = 5  # cadres for each household: the best, and those to take instead


@dataclass(frozen=True)
class Gap:
    """A household that lacks somebody: its key, the tree path of its union, the worker's nationality."""

    key: int
    path: str
    ethnicity: str = ""

    @property
    def language(self) -> Language | None:
        return LANGUAGE_OF.get(self.ethnicity)


@dataclass(frozen=True)
class Helper:
    """A cadre who may take households: key, tree path of the union, nationality, languages, households of how many."""

    key: int
    path: str
    ethnicity: str = ""
    languages: tuple[str, ...] = ()
    load: int = 0
    ceiling: int = 0

    @property
    def has_room(self) -> bool:
        return self.load < self.ceiling


@dataclass(frozen=True)
class Proposal:
    """The cadres for one household, the best first; none where nobody has room."""

    gap: Gap
    helpers: tuple[Helper, ...]


def propose(gaps: Iterable[Gap], helpers: Sequence[Helper]) -> list[Proposal]:
    """Propose cadres for each household in the order given; what is proposed counts as load for those after it.

    Households whose family speaks a language of its own choose first, since few cadres speak it.
    """
    asked = list(gaps)
    pool = {helper.key: helper for helper in helpers}
    found: dict[int, Proposal] = {}
    for gap in sorted(asked, key=lambda gap: gap.language is None):
        fit = [helper for helper in pool.values() if helper.has_room and is_near(gap.path, helper.path)]
        best = nsmallest(OFFERED, fit, key=lambda helper: _rank(gap, helper))
        found[gap.key] = Proposal(gap, tuple(best))
        if best:
            pool[best[0].key] = replace(best[0], load=best[0].load + 1)
    return [found[gap.key] for gap in asked]


def is_near(household: str, cadre: str) -> bool:
    """Tell from tree paths whether a cadre is of the household's county, or of a union above it."""
    return cadre.startswith(household[:COUNTY_PATH]) or household.startswith(cadre)


def nearness(gap: Gap, helper: Helper) -> int:
    """Return how many levels of the tree the household and the cadre share, from the province down."""
    shared = 0
    for start in range(0, min(len(gap.path), len(helper.path)), Union.steplen):
        if gap.path[start : start + Union.steplen] != helper.path[start : start + Union.steplen]:
            break
        shared += 1
    return shared


def understanding(gap: Gap, helper: Helper) -> int:
    """Return 2 when the cadre speaks the family's language, 1 when of the same nationality; 0 for families of 汉族."""
    if gap.language is None:
        return 0
    if gap.language in helper.languages:
        return 2
    return int(gap.ethnicity == helper.ethnicity)


def _rank(gap: Gap, helper: Helper) -> tuple[int, int, float, int]:
    """Order helpers: nearer first, then those who understand, then those with the smaller share of their ceiling."""
    return -nearness(gap, helper), -understanding(gap, helper), helper.load / helper.ceiling, helper.key
