"""The per-head figure: the worked table of docs/algorithms/per-head-income.md, and what holds for every family."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.money import CENT, to_money
from households.income import months_between, per_head, standard_for
from households.models import LivingStandard
from tests.support.factories import union

AMOUNTS = st.decimals(min_value=0, max_value=999_999, places=2)
PERSONS = st.integers(min_value=1, max_value=30)
MONTHS = st.integers(min_value=1, max_value=24)


@pytest.mark.parametrize(
    ("income", "rigid", "persons", "months", "figure"),
    [
        ("36000", "12000", 4, 12, "500.00"),
        ("20000", "0", 3, 12, "555.56"),
        ("10000", "0", 3, 12, "277.78"),
        ("0.30", "0", 5, 12, "0.01"),
        ("8000", "20000", 2, 12, "-500.00"),
        ("0", "0", 1, 12, "0.00"),
        ("9000", "3000", 2, 6, "500.00"),
    ],
)
def test_the_worked_table(income, rigid, persons, months, figure):
    found = per_head(Decimal(income), Decimal(rigid), persons=persons, months=months)
    assert str(found.amount) == figure


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2019-04-01", "2020-03-31", 12),
        ("2019-04-01", "2020-03-30", 11),
        ("2019-04-15", "2020-04-14", 12),
        ("2020-01-31", "2020-02-29", 1),
        ("2020-03-10", "2020-03-20", 1),
    ],
)
def test_the_months_of_a_period(start, end, months):
    assert months_between(datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)) == months


def test_the_formula_is_written_as_a_clerk_would():
    found = per_head(Decimal(36000), Decimal("12000.5"), persons=4)
    assert found.formula == "(36,000.00 − 12,000.50) ÷ 4 人 ÷ 12 个月 = 499.99 元/人·月"


def test_a_family_of_nobody_has_no_figure():
    with pytest.raises(DomainError, match="至少为 1 人"):
        per_head(Decimal(1), Decimal(0), persons=0)


@given(AMOUNTS, AMOUNTS, PERSONS, MONTHS)
def test_the_figure_times_persons_and_months_is_what_was_left(income, rigid, persons, months):
    amount = per_head(income, rigid, persons=persons, months=months).amount
    assert abs(amount * persons * months - (income - rigid)) <= CENT / 2 * persons * months


@given(AMOUNTS, AMOUNTS, PERSONS, MONTHS)
def test_what_is_spent_weighs_as_much_as_what_is_earned(income, rigid, persons, months):
    there = per_head(income, rigid, persons=persons, months=months).amount
    back = per_head(rigid, income, persons=persons, months=months).amount
    assert there == -back


@given(AMOUNTS, AMOUNTS, AMOUNTS, PERSONS)
def test_more_income_never_lowers_the_figure(income, more, rigid, persons):
    before = per_head(income, rigid, persons=persons).amount
    assert per_head(income + more, rigid, persons=persons).amount >= before


@given(AMOUNTS, PERSONS)
def test_rounding_happens_once(income, persons):
    exact = per_head(income, Decimal(0), persons=persons).amount
    assert abs(exact - to_money(to_money(income / persons) / 12)) <= CENT


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 1, 1)), st.integers(min_value=1, max_value=60))
def test_a_period_of_whole_months_has_that_many(first, months):
    start, after = first.replace(day=1), first.year * 12 + first.month - 1 + months
    next_start = datetime.date(after // 12, after % 12 + 1, 1)
    assert months_between(start, next_start - datetime.timedelta(days=1)) == months


@pytest.mark.django_db
def test_the_standard_is_the_nearest_above_and_the_latest_by_the_day():
    def standard(code, day, amount):
        since = datetime.date.fromisoformat(day)
        return LivingStandard.objects.create(union=union(code), valid_from=since, amount=amount)

    standard("532500", "2018-07-01", 550)
    standard("532500", "2020-07-01", 640)
    own = standard("532524", "2019-07-01", 600)
    standard("530100", "2019-01-01", 700)

    def amount_on(code, day):
        found = standard_for(union(code), datetime.date.fromisoformat(day))
        return found.amount if found else None

    assert amount_on("532524", "2018-06-30") is None
    assert amount_on("532524", "2019-06-30") == 550
    assert amount_on("532524", "2019-07-01") == amount_on("532524", "2021-01-01") == own.amount
    assert amount_on("532502", "2021-01-01") == 640
    assert amount_on("530000", "2021-01-01") is None
