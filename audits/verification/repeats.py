"""What is found wrong again and again: by union and by what is wrong, over all verifications that the user knows of."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Func
from django.db.models.functions import Left

from audits.models import Rectification
from audits.verification.enums import TO_MEND, Outcome
from audits.verification.querysets import FindingQuerySet
from organizations.models import Union, User
from organizations.unionrows import FILED_ITSELF, SUM, UnionRow, rows_for

WRONG = [outcome for outcome in Outcome if outcome != Outcome.CORRECT]
UNIT = "sample__unit__union__path"
AGAIN = 2  # verifications in which the same was found make it 屡犯


@dataclass
class Tally:
    """How many households, in which verifications."""

    households: int = 0
    verifications: set[int] = field(default_factory=set)

    def add(self, count: int, verification: int) -> None:
        self.households += count
        self.verifications.add(verification)

    @property
    def is_again(self) -> bool:
        return len(self.verifications) >= AGAIN


@dataclass
class Found:
    """What was found wrong at a place, by outcome, and how much of it is still to be mended."""

    outcomes: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    to_mend: int = 0


@dataclass(frozen=True)
class RepeatRow(UnionRow):
    """One union below, or with a label what is filed for the upper one itself, or all."""

    union: Union
    found: Found
    label: str = ""
    is_linked: bool = True

    @property
    def query(self) -> str:
        """The part of an address that narrows a list to this row."""
        return f"union={self.union.code}" + ("&own=1" if self.label == FILED_ITSELF else "")

    @property
    def cells(self) -> list[tuple[Outcome, Tally]]:
        return [(outcome, self.found.outcomes[outcome]) for outcome in WRONG]

    @property
    def total(self) -> int:
        return sum(tally.households for tally in self.found.outcomes.values())

    @property
    def again(self) -> str:
        """What was found in more than one verification, in words."""
        return "、".join(str(outcome.label) for outcome, tally in self.cells if tally.is_again)


@dataclass(frozen=True)
class CauseRow:
    """One thing that is wrong: at how many households, in how many verifications, at how many unions."""

    cause: str
    tally: Tally
    unions: int


def repeats_of(user: User, rows: FindingQuerySet, union: Union, children: list[Union]) -> list[RepeatRow]:
    """Return a row for each union below at which something was found wrong, the worst first, and the sum."""
    found: dict[str, Found] = defaultdict(Found)
    place = Left(UNIT, len(union.path) + Union.steplen)
    counted: Any = rows.wrong().filter(**{f"{UNIT}__startswith": union.path}).order_by().annotate(place=place)
    for path, outcome, verification, count in counted.values_list("place", "outcome", "verification").annotate(
        count=Count("pk")
    ):
        for at in (path, SUM):
            found[at].outcomes[outcome].add(count, verification)
    for path, count in _to_mend(user, union):
        for at in (path, SUM):
            found[at].to_mend += count
    total = found.pop(SUM, None)
    board = sorted(rows_for(RepeatRow, union, children, found), key=lambda row: (-bool(row.again), -row.total))
    return [*board, RepeatRow(union, total, SUM)] if total else []


def _to_mend(user: User, union: Union) -> Any:
    rows: Any = Rectification.objects.visible_to(user).filter(
        union__path__startswith=union.path, status__in=TO_MEND, finding__isnull=False
    )
    placed = rows.order_by().annotate(place=Left("union__path", len(union.path) + Union.steplen))
    return placed.values_list("place").annotate(count=Count("pk"))


def causes_of(rows: FindingQuerySet, union: Union) -> list[CauseRow]:
    """Return what is wrong, the most frequent first; one query."""
    wrong: Any = rows.wrong().filter(**{f"{UNIT}__startswith": union.path}).order_by()
    each = wrong.annotate(cause=Func("found_causes", function="unnest"))
    tallies: dict[str, Tally] = defaultdict(Tally)
    unions: dict[str, set[str]] = defaultdict(set)
    for cause, path, verification, count in each.values_list("cause", UNIT, "verification").annotate(count=Count("pk")):
        tallies[cause].add(count, verification)
        unions[cause].add(path)
    found = [CauseRow(cause, tally, len(unions[cause])) for cause, tally in tallies.items()]
    return sorted(found, key=lambda row: (-row.tally.households, row.cause))
