"""Counts of 六清 by union."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Left

from audits.enums import ClearItem, VerifyReason
from audits.querysets import ClearStateQuerySet
from households.clearmask import ALL_CLEAR, is_clear_in
from households.counts import is_whole_for
from households.enums import OPEN_STATUSES
from households.models import ArchiveCount, Household
from organizations.models import Union, User
from organizations.scope import COUNTY_PATH

CONFIRMED = Q(clear_state__cadre_confirmed_at__isnull=False) | Q(clear_state__county_checked_at__isnull=False)
FACTS = F("clear_state__facts_changed_at")
CADRE_HOLDS = Q(clear_state__cadre_confirmed_at__gte=FACTS)
COUNTY_HOLDS = Q(clear_state__county_checked_at__gte=FACTS)
OVERTAKEN = Q(clear_state__cadre_confirmed_at__lt=FACTS) | Q(clear_state__county_checked_at__lt=FACTS)


@dataclass(frozen=True)
class Counts:
    """How many open archives there are, and how they stand; ``items`` are not clear in item 1, 2, … 6.

    ``clear`` and ``unclear`` are the archives in care; drafts and those under review have no six items.
    """

    archives: int = 0
    clear: int = 0
    unclear: int = 0
    items: tuple[int, ...] = (0,) * len(ClearItem)
    cadre: int = 0
    county: int = 0
    overtaken: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.archives + other.archives,
            self.clear + other.clear,
            self.unclear + other.unclear,
            tuple(mine + theirs for mine, theirs in zip(self.items, other.items, strict=True)),
            self.cadre + other.cadre,
            self.county + other.county,
            self.overtaken + other.overtaken,
        )

    @property
    def percent(self) -> float | None:
        """The share of archives clear in all six among those that have the six, in per cent; None where none has."""
        checked = self.clear + self.unclear
        return 100 * self.clear / checked if checked else None


def counts_below(union: Union, *, user: User) -> dict[str, Counts]:
    """Count the open archives in a union's subtree by the tree path of the child that they lie below.

    Those filed for the union itself stand under its own path. Two queries: one groups by child and mask, a few dozen
    rows for each child, and the items are read off the masks here; the other reads only the archives confirmed.
    """
    length = len(union.path) + Union.steplen
    place = Left("union_path", length)
    households = Household.objects.visible_to(user).open().filter(union_path__startswith=union.path)
    placed = households.order_by().annotate(place=place)
    masks: dict[str, dict[int | None, int]] = defaultdict(dict)
    counted = placed.values_list("place", "clear_mask").annotate(Count("pk"))
    if length <= COUNTY_PATH and is_whole_for(user):
        kept = ArchiveCount.objects.visible_to(user).by_clear().filter(status__in=OPEN_STATUSES)
        at = kept.filter(place__startswith=union.path).order_by().annotate(at=Left("place", length))
        counted = at.values_list("at", "clear_mask").annotate(Sum("number"))
    for path, mask, archives in counted:
        masks[path][mask] = archives
    found = {path: counts_of_masks(archives) for path, archives in masks.items()}
    confirmed: Any = placed.filter(CONFIRMED).values("place")
    for row in confirmed.annotate(
        cadre=Count("pk", filter=CADRE_HOLDS),
        county=Count("pk", filter=COUNTY_HOLDS),
        overtaken=Count("pk", filter=OVERTAKEN),
    ):
        found[row.pop("place")] += Counts(**row)
    return found


def counts_of_masks(archives: dict[int | None, int]) -> Counts:
    """Return how archives stand, of which so many have each mask; none is the mask of those without six items."""
    checked = {mask: count for mask, count in archives.items() if mask is not None}
    clear = checked.get(ALL_CLEAR, 0)
    return Counts(
        sum(archives.values()),
        clear=clear,
        unclear=sum(checked.values()) - clear,
        items=tuple(sum(n for mask, n in checked.items() if not is_clear_in(mask, item)) for item in ClearItem),
    )


def total(counts: Iterable[Counts]) -> Counts:
    """Add up counts."""
    return sum(counts, Counts())


def reason_counts(states: ClearStateQuerySet) -> dict[VerifyReason | None, int]:
    """Count states by each reason to be re-verified, and all of them under None; one query, a row for each mask."""
    masks: dict[int, int] = dict(states.order_by().values_list("verify_mask").annotate(Count("pk")))
    counts: dict[VerifyReason | None, int] = {
        reason: sum(count for mask, count in masks.items() if mask & reason) for reason in VerifyReason
    }
    return counts | {None: sum(masks.values())}
