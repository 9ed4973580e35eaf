"""The tabs 帮扶 and 问题与措施: what they show to whom, what they write down, what they cost."""

import datetime

import pytest
from django.utils import timezone

from assistance.enums import AidSource, Outcome
from assistance.models import AidYearNone
from households.actions.difficulties import strike_off_difficulty
from organizations.models import AccessLog
from tests.support.factories import AidRecordFactory, DifficultyFactory, MeasureFactory

pytestmark = pytest.mark.django_db
TABS = ("household_aid", "household_difficulties")


@pytest.fixture
def aid(household, officer):
    """Two sums of 2019, a policy of 2021, and a statement for 2018."""
    for amount in (1500, 500):
        AidRecordFactory(household=household, amount=amount)
    day = datetime.date(2021, 5, 6)
    AidRecordFactory(
        household=household, year=2021, received_on=day, source=AidSource.DEPARTMENT, kind="policy", amount=0
    )
    AidYearNone.objects.create(household=household, year=2018, stated_by=officer)


def test_years_run_from_this_one_back_with_their_sums(aid, as_user, officer, address):
    found = as_user(officer).get(address("household_aid")).context["aid"]
    this_year = timezone.localdate().year
    assert [year.year for year in found.years] == list(range(this_year, 2016, -1))
    by_year = {year.year: year for year in found.years}
    assert (by_year[2019].amount, len(by_year[2019].records), by_year[2018].statement.stated_by) == (2000, 2, officer)
    assert (found.sums, found.policies, found.amount) == (2, 1, 2000)


def test_years_that_nobody_has_accounted_for_are_named_and_this_one_is_not(aid, as_user, officer, address):
    found = as_user(officer).get(address("household_aid")).context["aid"]
    assert found.missing == [2017, 2020, *range(2022, timezone.localdate().year)]


def test_a_year_before_those_asked_for_is_shown_when_it_has_records(household, as_user, officer, address):
    AidRecordFactory(household=household, year=2015, received_on=None)
    assert as_user(officer).get(address("household_aid")).context["aid"].years[-1].year == 2015


def test_a_policy_without_an_amount_is_no_zero(aid, as_user, officer, address):
    page = as_user(officer).get(address("household_aid")).content.decode()
    assert ">政策</td>" in page
    assert ">2,000.00</td>" in page


def test_open_difficulties_stand_before_those_struck_off(household, difficulty, measure, as_user, officer, address):
    second = DifficultyFactory(household=household, number=2, advice="")
    strike_off_difficulty(difficulty, by=officer, on=timezone.localdate(), reason="已报销")
    response = as_user(officer).get(address("household_difficulties"))
    page = response.content.decode()
    assert [row for row, _usual in response.context["rows"]] == [second, difficulty]
    assert (response.context["open_count"], response.context["overdue_count"]) == (1, 1)
    for words in ("没有帮扶建议", "没有措施", "到期未评价", "已报销", "撤回销号"):
        assert words in page


def test_a_judged_measure_shows_what_came_of_it(difficulty, as_user, officer, address):
    MeasureFactory(
        difficulty=difficulty, outcome=Outcome.PARTLY, judged_on=datetime.date(2026, 7, 1), outcome_note="仍在透析"
    )
    page = as_user(officer).get(address("household_difficulties")).content.decode()
    assert "困难部分缓解" in page
    assert "2026-07-01 评价：仍在透析" in page


@pytest.mark.parametrize("name", TABS)
def test_a_reader_sees_and_is_offered_nothing_to_press(name, aid, measure, as_user, reviewer, cadre, address):
    acts = ("登记帮扶", "无帮扶</button>", "登记困难", "评价成效", "移除", "修改")
    shown = {act for act in acts if act in as_user(reviewer).get(address(name)).content.decode()}
    assert shown == set()
    assert {act for act in acts if act in as_user(cadre).get(address(name)).content.decode()} != set()


@pytest.mark.parametrize("name", TABS)
def test_a_closed_archive_is_still_read(name, aid, measure, closed, as_user, officer, address):
    response = as_user(officer).get(address(name))
    assert (response.status_code, response.context["can_work"]) == (200, False)


@pytest.mark.parametrize(("name", "words"), [("household_aid", "帮扶记录"), ("household_difficulties", "问题与措施")])
def test_a_look_leaves_a_line(name, words, as_user, reviewer, household, address):
    as_user(reviewer).get(address(name))
    line = AccessLog.objects.get()
    assert (line.user, line.subject, line.detail) == (reviewer, household.archive_no, words)


@pytest.mark.parametrize("name", TABS)
def test_outsiders_find_nothing_and_nothing_is_posted_here(name, as_user, outsider, sysadmin, officer, address):
    assert [as_user(user).get(address(name)).status_code for user in (outsider, sysadmin)] == [404, 404]
    assert as_user(officer).post(address(name)).status_code == 405


@pytest.mark.parametrize(("name", "queries"), [("household_aid", 11), ("household_difficulties", 11)])
@pytest.mark.parametrize("count", [1, 3])
def test_a_tab_costs_the_same_for_any_number(
    name, queries, count, household, officer, as_user, address, django_assert_num_queries
):
    for number in range(count):
        AidRecordFactory.create_batch(count, household=household, year=2019 + number)
        AidYearNone.objects.create(household=household, year=2017 - number, stated_by=officer)
        difficulty = DifficultyFactory(household=household, number=number + 1)
        MeasureFactory.create_batch(count, difficulty=difficulty)
    client = as_user(officer)
    client.get(address(name))
    with django_assert_num_queries(queries):
        assert client.get(address(name)).status_code == 200


def test_the_tabs_stand_in_the_order_of_the_work(household, as_user, officer, address):
    labels = [tab["label"] for tab in as_user(officer).get(address("household_aid")).context["tabs"]]
    assert labels == ["档案", "收支", "帮扶", "走访", "问题与措施", "六清", "审核", "附件", "时间轴"]
