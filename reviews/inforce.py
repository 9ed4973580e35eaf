"""Which versions of the procedures hold where: drafts, coming ones, those in force, and those that were replaced."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from core import clock
from organizations.models import Union, User
from reviews.models import Procedure
from reviews.rules import EDITING_DEPTH, editing_paths


@dataclass(frozen=True)
class Standing:
    """A version and how it stands today; ``holds_here`` when it is the one that a union works by."""

    procedure: Procedure
    words: str
    tone: str
    holds_here: bool = False

    @classmethod
    def of(cls, procedure: Procedure) -> "Standing":
        """Tell how one version stands; one query for a published one."""
        if procedure.published_at is None:
            return cls(procedure, "草稿", "soon")
        if procedure.valid_from > clock.today():
            return cls(procedure, f"{procedure.valid_from:%Y-%m-%d} 起执行", "todo")
        later = _in_force([procedure.subject]).filter(
            union=procedure.union_id, amount_from=procedure.amount_from, valid_from__gt=procedure.valid_from
        )
        return cls(procedure, "已被新版本代替", "gone") if later.exists() else cls(procedure, "执行中", "good")


def standings(procedures: Iterable[Procedure], union: Union) -> list[Standing]:
    """Tell how versions stand, and which of them a union works by; two queries for any number of them."""
    procedures = list(procedures)
    published = list(_in_force({procedure.subject for procedure in procedures}))
    latest: dict[tuple[str, int, Decimal], Procedure] = {}
    for version in published:
        latest.setdefault((version.subject, version.union_id, version.amount_from), version)
    here = _holding({procedure.subject for procedure in procedures}, union)
    found = []
    for procedure in procedures:
        if procedure.published_at is None or procedure.valid_from > clock.today():
            found.append(Standing.of(procedure))
        elif latest[procedure.subject, procedure.union_id, procedure.amount_from].pk == procedure.pk:
            found.append(Standing(procedure, "执行中", "good", holds_here=procedure.pk in here))
        else:
            found.append(Standing(procedure, "已被新版本代替", "gone"))
    return found


def _holding(subjects: Iterable[str], union: Union) -> set[int]:
    """Return the versions that a union works by: for each amount the nearest union's, then the latest."""
    holding: dict[tuple[str, Decimal], int] = {}
    for one in Procedure.objects.holding_for(union, clock.today()).filter(subject__in=list(subjects)):
        holding.setdefault((one.subject, one.amount_from), one.pk)
    return set(holding.values())


def _in_force(subjects: Iterable[str]) -> QuerySet[Procedure]:
    """Return the published versions that have begun, the latest first."""
    found = Procedure.objects.published().filter(subject__in=list(subjects), valid_from__lte=clock.today())
    return found.order_by("-valid_from")


def unions_to_draw_up_for(user: User) -> QuerySet[Union]:
    """Return the unions for which the user draws up procedures, in tree order."""
    near = Union.objects.filter(depth__lte=EDITING_DEPTH, is_active=True)
    own = [union.pk for union in near if any(union.path.startswith(path) for path in editing_paths(user))]
    return Union.objects.filter(pk__in=own)
