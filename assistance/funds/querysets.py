"""Querysets of funds, budgets and the ledger; each begins at ``visible_to(user)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from organizations.enums import SUBTREE_ROLES
from organizations.scope import paths_down_to

if TYPE_CHECKING:
    import datetime

    from organizations.models import Union, User


class FundQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the funds of the user's regions and of the unions above, which are spent there as well."""
        return self.filter(user.scope.around("union__path", SUBTREE_ROLES))

    def valid_on(self, day: datetime.date) -> Self:
        """Narrow to the funds that may be spent on a day."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), is_active=True, valid_from__lte=day)

    def holding_for(self, union: Union) -> Self:
        """Narrow to the funds of a union and of those above it."""
        return self.filter(union__path__in=paths_down_to(union.path))


class BudgetQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the budgets of the unions in the user's scope."""
        return self.filter(user.scope.subtree("union_path"))

    def for_list(self) -> Self:
        """Load funds and unions beside the budgets."""
        return self.select_related("fund__union", "union")


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the entries of the budgets in the user's scope."""
        return self.filter(user.scope.subtree("budget__union_path"))


class ClosedPeriodQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the closed periods of the unions in the user's scope."""
        return self.filter(user.scope.subtree("union__path"))


class SpendingQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to what was spent on households of the unions in the user's scope."""
        return self.filter(user.scope.subtree("union_path"))
