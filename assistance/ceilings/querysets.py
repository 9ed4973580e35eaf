"""Querysets of items, rules and bills; each begins at ``visible_to(user)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from households.querysets import PartQuerySet
from organizations.enums import SUBTREE_ROLES, Role, UnionKind
from organizations.models import Union
from organizations.scope import paths_down_to

if TYPE_CHECKING:
    import datetime

    from organizations.models import User

# Who writes the items and rules of a region; they hold for all below.
RULE_WRITERS = frozenset({Role.OFFICER, Role.APPROVER})
RULE_OWNERS = (UnionKind.PROVINCE, UnionKind.PREFECTURE, UnionKind.COUNTY, UnionKind.INDUSTRY)


class ItemQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the items of the user's regions and of the unions above, which hold there as well."""
        return self.filter(user.scope.around("union__path", SUBTREE_ROLES))

    def holding_for(self, union: Union) -> Self:
        """Narrow to the items in use of a union and of those above it."""
        return self.filter(is_active=True, union__path__in=paths_down_to(union.path))

    def with_rule_for(self, union: Union, day: datetime.date) -> Self:
        """Say of each item as ``has_rule`` whether a rule holds on a day for a union, or for somebody below it."""
        from assistance.models import ItemRule  # noqa: PLC0415 -- models use these querysets

        places = Q(union__path__in=paths_down_to(union.path)) | Q(union__path__startswith=union.path)
        rules = ItemRule.objects.holding_on(day).filter(places, item=OuterRef("pk")).order_by()
        return self.annotate(has_rule=Exists(rules))


class RuleQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to the rules of the user's regions and of those above; drafts to who writes them."""
        seen = self.filter(user.scope.around("union__path", SUBTREE_ROLES))
        return seen.filter(Q(published_at__isnull=False) | user.scope.subtree("union__path", RULE_WRITERS))

    def holding_on(self, day: datetime.date) -> Self:
        """Narrow to the published versions that have begun by a day, the nearest union's and then the latest first."""
        found = self.filter(published_at__isnull=False, valid_from__lte=day)
        return found.order_by("item", "-union__depth", "-valid_from", "-id")


class BillQuerySet(PartQuerySet):
    def unused(self) -> Self:
        """Narrow to the bills that no payment was made against."""
        return self.filter(payment__isnull=True)
