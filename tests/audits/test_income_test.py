"""The income test of exit: the worked table of docs/algorithms/exit.md, and what its words say."""

import datetime
from decimal import Decimal

import pytest

from audits.incometest import IncomeTest, Period, Terms, income_test

DAY = datetime.date(2026, 4, 20)
TERMS = Terms(multiple=Decimal(1), months=6, survey_age=12)
YEAR, FIRST, LAST, THIRD = "2025-04~2026-03", "2026-01~2026-03", "2025-10~2025-12", "2025-07~2025-09"


def period(months, per_head, standard):
    """Make a period of whole months."""
    start, end = (datetime.date.fromisoformat(f"{month}-01") for month in months.split("~"))
    after = (end.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
    amount = None if standard is None else Decimal(standard)
    return Period(start, after - datetime.timedelta(days=1), Decimal(str(per_head)), amount, "建水县 2025-01-01 起执行")


def hold(*surveys, day=DAY, terms=TERMS) -> IncomeTest:
    return income_test([period(*survey) for survey in surveys], terms, day)


@pytest.mark.parametrize(
    ("surveys", "passed", "months"),
    [
        ([], False, 0),
        ([(YEAR, 800, 700)], True, 12),
        ([(YEAR, 700, 700)], True, 12),
        ([(YEAR, 699.99, 700)], False, 0),
        ([(FIRST, 800, 700)], False, 3),
        ([(FIRST, 800, 700), (LAST, 720, 700)], True, 6),
        ([(FIRST, 800, 700), (THIRD, 900, 700)], False, 3),
        ([(FIRST, 800, 700), (LAST, 690, 680)], True, 6),
        ([(FIRST, 800, 700), ("2025-10~2026-01", 720, 700)], True, 6),
        ([("2024-04~2025-03", 900, 700)], False, 12),
        ([(YEAR, 900, None)], False, 0),
    ],
)
def test_the_worked_table(surveys, passed, months):
    result = hold(*surveys)
    assert (result.passed, result.months_met) == (passed, months)


def test_the_words_tell_the_whole_calculation():
    words = hold((YEAR, "812.50", 700)).words
    assert words == (
        "2025-04 至 2026-03 家庭月人均纯收入 812.50 元，退出标准 700.00 元 × 1 = 700.00 元"
        "（建水县 2025-01-01 起执行），高出 112.50 元；"
        "连续 12 个月达到（2025-04 至 2026-03），规则要求连续 6 个月；结论：达到退出标准。"
    )


@pytest.mark.parametrize(
    ("surveys", "said"),
    [
        ([], "请先登记近期的收支调查"),
        ([(YEAR, 900, None)], "请先登记当地低保标准"),
        ([("2024-04~2025-03", 900, 700)], "已超过 12 个月，应重新调查"),
        ([(YEAR, 699, 700)], "低于标准 1.00 元"),
    ],
)
def test_what_fails_says_why_and_what_to_do(surveys, said):
    assert said in hold(*surveys).words


@pytest.mark.parametrize(("multiple", "passed"), [("1.14", True), ("1.15", False), ("1.5", False)])
def test_the_multiple_is_data(multiple, passed):
    terms = Terms(Decimal(multiple), 6, 12)
    assert hold((YEAR, 800, 700), terms=terms).passed is passed


def test_a_survey_grows_too_old_on_the_day_after_its_time():
    assert hold((YEAR, 800, 700), day=datetime.date(2027, 3, 31)).passed
    assert not hold((YEAR, 800, 700), day=datetime.date(2027, 4, 1)).passed
