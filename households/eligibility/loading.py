"""Gathering the inputs of the calculation for many households with a fixed number of queries."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, Self, TypeVar

from django.db.models import Q

from households.eligibility.facts import Facts, Person, Veto, facts_to_json
from households.eligibility.parameters import Rules, rules_of
from households.income import months_between, source_text
from households.models import (
    EligibilityCheck,
    Household,
    IncomeSurvey,
    LivingStandard,
    Member,
    MinimumWage,
    RuleSet,
    VetoFinding,
)
from organizations.models import Union
from organizations.scope import paths_down_to

NO_SURVEY = "还没有收支调查，请先登记收支调查，再做认定测算。"
NO_STANDARD = "核算期末当地没有登记低保标准，请先登记低保标准，再做认定测算。"
NO_RULES = "测算当日没有已发布的认定规则，请联系省、州市总工会发布。"
Row = TypeVar("Row", RuleSet, LivingStandard, MinimumWage)


@dataclass(frozen=True)
class Stated:
    """What is known of a household's money in a period: sums by kind of line (元), people, first and last day."""

    amounts: Mapping[str, Decimal]
    persons: int
    start: datetime.date
    end: datetime.date

    @classmethod
    def of(cls, survey: IncomeSurvey) -> Self:
        """Read a survey (with its prefetched lines)."""
        amounts = dict(sorted((line.kind, line.amount) for line in survey.lines.all()))
        return cls(amounts, survey.persons, survey.period_start, survey.period_end)


@dataclass(frozen=True)
class Ground:
    """What a calculation stands on for what was stated: the rules and standards in force, and the facts."""

    rule_set: RuleSet
    standard: LivingStandard
    minimum_wage: MinimumWage | None
    facts: Facts
    rules: Rules


@dataclass(frozen=True)
class Inputs:
    """Everything that one check is made of."""

    survey: IncomeSurvey
    rule_set: RuleSet
    standard: LivingStandard
    minimum_wage: MinimumWage | None
    facts: Facts
    rules: Rules


class _Dated(Generic[Row]):
    """Rows by region and day: the nearest owner's, its latest by the day."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            self._rows[row.union.path].append(row)

    def on(self, union: Union, day: datetime.date) -> Row | None:
        for path in reversed(paths_down_to(union.path)):
            for row in self._rows.get(path, ()):
                if row.valid_from <= day:
                    return row
        return None


class Desk:
    """The inputs of a group of households on a day; ten queries for any number, ``union`` being loaded."""

    def __init__(self, households: Sequence[Household], on: datetime.date) -> None:
        self.on = on
        keys = [household.pk for household in households]
        above = Q(union__path__in={path for household in households for path in paths_down_to(household.union.path)})
        surveys = IncomeSurvey.objects.filter(household__in=keys, period_end__lte=on).prefetch_related("lines")
        latest = surveys.order_by("household_id", "-period_end", "-id").distinct("household_id")
        self._surveys = {survey.household_id: survey for survey in latest}
        self._rule_sets = _Dated(
            RuleSet.objects.published().filter(above).select_related("union").with_parts().order_by("-valid_from")
        )
        self._standards = _Dated(LivingStandard.objects.filter(above).select_related("union").order_by("-valid_from"))
        self._wages = _Dated(MinimumWage.objects.filter(above).select_related("union").order_by("-valid_from"))
        self._members: dict[int, list[Member]] = defaultdict(list)
        for member in Member.objects.present().filter(household__in=keys).order_by("position_in_form", "id"):
            self._members[member.household_id].append(member)
        self._vetoes: dict[int, list[VetoFinding]] = defaultdict(list)
        for veto in VetoFinding.objects.filter(household__in=keys).order_by("id"):
            self._vetoes[veto.household_id].append(veto)
        self._rules: dict[int, Rules] = {}

    def inputs_of(self, household: Household) -> Inputs | str:
        """Return the inputs of one household from its latest survey, or what is missing, said in Chinese."""
        survey = self._surveys.get(household.pk)
        if survey is None:
            return NO_SURVEY
        ground = self.ground_of(household, Stated.of(survey))
        if isinstance(ground, str):
            return ground
        return Inputs(survey, ground.rule_set, ground.standard, ground.minimum_wage, ground.facts, ground.rules)

    def ground_of(self, household: Household, stated: Stated, vetoes: Iterable[Veto] | None = None) -> Ground | str:
        """Return what a calculation of stated figures stands on, or what is missing.

        ``vetoes`` take the place of the situations that the archive records.
        """
        rule_set = self._rule_sets.on(household.union, self.on)
        if rule_set is None:
            return NO_RULES
        standard = self._standards.on(household.union, stated.end)
        if standard is None:
            return NO_STANDARD
        wage = self._wages.on(household.union, stated.end)
        if rule_set.pk not in self._rules:
            self._rules[rule_set.pk] = rules_of(rule_set)
        barred = self._vetoes_of(household, rule_set) if vetoes is None else vetoes
        facts = Facts(
            amounts=dict(stated.amounts),
            persons=stated.persons,
            months=months_between(stated.start, stated.end),
            standard=standard.amount,
            period=(f"{stated.start}", f"{stated.end}"),
            standard_source=source_text(standard),
            minimum_wage=wage.amount if wage else None,
            wage_source=source_text(wage) if wage else "",
            people=tuple(_person(member, self.on) for member in self._members[household.pk]),
            causes=(household.main_cause, *household.secondary_causes),
            has_low_income_aid=household.has_low_income_aid,
            vetoes=tuple(barred),
        )
        return Ground(rule_set, standard, wage, facts, self._rules[rule_set.pk])

    def _vetoes_of(self, household: Household, rule_set: RuleSet) -> Iterable[Veto]:
        """Yield what was found of the situations that these rules bar; of each the latest."""
        in_force = {veto.code for veto in rule_set.vetoes.all() if veto.in_force}
        latest = {veto.code: veto for veto in self._vetoes[household.pk] if veto.code in in_force}
        for veto in latest.values():
            yield Veto(veto.code, veto.label, veto.evidence.rstrip("。"), veto.override_reason.rstrip("。"))


def _person(member: Member, on: datetime.date) -> Person:
    return Person(
        relation=member.relation,
        age=_age(member.birth_date, on) if member.birth_date else None,
        sex=member.sex,
        position=member.position,
        health=member.health,
        disability=member.disability,
        income=member.monthly_income,
    )


def _age(born: datetime.date, on: datetime.date) -> int:
    """Return the full years of age on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def changed_since(check: EligibilityCheck, household: Household, on: datetime.date) -> str:
    """Say what a finding no longer agrees with on a day, "" when it still holds; the queries of a desk.

    That people grow older is no change.
    """
    inputs = Desk([household], on).inputs_of(household)
    if isinstance(inputs, str):
        return inputs
    if inputs.rule_set.pk != check.rule_set_id:
        return f"现在执行的是“{inputs.rule_set.name}”，请重新测算。"
    if _ageless(facts_to_json(inputs.facts)) != _ageless(check.facts):
        return "测算以后，收支、成员、致困原因或标准有变动，请重新测算。"
    return ""


def _ageless(facts: dict[str, Any]) -> dict[str, Any]:
    return {**facts, "people": [{**person, "age": None} for person in facts["people"]]}
