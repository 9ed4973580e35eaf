"""Whose assessors can take a sample over, and what each would get of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from audits.models import Verification
from audits.verification.assigning import Asked, errands
from audits.verification.enums import UNFINISHED, Round
from organizations.enums import Role
from organizations.models import User
from organizations.people import holding_over, people_who
from organizations.scope import COUNTY_PATH


def assessors_of(verification: Verification) -> QuerySet[User]:
    """Return the agency's assessors whose role covers the union of a verification, in a fixed order."""
    people = people_who(holding_over(verification.union, [Role.ASSESSOR]))
    return people.filter(agency=verification.agency_id).order_by("name", "pk")


def givers_of(verification: Verification) -> QuerySet[User]:
    """Return who has errands of a verification that are not finished, whether they still verify there or not."""
    unfinished = verification.interviews.filter(status__in=UNFINISHED)
    return User.objects.filter(pk__in=unfinished.values("assessor")).order_by("name", "pk")


def asked_of(verification: Verification) -> list[Asked]:
    """Return the sample as it is shared out, by county; one query."""
    rows = verification.sample.values_list("pk", "unit__union__path")
    return [Asked(str(pk), path[:COUNTY_PATH]) for pk, path in rows]


@dataclass(frozen=True)
class Portion:
    """What one assessor would get: how many in each round, and in how many counties."""

    assessor: User
    rounds: Counter[Round]
    counties: int

    @property
    def cells(self) -> list[tuple[str, int]]:
        return [(str(round_.label), self.rounds[round_]) for round_ in Round]

    @property
    def total(self) -> int:
        return sum(self.rounds.values())


def portions(verification: Verification, assessors: Sequence[User], *, blind: Decimal, phone: Decimal) -> list[Portion]:
    """Return what each would get, as ``assign_sample`` shares it out in this order; one query, none for nobody."""
    if not assessors:
        return []
    sample = asked_of(verification)
    place_of = {asked.key: asked.place for asked in sample}
    rounds: list[Counter[Round]] = [Counter() for _assessor in assessors]
    counties: list[set[str]] = [set() for _assessor in assessors]
    for errand in errands(sample, len(assessors), seed=verification.seed, blind=blind, phone=phone):
        rounds[errand.assessor][errand.round] += 1
        counties[errand.assessor].add(place_of[errand.key])
    rows = zip(assessors, rounds, counties, strict=True)
    return [Portion(assessor, counts, len(places)) for assessor, counts, places in rows]
