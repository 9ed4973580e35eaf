"""A version of the rules as plain values for the calculation."""

from dataclasses import dataclass
from decimal import Decimal

from households.eligibility.enums import Above, Below, MonthsBasis
from households.eligibility.facts import Person
from households.enums import INCOME_KINDS, Sex
from households.models import RuleCase, RuleSet

ABLE = frozenset({"良好"})  # states of health of somebody who can work


@dataclass(frozen=True)
class Case:
    """One case, as ``households.models.RuleCase`` says it; multiples of the standard, the share in percent."""

    category: str
    name: str
    circumstance: str = ""
    min_months: int | None = None
    over: Decimal | None = None
    over_operator: str = Above.GT
    upto: Decimal | None = None
    upto_operator: str = Below.LTE
    deducted: tuple[str, ...] = ()
    takes_off_compensation: bool = False
    adds_assets: bool = False
    limit: Decimal | None = None
    limit_operator: str = Below.LT
    loss_share: Decimal | None = None
    loss_operator: str = Above.GT


@dataclass(frozen=True)
class Rules:
    """One version, as ``households.models.RuleSet`` says it."""

    name: str
    cases: tuple[Case, ...]
    income_kinds: tuple[str, ...] = INCOME_KINDS
    counts_union_aid: bool = False
    excludes_basic_pension: bool = False
    excludes_government_aid: bool = False
    months_basis: str = MonthsBasis.PERIOD
    imputes_idle: bool = False
    idle_positions: tuple[str, ...] = ()
    ages: tuple[int, int, int] = (16, 60, 55)
    serious_illnesses: tuple[str, ...] = ()
    ceiling_multiple: Decimal | None = None
    ceiling_amount: Decimal | None = None
    ceiling_operator: str = Below.LT

    def is_idle(self, person: Person) -> bool:
        """Tell whether somebody of working age could work, does not, and has no income stated."""
        first, men, women = self.ages
        last = women if person.sex == Sex.FEMALE else men
        of_age = person.age is not None and first <= person.age < last
        able = person.health in ABLE and not person.disability
        return of_age and able and person.position in self.idle_positions and not person.income


def rules_of(rule_set: RuleSet) -> Rules:
    """Return the values of a version (from its prefetched cases)."""
    return Rules(
        name=rule_set.name,
        cases=tuple(_case(case) for case in rule_set.cases.all()),
        income_kinds=tuple(rule_set.income_kinds),
        counts_union_aid=rule_set.counts_union_aid,
        excludes_basic_pension=rule_set.excludes_basic_pension,
        excludes_government_aid=rule_set.excludes_government_aid,
        months_basis=rule_set.months_basis,
        imputes_idle=rule_set.imputes_idle,
        idle_positions=tuple(rule_set.idle_positions),
        ages=(rule_set.working_age_from, rule_set.working_age_men, rule_set.working_age_women),
        serious_illnesses=tuple(rule_set.serious_illnesses),
        ceiling_multiple=rule_set.ceiling_multiple,
        ceiling_amount=rule_set.ceiling_amount,
        ceiling_operator=rule_set.ceiling_operator,
    )


def _case(row: RuleCase) -> Case:
    return Case(
        category=row.category,
        name=row.name,
        circumstance=row.circumstance,
        min_months=row.min_months,
        over=row.over,
        over_operator=row.over_operator,
        upto=row.upto,
        upto_operator=row.upto_operator,
        deducted=tuple(row.deducted_kinds),
        takes_off_compensation=row.takes_off_compensation,
        adds_assets=row.adds_assets,
        limit=row.limit,
        limit_operator=row.limit_operator,
        loss_share=row.loss_share,
        loss_operator=row.loss_operator,
    )
