"""Querysets of statistics; what shows single archives begins at ``visible_to(user)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from organizations.models import Union

if TYPE_CHECKING:
    from organizations.models import User


class EventQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> EventQuerySet:
        """Narrow to events of archives in the user's subtree roles."""
        return self.filter(user.scope.subtree("union_path"))

    def below(self, union: Union, *, own: bool = False) -> EventQuerySet:
        """Narrow to archives of a union and all below it; with ``own`` to those filed for the union itself."""
        return self.filter(Q(union_path=union.path) if own else Q(union_path__startswith=union.path))


class PlacedQuerySet(models.QuerySet):
    """Figures by place."""

    def visible_to(self, user: User) -> PlacedQuerySet:
        """Narrow to places in the user's subtree roles."""
        return self.filter(user.scope.subtree("place"))

    def of(self, union: Union, *, steps: int) -> PlacedQuerySet:
        """Narrow to a union's places so many levels down from the top."""
        return self.filter(steps=steps, place__startswith=union.path)


class MonthFigureQuerySet(PlacedQuerySet):
    """Sums of events by month."""


class DailyFigureQuerySet(PlacedQuerySet):
    """Snapshots by day."""
