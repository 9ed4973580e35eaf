"""Querysets of the assessment: a union sees what it is scored by and its own card, never those of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, DecimalField, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest

from audits.scores.enums import SCORED, CardStatus, Sense, SheetStatus
from core import clock
from organizations.enums import CHECKING_ROLES, SUBTREE_ROLES, Role
from organizations.scope import paths_down_to

if TYPE_CHECKING:
    from organizations.models import User

POINTS: models.Field = DecimalField(max_digits=8, decimal_places=2)


class SheetQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the sheets of the user's own unions, and to those in force of the unions above them."""
        own = user.scope.subtree("union__path", SUBTREE_ROLES)
        return self.filter(user.scope.around("union__path", SUBTREE_ROLES), own | ~Q(status=SheetStatus.DRAFT))

    def for_list(self) -> Self:
        """Load whose each is and who published it, the latest year first."""
        return self.select_related("union", "created_by", "published_by").order_by("-year", "union__path", "pk")


class ItemQuerySet(models.QuerySet):
    def in_order(self) -> Self:
        """Order as the sheet has them: each heading with what lies below it."""
        place = Coalesce("parent__place", "place")
        return self.order_by(place, Coalesce("parent", "pk"), F("parent").asc(nulls_first=True), "place", "pk")

    def scored(self) -> Self:
        """Leave out the headings."""
        return self.filter(kind__in=SCORED)


class CardQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the cards of sheets of the user's own unions, and to those about the user's own unions."""
        judging = user.scope.subtree("sheet__union__path", SUBTREE_ROLES)
        return self.filter(judging | user.scope.subtree("union__path", SUBTREE_ROLES))

    def for_list(self) -> Self:
        """Load sheet and unions, in the order of the tree."""
        return self.select_related("sheet__union", "union").order_by("union__path")

    def with_sums(self) -> Self:
        """Give each card what its marks come to so far: ``counted``, ``claimed`` and ``checked``."""
        return self.annotate(counted=_sum("computed"), claimed=_sum("self_score"), checked=_sum("checked_score"))

    def to_self_score(self, user: User) -> Self:
        """Narrow to the open cards of the very unions that the user is an officer of."""
        own = [path for role, path in user.scope.places if role == Role.OFFICER]
        return self.filter(status=CardStatus.OPEN, sheet__status=SheetStatus.PUBLISHED, union__path__in=own)

    def to_check(self, user: User) -> Self:
        """Narrow to the cards that the user may check now: handed in, or past the day until which they should be."""
        late = Q(status=CardStatus.OPEN, sheet__self_until__lt=clock.today())
        due = self.filter(late | Q(status=CardStatus.SELF_SCORED), sheet__status=SheetStatus.PUBLISHED)
        judging = due.filter(user.scope.subtree("sheet__union__path", CHECKING_ROLES))
        own = {path for _role, place in user.scope.places for path in paths_down_to(place)}
        own |= set(paths_down_to(user.union.path))
        return judging.exclude(union__path__in=own).exclude(self_by=user)

    def standing(self) -> Self:
        """Narrow to the cards whose result is known."""
        return self.filter(status=CardStatus.PUBLISHED)


def _sum(field: str) -> Greatest:
    taken = When(marks__item__sense=Sense.MALUS, then=Value(0) - F(f"marks__{field}"))
    signed = Case(taken, default=F(f"marks__{field}"), output_field=POINTS)
    return Greatest(Coalesce(Sum(signed), Value(0), output_field=POINTS), Value(0), output_field=POINTS)


class PaperQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the papers of the cards that the user sees, without those taken back."""
        judging = user.scope.subtree("card__sheet__union__path", SUBTREE_ROLES)
        return self.filter(judging | user.scope.subtree("card__union__path", SUBTREE_ROLES), removed_at=None)


class MarkQuerySet(models.QuerySet):
    def in_order(self) -> Self:
        """Load the items, in the order of the sheet."""
        return self.select_related("item__parent").order_by(
            "item__parent__place", "item__parent", "item__place", "item"
        )
