"""Whose desk a step lies on: the acting union of a level, who holds the role there, and who stands in."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from core import clock
from organizations.enums import ADMIN_ROLES, OUTSIDE_ROLES
from organizations.models import RoleAssignment, Union, User
from organizations.scope import Scope, paths_down_to
from reviews.enums import LEVEL_RANK, UNION_RANK, StepLevel
from reviews.models import Delegation, Review, Step


@dataclass(frozen=True)
class Place:
    """A role at a union that a user acts in, for himself or for somebody on leave."""

    role: str
    path: str
    for_user: int | None = None


def places_of(user: User) -> list[Place]:
    """Return where the user acts today, his own places first; cached for the request, two queries."""
    if (known := getattr(user, "_places", None)) is not None and known[0] == clock.today():
        return known[1]
    own = [Place(role, path) for role, path in user.scope.places]
    places = own + _lent_to(user, clock.today())
    user._places = (clock.today(), places)  # type: ignore[attr-defined]
    return places


def _lent_to(user: User, day: datetime.date) -> list[Place]:
    """Return the places lent to the user, as far as the lender holds them; an administrator or outsider has none."""
    if not user.is_active or user.scope.has(*ADMIN_ROLES, *OUTSIDE_ROLES):
        return []
    found = []
    for lent in Delegation.objects.valid_on(day).filter(to_user=user).select_related("union", "user"):
        if (str(lent.role), lent.union.path) in Scope.of(lent.user).places:
            found.append(Place(lent.role, lent.union.path, lent.user_id))
    return found


def people_at(role: str, path: str) -> list[User]:
    """Return who acts in a role at a union today: who holds it, and who stands in for one of them; two queries."""
    today = clock.today()
    held = RoleAssignment.objects.valid_on(today).filter(role=role, union__path=path)
    lent = Delegation.objects.valid_on(today).filter(role=role, union__path=path, user__in=held.values("user"))
    holders = User.objects.filter(is_active=True, pk__in=held.values("user"))
    return [*holders, *User.objects.filter(is_active=True, pk__in=lent.values("to_user")).exclude(pk__in=holders)]


class Desks:
    """Finds the acting unions for many reviews at once; two queries."""

    def __init__(self, union_paths: Iterable[str], steps: Iterable[Step]) -> None:
        paths = {upper for path in union_paths for upper in paths_down_to(path)}
        self.rank = {
            path: UNION_RANK.get(kind, 0)  # type: ignore[call-overload]
            for path, kind in Union.objects.filter(path__in=paths).values_list("path", "kind")
        }
        roles = {step.role for step in steps}
        held = RoleAssignment.objects.valid_on(clock.today()).filter(
            role__in=roles, union__path__in=paths, user__is_active=True
        )
        self.staffed = set(held.values_list("role", "union__path"))

    def acting_path(self, step: Step, union_path: str) -> str:
        """Return the union that acts on a step: the one of its level, or the nearest above it with somebody there."""
        above = paths_down_to(union_path)[::-1]
        wanted = LEVEL_RANK[StepLevel(step.level)]
        own = [path for path in above if wanted == 0 or self.rank.get(path, 0) >= wanted] or above[-1:]
        return next((path for path in own if (str(step.role), path) in self.staffed), own[0])


def refresh_desks() -> int:
    """Lay the waiting steps on the desks of those who hold the roles today, and return how many were moved."""
    moved = 0
    waiting = Review.objects.filter(step__isnull=False)
    kinds = list(waiting.values("step", "union_path", "acting_path").distinct().order_by("step", "union_path"))
    steps = Step.objects.in_bulk({kind["step"] for kind in kinds})
    desks = Desks({kind["union_path"] for kind in kinds}, steps.values())
    for kind in kinds:
        path = desks.acting_path(steps[kind["step"]], kind["union_path"])
        if path != kind["acting_path"]:
            moved += waiting.filter(**kind).update(acting_path=path)
    return moved
