"""Querysets of the identification rules and of what they found; each begins at ``visible_to(user)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from households.querysets import PartQuerySet
from organizations.enums import Role, UnionKind
from organizations.models import Union
from organizations.scope import paths_down_to

if TYPE_CHECKING:
    import datetime

    from organizations.models import User

# Who writes the identification rules, and for which unions (they hold for all below).
RULE_WRITERS = frozenset({Role.OFFICER, Role.APPROVER})
RULE_OWNERS = (UnionKind.PROVINCE, UnionKind.PREFECTURE)


def unions_to_set_rules_for(user: User) -> models.QuerySet[Union]:
    """Return the provinces and prefectures for which the user writes identification rules."""
    return Union.objects.active().filter(user.scope.subtree("path", RULE_WRITERS), kind__in=RULE_OWNERS)


class RuleSetQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> RuleSetQuerySet:
        """Narrow to the rules of the user's regions and of those above; drafts to who writes them."""
        return self.filter(user.scope.around("union__path")).filter(
            Q(published_at__isnull=False) | user.scope.subtree("union__path", RULE_WRITERS)
        )

    def for_list(self) -> RuleSetQuerySet:
        """Load the unions beside the rules, in tree order, the latest of each first."""
        return self.select_related("union", "published_by").order_by("union__path", "-valid_from", "-id")

    def published(self) -> RuleSetQuerySet:
        """Leave out the drafts."""
        return self.filter(published_at__isnull=False)

    def in_force_for(self, union: Union, day: datetime.date) -> RuleSetQuerySet:
        """Put first the rules that hold for a union on a day: the nearest owner's, the latest of it by that day."""
        held = self.published().filter(union__path__in=paths_down_to(union.path), valid_from__lte=day)
        return held.select_related("union").order_by("-union__depth", "-valid_from")

    def with_parts(self) -> RuleSetQuerySet:
        """Load the cases and the negative list; two queries."""
        return self.prefetch_related("cases", "vetoes")


class CheckQuerySet(PartQuerySet):
    def latest_of_each(self) -> CheckQuerySet:
        """Keep the latest finding of each household."""
        return self.order_by("household_id", "-id").distinct("household_id")

    def for_page(self) -> CheckQuerySet:
        """Load what a finding is shown with."""
        return self.select_related("rule_set__union", "survey", "standard__union", "by")
