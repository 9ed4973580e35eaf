"""What holds of every finding, whatever the household: orders, explanation, and the same again from what is stored."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from households.eligibility.calculator import calculate
from households.eligibility.facts import Person, Veto, facts_from_json, facts_to_json
from households.enums import INCOME_KINDS, RIGID_KINDS, Cause, LineKind, RuleVersion
from tests.support.eligibility import family, shipped

AMOUNTS = st.decimals(min_value=0, max_value=99_999, places=2)
KINDS = [kind for kind in LineKind if kind not in (LineKind.GOVERNMENT_AID, LineKind.BASIC_PENSION)]
FAMILIES = st.builds(
    lambda amounts, persons, months, causes, aided: replace(
        family(persons=persons, months=months, causes=causes, **amounts), has_low_income_aid=aided
    ),
    st.dictionaries(st.sampled_from(KINDS), AMOUNTS, max_size=8),
    st.integers(1, 8),
    st.sampled_from([3, 5, 6, 12, 13]),
    st.lists(st.sampled_from(Cause.values), max_size=3, unique=True),
    st.booleans(),
)
REGIMES = st.sampled_from(RuleVersion.values)


def need(facts, regime):
    """Return how needy the rules find a household: 0 for none, the more the earlier the category stands."""
    rules = shipped(regime)
    order = list(dict.fromkeys(case.category for case in rules.cases))
    category = calculate(facts, rules).category
    return len(order) - order.index(category) if category else 0


def with_more(facts, kind, amount):
    return replace(facts, amounts={**facts.amounts, kind: facts.amount(kind) + amount})


@given(FAMILIES, st.sampled_from(INCOME_KINDS), AMOUNTS, REGIMES)
def test_more_income_never_makes_a_household_more_needy(facts, kind, more, regime):
    assert need(with_more(facts, kind, more), regime) <= need(facts, regime)


@given(FAMILIES, st.sampled_from([LineKind.SAVINGS, LineKind.INVESTMENTS, LineKind.COMPENSATION]), AMOUNTS, REGIMES)
def test_more_savings_or_compensation_never_make_a_household_more_needy(facts, kind, more, regime):
    assert need(with_more(facts, kind, more), regime) <= need(facts, regime)


@given(FAMILIES, st.sampled_from(RIGID_KINDS), AMOUNTS, REGIMES)
def test_more_to_be_spent_never_makes_a_household_less_needy(facts, kind, more, regime):
    assert need(with_more(facts, kind, more), regime) >= need(facts, regime)


@given(FAMILIES, st.integers(1, 200), REGIMES)
def test_a_higher_standard_never_makes_a_household_less_needy(facts, more, regime):
    assert need(replace(facts, standard=facts.standard + more), regime) >= need(facts, regime)


@given(FAMILIES, st.sampled_from(Cause.values), REGIMES)
def test_one_cause_more_never_makes_a_household_less_needy(facts, cause, regime):
    assert need(replace(facts, causes=(*facts.causes, cause)), regime) >= need(facts, regime)


@given(FAMILIES, REGIMES)
def test_one_more_mouth_never_makes_a_household_with_money_left_less_needy(facts, regime):
    spent = facts.amount(*RIGID_KINDS)
    rich = with_more(facts, LineKind.WAGES, spent)
    assert need(replace(rich, persons=rich.persons + 1), regime) >= need(rich, regime)


@given(FAMILIES, REGIMES)
def test_a_veto_fails_whoever_it_is_and_an_override_brings_the_finding_back(facts, regime):
    rules = shipped(regime)
    plain = calculate(facts, rules)
    vetoed = calculate(replace(facts, vetoes=(Veto("vehicle", "有车", "行驶证"),)), rules)
    overridden = calculate(replace(facts, vetoes=(Veto("vehicle", "有车", "行驶证", "残疾人代步"),)), rules)
    assert (vetoed.category, vetoed.passed, vetoed.vetoes) == (plain.category, False, ("有车",))
    assert (overridden.category, overridden.passed, overridden.vetoes) == (plain.category, plain.passed, ())


@given(FAMILIES, REGIMES)
def test_the_same_is_found_again_from_what_is_stored(facts, regime):
    stored = json.loads(json.dumps(facts_to_json(facts)))
    assert calculate(facts_from_json(stored), shipped(regime)) == calculate(facts, shipped(regime))


@given(FAMILIES, REGIMES)
def test_the_explanation_ends_with_the_conclusion_and_names_what_decided(facts, regime):
    finding = calculate(facts, shipped(regime))
    assert (finding.lines[-1].title, finding.lines[-1].met) == ("结论", finding.passed)
    assert all(line.text.endswith("。") for line in finding.lines)
    if finding.category:
        assert finding.lines[-2].met


TOLD = [
    (
        "测算依据",
        "困难职工认定规则（2020 年版）；核算期 2025-04-01 至 2026-03-31，共 12 个月；共同生活 2 人。",
        None,
    ),
    ("家庭收入", "工资性收入 18,000 元 = 18,000 元。", None),
    ("人均收入", "家庭收入 18,000 元 ÷ 2 人 ÷ 12 个月 = 每人每月 750 元。", None),
    ("低保标准", "当地城市低保标准为每人每月 640 元，建水县 2025-07-01 起执行。", None),
    (
        "深度困难职工：扣减刚性支出和必要就业成本后低于低保标准",
        "家庭年收入 18,000 元 − 刚性支出 9,600 元（医疗支出 8,000 元 + 教育支出 1,600 元） = 8,400 元，"
        "÷ 2 人 ÷ 12 个月 = 每人每月 350 元，应低于 640 元（低保标准的 1 倍）。",
        True,
    ),
    ("结论", "符合“深度困难职工”的认定条件。", True),
]


def test_an_applicant_can_follow_the_lines():
    facts = replace(
        family(persons=2, wages=18000, medical=8000, schooling=1600),
        period=("2025-04-01", "2026-03-31"),
        standard_source="建水县 2025-07-01 起执行",
    )
    lines = calculate(facts, shipped(name="困难职工认定规则（2020 年版）")).lines
    assert [(line.title, line.text, line.met) for line in lines] == TOLD


def said(facts, **switches):
    return {line.title: line for line in calculate(facts, shipped(**switches)).lines}


IDLE = Person("spouse", 30, "female", "失（无）业", "良好")


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({}, True),
        ({"age": 16}, True),
        ({"age": 15}, False),
        ({"age": 54}, True),
        ({"age": 55}, False),
        ({"age": 59, "sex": "male"}, True),
        ({"age": 60, "sex": "male"}, False),
        ({"age": None}, False),
        ({"position": "本科"}, False),
        ({"position": "丧失劳动能力"}, False),
        ({"health": "糖尿病"}, False),
        ({"disability": "肢体残疾"}, False),
        ({"income": Decimal(0)}, True),
        ({"income": Decimal(1)}, False),
    ],
)
def test_who_counts_with_the_minimum_wage(change, counts):
    facts = replace(family(people=[replace(IDLE, **change)]), minimum_wage=Decimal(1500))
    assert ("按最低工资计算" in said(facts, imputes_idle=True)) == counts
    assert "按最低工资计算" not in said(facts)


def test_without_a_minimum_wage_nothing_is_imputed_and_the_finding_says_so():
    line = said(family(people=[IDLE]), imputes_idle=True)["按最低工资计算"]
    assert ("没有登记最低工资标准" in line.text, line.met) == (True, None)


def test_no_more_is_left_out_than_the_transfer_income_holds():
    facts = family(wages=1000, transfer=500, basic_pension=400, government_aid=300)
    finding = calculate(facts, shipped(excludes_government_aid=True))
    assert finding.per_head == Decimal("83.33")


@pytest.mark.parametrize(("income", "passes"), [("7679.88", True), ("7680.00", False)])
def test_a_ceiling_is_asked_of_everybody_and_ends_the_matter(income, passes):
    facts = family(wages=income, medical=7000)
    for ceiling in ({"ceiling_multiple": Decimal(1)}, {"ceiling_amount": Decimal(7680)}):
        finding = calculate(facts, shipped(**ceiling))
        assert finding.passed == passes
        assert ("不在规定的上限以内" in finding.lines[-1].text) != passes


def test_the_months_may_be_taken_as_a_year():
    facts = family(wages=6000, months=10)
    assert calculate(facts, shipped()).per_head == 600
    assert calculate(facts, shipped(months_basis="year")).per_head == 500


@pytest.mark.parametrize("missing", [{"persons": 0}, {"months": 0}, {"standard": 0}])
def test_without_persons_months_or_a_standard_there_is_no_finding(missing):
    with pytest.raises(DomainError, match="均应大于零"):
        calculate(family(**missing), shipped())
