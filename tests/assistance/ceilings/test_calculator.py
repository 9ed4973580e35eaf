"""The ceiling of one case: the worked tables of docs/algorithms/ceilings.md, and what holds for every case."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistance.ceilings.calculator import NO_PROVINCE_STANDARD, NO_STAGE, NO_STANDARD, Claim, Line, ceiling_of
from assistance.ceilings.enums import Formula, Stage
from core.money import CENT, ZERO, format_money, to_money
from households.enums import Category, Level
from tests.support.tables import table

PAGE = "ceilings.md"
FORMULAS = {str(word): code for word, code in (("定额", Formula.FIXED), ("月数", Formula.MONTHS))}
SUMS = st.decimals(min_value=0, max_value=99_999, places=2)
CAPS = st.none() | st.decimals(min_value=Decimal("0.01"), max_value=99_999, places=2)


def number(row, name):
    return Decimal(row[name].replace(",", "")) if row.get(name) else None


def line(**facts):
    return Line(1, **({"name": "情形", "formula": Formula.FIXED, "amount": Decimal(1000)} | facts))


def claim(**facts):
    return Claim(**({"category": Category.DEEP, "level": Level.NATIONAL, "persons": 1} | facts))


def capped(row):
    return {"most": number(row, "每次最高"), "most_year": number(row, "每年最高")}


@pytest.mark.parametrize("row", table(PAGE, "定额和月数"))
def test_each_row_of_fixed_amounts_and_months(row):
    ruled = line(
        formula=FORMULAS[row["计算方式"]],
        amount=number(row, "定额") or ZERO,
        months=number(row, "月数") or ZERO,
        per_head=row["按人口"] == "是",
        for_year=row["全年合计"] == "是",
        **capped(row),
    )
    case = claim(persons=int(row["人口"]), standard=number(row, "低保标准"), received=number(row, "已发放") or ZERO)
    assert format_money(ceiling_of(case, [ruled]).amount) == row["金额"]


@pytest.mark.parametrize("row", table(PAGE, "比例"))
def test_each_row_of_shares(row):
    ruled = line(formula=Formula.SHARE, share=number(row, "比例"), floor=number(row, "起付线"), **capped(row))
    case = claim(self_paid=number(row, "个人自付"), bills=1, received=number(row, "已发放") or ZERO)
    assert format_money(ceiling_of(case, [ruled]).amount) == row["金额"]


def test_the_first_line_that_fits_decides():
    lines = [
        line(name="相对", categories=frozenset({Category.RELATIVE})),
        line(name="省级", levels=frozenset({Level.PROVINCE})),
        line(name="深度", categories=frozenset({Category.DEEP})),
        line(name="其他"),
    ]
    assert ceiling_of(claim(), lines).line.name == "深度"
    assert ceiling_of(claim(level=Level.PROVINCE), lines).line.name == "省级"
    assert ceiling_of(claim(category=Category.MISHAP_B), lines).line.name == "其他"


@pytest.mark.parametrize(
    ("ruled", "case", "reason"),
    [
        (line(stages=frozenset({Stage.COLLEGE})), claim(), NO_STAGE),
        (line(formula=Formula.MONTHS, months=Decimal(2)), claim(), NO_STANDARD),
        (line(formula=Formula.MONTHS, of_province=True), claim(standard=Decimal(700)), NO_PROVINCE_STANDARD),
        (
            line(stages=frozenset({Stage.COLLEGE})),
            claim(stage=Stage.HIGH_SCHOOL),
            "发放标准中没有适用于深度困难职工、全国级、普通高中的情形。",
        ),
    ],
)
def test_what_is_missing_is_said(ruled, case, reason):
    found = ceiling_of(case, [ruled])
    assert (found.amount, found.reason_none, found.reasoning) == (None, reason, (reason,))


def test_the_reasoning_reads_like_a_calculation():
    ruled = line(formula=Formula.MONTHS, months=Decimal("5.00"), of_province=True, most=Decimal(3000))
    case = claim(provincial=Decimal(700), provincial_source="云南省 2025-07-01 起执行")
    assert ceiling_of(case, [ruled]).reasoning == (
        "适用情形：情形。",
        "全省城市低保标准每人每月 700 元，云南省 2025-07-01 起执行。",
        "700 元 × 5 个月 = 3,500 元。",
        "每次最高 3,000 元，按 3,000 元计。",
        "测算金额 3,000 元。",
    )


SHARES = st.builds(
    line,
    formula=st.just(Formula.SHARE),
    share=st.decimals(min_value=Decimal("0.01"), max_value=100, places=2),
    floor=SUMS,
    for_year=st.booleans(),
    most=CAPS,
    most_year=CAPS,
)
ANY = st.one_of(
    SHARES,
    st.builds(line, amount=SUMS, for_year=st.booleans(), most=CAPS, most_year=CAPS),
    st.builds(
        line,
        formula=st.just(Formula.MONTHS),
        months=st.decimals(min_value=Decimal("0.01"), max_value=24, places=2),
        per_head=st.booleans(),
        most=CAPS,
        most_year=CAPS,
    ),
)
CLAIMS = st.builds(
    claim,
    persons=st.integers(1, 30),
    self_paid=SUMS,
    bills=st.just(1),
    received=SUMS,
    standard=st.decimals(min_value=1, max_value=2000, places=2),
)


@given(ANY, CLAIMS)
def test_it_is_a_sum_of_cents_within_every_cap(ruled, case):
    amount = ceiling_of(case, [ruled]).amount
    assert amount == to_money(amount) >= 0
    assert amount.as_tuple().exponent == CENT.as_tuple().exponent
    assert ruled.most is None or amount <= ruled.most
    assert ruled.most_year is None or amount == 0 or amount + case.received <= ruled.most_year


@given(SHARES, CLAIMS, SUMS)
def test_more_bills_never_give_less_and_never_more_than_was_paid(ruled, case, more):
    first = ceiling_of(case, [ruled]).amount
    assert ceiling_of(replace(case, self_paid=case.self_paid + more), [ruled]).amount >= first
    assert first <= case.self_paid


@given(SHARES, CLAIMS)
def test_what_is_paid_below_the_floor_gives_nothing(ruled, case):
    assert ceiling_of(replace(case, self_paid=min(case.self_paid, ruled.floor)), [ruled]).amount == 0


@given(ANY, CLAIMS, SUMS)
def test_who_has_received_more_receives_no_more(ruled, case, more):
    assert ceiling_of(replace(case, received=case.received + more), [ruled]).amount <= ceiling_of(case, [ruled]).amount


@given(st.lists(ANY, max_size=4), CLAIMS)
def test_lines_behind_the_first_that_fits_change_nothing(behind, case):
    assert ceiling_of(case, [line(), *behind]) == ceiling_of(case, [line()])


@given(st.builds(line, formula=st.just(Formula.SHARE), share=st.just(Decimal("33.33"))), SUMS)
def test_rounding_happens_once(ruled, paid):
    assert ceiling_of(claim(self_paid=paid, bills=1), [ruled]).amount == to_money(paid * Decimal("0.3333"))
