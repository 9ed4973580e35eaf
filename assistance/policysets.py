"""Querysets of the policy library."""

from __future__ import annotations

import datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from assistance.enums import PolicyState
from core import clock
from organizations.models import Union
from organizations.scope import paths_down_to

if TYPE_CHECKING:
    from organizations.models import User


class PolicyQuerySet(models.QuerySet):
    """Documents of the policy library."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the documents that hold where the user works, a liaison by the region of the own office."""
        seen = user.scope.around("union__path")
        if user.scope.offices:
            homes = Union.objects.filter(offices__in=user.scope.offices).values_list("path", flat=True)
            seen |= Q(union__path__in={upper for path in homes for upper in paths_down_to(path)})
        return self.filter(seen)

    def in_force(self, day: datetime.date | None = None) -> Self:
        """Narrow to those that hold on a day (today)."""
        on = day or clock.today()
        over = Q(valid_to__isnull=False, valid_to__lt=on)
        return self.filter(valid_from__lte=on, superseded_by__isnull=True).exclude(over)

    def in_state(self, state: str) -> Self:
        """Narrow to those that hold today, will, no longer do, or gave way to another; "" narrows nothing."""
        today, alone = clock.today(), self.filter(superseded_by__isnull=True)
        match state:
            case PolicyState.IN_FORCE:
                return self.in_force(today)
            case PolicyState.COMING:
                return alone.filter(valid_from__gt=today)
            case PolicyState.OVER:
                return alone.filter(valid_to__lt=today)
            case PolicyState.SUPERSEDED:
                return self.filter(superseded_by__isnull=False)
        return self

    def matching(self, words: str) -> Self:
        """Narrow to those that hold every one of some words in title, number, issuer, benefit or text."""
        found = self
        for word in words.split():
            fields = ("title", "number", "issuer", "benefit", "text")
            found = found.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in fields)))
        return found

    def for_list(self) -> Self:
        """Load whose each is and what took its place, and leave the long texts in the database."""
        return self.select_related("union", "superseded_by").defer("text", "superseded_by__text")

    def holding_for(self, union: Union) -> Self:
        """Narrow to those of a union and of the unions above it."""
        return self.filter(union__path__in=paths_down_to(union.path))
