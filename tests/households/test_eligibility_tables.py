"""The worked tables of docs/algorithms/eligibility.md, row by row."""

from dataclasses import replace
from decimal import Decimal

import pytest

from core.money import ZERO, format_money
from households.eligibility.calculator import calculate, income_of
from households.eligibility.facts import Person
from households.eligibility.parameters import rules_of
from households.enums import CATEGORIES, Category, Cause, LineKind, RuleVersion
from households.models import RuleSet
from tests.support.eligibility import family, shipped
from tests.support.tables import table

PAGE = "eligibility.md"
KINDS = {
    "工资性收入": LineKind.WAGES,
    "政府救助": LineKind.GOVERNMENT_AID,
    "医疗支出": LineKind.MEDICAL,
    "灾害意外损失": LineKind.DISASTER,
    "赔付": LineKind.COMPENSATION,
    "储蓄": LineKind.SAVINGS,
}
REGIMES = {"2016": RuleVersion.A2016, "2020": RuleVersion.B2020}
CAUSES = {str(cause.label): cause for cause in Cause}


def facts_of(row):
    amounts = {KINDS[name]: text.replace(",", "") for name, text in row.items() if name in KINDS and text}
    if aid := amounts.get(LineKind.GOVERNMENT_AID):
        amounts[LineKind.TRANSFER] = aid  # it is a part of the transfer income
    causes = [CAUSES[row["致困原因"]]] if row["致困原因"] else []
    return family(persons=int(row["人口"]), months=int(row["月数"]), causes=causes, **amounts)


@pytest.mark.parametrize(("regime", "row"), [(name, row) for name in REGIMES for row in table(PAGE, name)])
def test_each_row_of_the_worked_tables(regime, row):
    finding = calculate(facts_of(row), shipped(REGIMES[regime]))
    found = Category(finding.category).label if finding.category else "不符合"
    assert (format_money(finding.per_head), found) == (row["人均收入"], row["结果"])
    assert finding.passed == bool(finding.category)


@pytest.mark.parametrize("regime", REGIMES)
def test_the_tables_reach_every_category_and_none(regime):
    labels = {str(category.label) for category in CATEGORIES[REGIMES[regime]]}
    assert {row["结果"] for row in table(PAGE, regime)} == {*labels, "不符合"}


@pytest.mark.django_db
@pytest.mark.parametrize("regime", RuleVersion)
def test_the_rules_of_the_tables_are_those_in_the_database(regime):
    stored = rules_of(RuleSet.objects.with_parts().get(regime=regime))
    assert replace(stored, name="", income_kinds=()) == replace(shipped(regime), name="", income_kinds=())


SWITCHES = [
    {},
    {"excludes_basic_pension": False},
    {"excludes_government_aid": True},
    {"counts_union_aid": True},
    {"income_kinds": (LineKind.WAGES,), "excludes_basic_pension": True},
    {"imputes_idle": True},
]


@pytest.mark.parametrize(("switches", "row"), [*zip(SWITCHES, table(PAGE, "What counts as income"), strict=True)])
def test_what_counts_as_income(switches, row):
    idle = Person(relation="spouse", age=30, sex="female", position="失（无）业", health="良好")
    amounts = {"wages": 6000, "transfer": 3000, "basic_pension": 1200, "government_aid": 1000, "union_aid": 2000}
    facts = replace(family(people=[idle], **amounts), minimum_wage=Decimal(1500))
    income = income_of(facts, shipped(**switches), months=12)
    assert format_money(income.amount) == row["家庭收入"]
    assert income.amount > ZERO
