"""动态管理: how many archives were on file, came, left and were cancelled in a period, by union and by category.

Written out with a worked table in docs/algorithms/dynamics.md.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Left

from core.spells import Spell
from households.enums import Category, Status
from households.models import Household, StatusChange
from organizations.models import Union, User
from organizations.unionrows import UnionRow, rows_for

ENTERS = Q(to_status=Status.ON_FILE) & ~Q(from_status=Status.ON_FILE)
LEAVES = Q(from_status=Status.ON_FILE) & ~Q(to_status=Status.ON_FILE)
RECLASSED = Q(from_status=Status.ON_FILE, to_status=Status.ON_FILE)
CANCELS = Q(from_status=Status.ON_FILE, to_status=Status.CANCELLED)
EXITS = Q(from_status=Status.ON_FILE, to_status__in=[Status.TAPERING, Status.EXITED])


class Kind(models.TextChoices):
    """The columns of the table, and the lists behind their numbers."""

    OPENING = "opening", "期初"
    NEW = "new", "新增"
    BACK = "back", "返困"
    EXITED = "exited", "脱困"
    CANCELLED = "cancelled", "注销"
    CLOSING = "closing", "期末"


@dataclass(frozen=True)
class Moves:
    """The numbers of one row, in archives; ``reclassed`` is what changes of category brought in less what they took."""

    opening: int = 0
    new: int = 0
    back: int = 0
    exited: int = 0
    cancelled: int = 0
    reclassed: int = 0

    @property
    def closing(self) -> int:
        """期末 = 期初 + 新增 + 返困 − 脱困 − 注销 (and, of one category, + those put into it)."""
        return self.opening + self.new + self.back - self.exited - self.cancelled + self.reclassed

    @property
    def columns(self) -> list[tuple[Kind, int]]:
        return [(kind, getattr(self, kind.value)) for kind in Kind]

    def __add__(self, other: "Moves") -> "Moves":
        return Moves(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def is_empty(self) -> bool:
        return self == Moves()


def total(moves: Iterable[Moves]) -> Moves:
    """Add up rows."""
    return sum(moves, Moves())


def moves_below(union: Union, period: Spell, *, user: User) -> dict[tuple[str, str], Moves]:
    """Count by the tree path of the child that archives lie below, and by category; two queries.

    On file is 在档 alone: who tapers has left (脱困), and comes back by 恢复在档 (返困), as does a new archive that
    follows one that was left. What an import brings in closed was never on file here.
    """
    changes = (
        changes_of(user, union)
        .filter(on__lte=period.last)
        .annotate(place=Left("union_path", len(union.path) + Union.steplen))
    )
    counted: Any = changes.order_by().values("place", "category")
    rows = counted.annotate(**_counts(period))
    taken = _taken_out(changes, period)
    found: dict[tuple[str, str], Moves] = defaultdict(Moves)
    for row in rows:
        found[row["place"], row["category"]] = Moves(
            opening=row["came"] - row["left"],
            new=row["entered"] - row["back"],
            back=row["back"],
            exited=row["exited"],
            cancelled=row["cancelled"],
            reclassed=row["put_in"],
        )
    for key, moves in taken.items():
        found[key] += moves
    return dict(found)


def _counts(period: Spell) -> dict[str, Count]:
    before, within = Q(on__lt=period.first), Q(on__gte=period.first)
    conditions = {
        "came": before & (ENTERS | RECLASSED),
        "left": before & LEAVES,
        "entered": within & ENTERS,
        "back": within & ENTERS & relapses(),
        "exited": within & EXITS,
        "cancelled": within & CANCELS,
        "put_in": within & RECLASSED,
    }
    return {name: Count("pk", filter=condition) for name, condition in conditions.items()}


def _taken_out(changes: models.QuerySet[StatusChange], period: Spell) -> dict[tuple[str, str], Moves]:
    """Return what changes of category took from the category that the archive had before, as negative numbers."""
    earlier = StatusChange.objects.filter(household=OuterRef("household"), pk__lt=OuterRef("pk")).order_by("-pk")
    rows: Any = changes.filter(RECLASSED).annotate(was=Subquery(earlier.values("category")[:1])).order_by()
    before, within = Q(on__lt=period.first), Q(on__gte=period.first)
    counted = rows.values("place", "was").annotate(a=Count("pk", filter=before), b=Count("pk", filter=within))
    return {(row["place"], row["was"]): Moves(opening=-row["a"], reclassed=-row["b"]) for row in counted}


def relapses() -> Q:
    """Return the condition that an archive that enters has come back into hardship."""
    followers = Household.objects.filter(previous__isnull=False).values("pk")
    return Q(from_status=Status.TAPERING) | Q(household__in=followers)


def changes_of(user: User, union: Union) -> models.QuerySet[StatusChange]:
    """Return the changes of archives below a union, as far as the user's subtree roles cover them."""
    return StatusChange.objects.filter(user.scope.subtree("union_path"), union_path__startswith=union.path)


def changes_behind(
    kind: Kind, union: Union, period: Spell, *, user: User, category: str = ""
) -> models.QuerySet[StatusChange]:
    """Return the changes that a number counts, one for each archive; of 期初 and 期末 those by which it was on file."""
    changes = changes_of(user, union)
    within = changes.filter(on__range=(period.first, period.last))
    match kind:
        case Kind.NEW:
            found = within.filter(ENTERS).exclude(relapses())
        case Kind.BACK:
            found = within.filter(ENTERS & relapses())
        case Kind.EXITED:
            found = within.filter(EXITS)
        case Kind.CANCELLED:
            found = within.filter(CANCELS)
        case Kind.OPENING:
            found = _on_file(changes, period.first - datetime.timedelta(days=1))
        case Kind.CLOSING:
            found = _on_file(changes, period.last)
    return found.filter(category=category) if category in Category.values else found


def _on_file(changes: models.QuerySet[StatusChange], day: datetime.date) -> models.QuerySet[StatusChange]:
    later = StatusChange.objects.filter(household=OuterRef("household"), on__lte=day, pk__gt=OuterRef("pk"))
    return changes.filter(~Exists(later), on__lte=day, to_status=Status.ON_FILE)


@dataclass(frozen=True)
class Row(UnionRow):
    """The numbers of a union below; with a label those of what was filed for the upper union itself."""

    union: Union
    moves: Moves
    label: str = ""
    is_linked: bool = True


def rows_by_union(union: Union, children: list[Union], found: dict[tuple[str, str], Moves]) -> list[Row]:
    """Return a row for each child with numbers, and one for what is filed for the union itself."""
    sums: dict[str, Moves] = defaultdict(Moves)
    for (place, _category), moves in found.items():
        sums[place] += moves
    return rows_for(Row, union, children, {place: moves for place, moves in sums.items() if not moves.is_empty})


def rows_by_category(found: dict[tuple[str, str], Moves]) -> list[tuple[Category, Moves]]:
    """Return the categories that have numbers, in the order of the list."""
    sums: dict[str, Moves] = defaultdict(Moves)
    for (_place, category), moves in found.items():
        sums[category] += moves
    return [(category, sums[category]) for category in Category if not sums[category].is_empty]
