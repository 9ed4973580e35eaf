"""The policy library: who publishes where, what a document follows, and for whom a policy is."""

from dataclasses import dataclass

from django.db.models import QuerySet

from assistance.models import Policy
from households.models import Household
from organizations.enums import ADMIN_ROLES, Role, UnionKind
from organizations.models import Union, User

READERS = frozenset({*Role} - ADMIN_ROLES)
PUBLISHERS = frozenset({UnionKind.PROVINCE, UnionKind.PREFECTURE, UnionKind.INDUSTRY})
LONGEST_CHAIN = 20


def can_publish(user: User, union: Union) -> bool:
    """Tell whether the user keeps the library of a union: its officers and those above, from prefectures up."""
    return union.kind in PUBLISHERS and user.scope.holds([Role.OFFICER], union.path)


def unions_to_publish_for(user: User) -> QuerySet[Union]:
    """Return the unions for which the user keeps the library, in tree order."""
    own = user.scope.subtree("path", [Role.OFFICER])
    return Union.objects.active().filter(own, kind__in=PUBLISHERS)


def chain_of(policy: Policy, *, user: User) -> list[Policy]:
    """Return a document with those it took the place of and those that took its place, the oldest first.

    One query for each step of the chain; a document alone costs two.
    """
    seen = Policy.objects.visible_to(user).for_list()
    older: list[Policy] = list(seen.filter(superseded_by=policy))
    newer: list[Policy] = []
    found, last = {policy.pk, *(one.pk for one in older)}, policy
    for _step in range(LONGEST_CHAIN):
        before = list(seen.filter(superseded_by__in=[one.pk for one in older]).exclude(pk__in=found)) if older else []
        if not before:
            break
        older, found = [*before, *older], found | {one.pk for one in before}
    while last.superseded_by_id and len(newer) < LONGEST_CHAIN:
        if (after := seen.filter(pk=last.superseded_by_id).first()) is None:
            break
        last = after
        newer.append(last)
    return [*sorted(older, key=lambda one: (one.valid_from, one.pk)), policy, *newer]


@dataclass(frozen=True)
class Situation:
    """What a policy looks at in a household: where it is filed, what it needs, why it is in hardship, its grade."""

    union_path: str
    level: str
    category: str
    needs: frozenset[str] = frozenset()
    causes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, household: Household) -> "Situation":
        """Read it off a household whose difficulties are loaded; no query."""
        needs = {difficulty.need for difficulty in household.difficulties.all() if difficulty.is_open}
        causes = {household.main_cause, *household.secondary_causes} - {""}
        return cls(household.union_path, household.level, household.category, frozenset(needs), frozenset(causes))


def fits(policy: Policy, situation: Situation) -> bool:
    """Tell whether a policy is for a household (docs/algorithms/policy-card.md).

    It must hold where the household is filed, for its level and its category. A policy against certain needs or causes
    is for whoever has one of the needs or one of the causes. What a policy leaves open asks nothing.
    """
    if not situation.union_path.startswith(policy.union.path):
        return False
    if policy.levels and situation.level not in policy.levels:
        return False
    if policy.categories and situation.category not in policy.categories:
        return False
    if not policy.needs and not policy.causes:
        return True
    return not situation.needs.isdisjoint(policy.needs) or not situation.causes.isdisjoint(policy.causes)
