"""The end of a year: carrying over, lapsing, closing the books."""

import datetime
import uuid

import pytest

from assistance.actions.funds import carry_over, close_period, grant, lapse
from assistance.models import Budget, ClosedPeriod
from core import clock
from core.errors import DomainError, NotAllowed
from tests.support.factories import union
from tests.support.money import FundFactory, budget_with
from tests.support.races import one_before_the_other

pytestmark = pytest.mark.django_db
DECEMBER = datetime.date(2025, 12, 30)
YESTERDAY = datetime.date(2025, 12, 29)


@pytest.fixture(autouse=True)
def _december():
    """Let it be the end of 2025."""
    with clock.at(DECEMBER):
        yield


@pytest.fixture
def budget(db):
    """A budget of 红河州 of 2025 with 500 left."""
    return budget_with(500, "532500", on=datetime.date(2025, 3, 1))


def test_what_is_left_goes_into_the_next_year(budget, finance):
    entry = carry_over(budget, by=finance, note="年末结转")
    assert entry.amount == -500
    after = Budget.objects.get(fund=budget.fund, union=budget.union, year=2026)
    assert (after.received, after.balance) == (500, 500)
    assert carry_over(budget, by=finance) is None


def test_the_same_press_twice_carries_once(budget, finance):
    key = uuid.uuid4()
    first = carry_over(budget, by=finance, movement=key)
    assert carry_over(budget, by=finance, movement=key) == first
    assert budget.entries.count() == 2


def test_it_is_not_done_in_the_middle_of_the_year(budget, finance):
    with clock.at(datetime.date(2025, 11, 30)), pytest.raises(DomainError, match="12 月 1 日以后"):
        carry_over(budget, by=finance)


def test_a_fund_that_lapses_is_taken_back_instead(finance):
    budget = budget_with(500, "532500", fund=FundFactory(lapses=True))
    with pytest.raises(DomainError, match="不能结转"):
        carry_over(budget, by=finance)
    assert lapse(budget, by=finance).amount == -500
    assert lapse(budget, by=finance) is None


def test_a_fund_that_does_not_lapse_is_not_taken_back(budget, finance):
    with pytest.raises(DomainError, match="不收回"):
        lapse(budget, by=finance)


def test_closed_books_stay_closed(budget, finance):
    closed = close_period(budget.union, YESTERDAY, by=finance, note="十二月")
    assert (closed.by, closed.note) == (finance, "十二月")
    assert close_period(budget.union, YESTERDAY, by=finance) == closed
    with pytest.raises(DomainError, match="只能往后结账"):
        close_period(budget.union, datetime.date(2025, 6, 30), by=finance)
    with pytest.raises(DomainError, match="结到昨天"):
        close_period(budget.union, DECEMBER, by=finance)
    with pytest.raises(DomainError, match="已结账至 2025-12-29"):
        grant(budget, 1, by=finance, doc_no="记 5 号", on=YESTERDAY)


def test_a_county_does_not_close_the_books_of_its_prefecture(budget, county_finance, officer):
    for user in (county_finance, officer):
        with pytest.raises(NotAllowed):
            close_period(budget.union, YESTERDAY, by=user)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference")
def test_who_opens_a_budget_while_its_books_are_being_closed_is_too_late(finance):
    fund, place = FundFactory(), union("532500")
    with pytest.raises(DomainError, match="已结账至"):
        one_before_the_other(
            lambda: close_period(place, YESTERDAY, by=finance),
            lambda: budget_with(1, "532500", fund=fund, on=YESTERDAY, by=finance),
        )
    assert ClosedPeriod.objects.count() == 1
