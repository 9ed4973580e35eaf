"""What came of the lines of a batch: paid with all that follows, or failed with the money back."""

import datetime

import pytest

from assistance.actions.aid import state_no_aid
from assistance.enums import AidSource
from assistance.funds.enums import FundKind
from assistance.models import AidRecord
from assistance.payments.enums import PaymentStatus
from assistance.payments.received import fail, settle
from core import clock
from core.errors import Conflict, DomainError
from organizations.enums import Role
from tests.support.batches import LineFactory, batch_of, locked
from tests.support.factories import user_with
from tests.support.money import FundFactory, budget_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance():
    return user_with(Role.FINANCE, "532524", username="finance", name="财务员")


@pytest.fixture
def batch(finance):
    return locked(batch_of(3), by=finance)


def lines(batch):
    return list(batch.payments.all())


def balance(batch):
    batch.budget.refresh_from_db()
    return batch.budget.balance


def test_a_paid_line_says_when_and_by_which_number_of_the_bank(batch, finance):
    first, *_others = lines(batch)
    settle([first], on=clock.today(), by=finance, refs={first.pk: "20261125000017"})
    first.refresh_from_db()
    assert (first.status, first.paid_on, first.bank_ref) == (PaymentStatus.PAID, clock.today(), "20261125000017")
    assert [line.status for line in lines(batch)].count(PaymentStatus.LOCKED) == 2


def test_the_household_has_received_what_its_line_says(batch, finance):
    first = lines(batch)[0]
    settle([first], on=clock.today(), by=finance)
    record = AidRecord.objects.get()
    assert (record.household, record.amount, record.payment) == (first.household, first.amount, first)
    assert (record.year, record.received_on, record.source) == (clock.today().year, clock.today(), AidSource.CENTRAL)
    assert (record.beneficiary, record.delivery, record.created_by) == ("赵小兰", "card", finance)


def test_the_source_follows_the_fund(finance):
    budget = budget_with(5000, fund=FundFactory(kind=FundKind.UPPER_UNION))
    settle(lines(locked(batch_of(1, budget=budget))), on=clock.today(), by=finance)
    assert AidRecord.objects.get().source == AidSource.UNION


def test_a_statement_that_there_was_none_is_withdrawn(finance, officer):
    batch = batch_of(1)
    line = lines(batch)[0]
    with clock.at(datetime.date(clock.today().year + 1, 1, 5)):
        state_no_aid(line.household, by=officer, years=[clock.today().year - 1])
    settle(lines(locked(batch)), on=clock.today(), by=finance)
    assert not line.household.years_without_aid.exists()


def test_a_line_is_paid_once_whoever_asks(batch, finance):
    settle(lines(batch), on=clock.today(), by=finance)
    with pytest.raises(Conflict, match="已发放"):
        settle(lines(batch), on=clock.today(), by=finance)
    with pytest.raises(Conflict, match="不在待发放状态"):
        fail(lines(batch)[:1], {lines(batch)[0].pk: "户名不符"}, on=clock.today(), by=finance)
    assert AidRecord.objects.count() == 3


def test_of_several_lines_all_are_paid_or_none(batch, finance):
    first, second, third = lines(batch)
    settle([third], on=clock.today(), by=finance)
    with pytest.raises(Conflict):
        settle([first, second, third], on=clock.today(), by=finance)
    assert AidRecord.objects.count() == 1


@pytest.mark.parametrize(("days", "words"), [(1, "不能晚于今天"), (-1, "不能早于批次")])
def test_the_day_lies_between_locking_and_today(batch, finance, days, words):
    with pytest.raises(DomainError, match=words) as refusal:
        settle(lines(batch), on=clock.today() + datetime.timedelta(days=days), by=finance)
    assert refusal.value.field == "on"


def test_what_failed_gives_the_money_back(batch, finance):
    first, *_others = lines(batch)
    before = balance(batch)
    fail([first], {first.pk: "户名不符"}, on=clock.today(), by=finance)
    first.refresh_from_db()
    assert (first.status, first.failed_reason) == (PaymentStatus.FAILED, "户名不符")
    assert balance(batch) == before + first.amount
    assert not AidRecord.objects.exists()


def test_a_failure_needs_a_reason(batch, finance):
    with pytest.raises(DomainError, match="没有写明未成的原因"):
        fail(lines(batch), {}, on=clock.today(), by=finance)


@pytest.mark.parametrize("count", [1, 3])
def test_paying_and_failing_cost_the_same_for_any_number(finance, count, django_assert_num_queries):
    batch = batch_of(count)
    LineFactory.create_batch(count, batch=batch)
    done = lines(locked(batch))
    with django_assert_num_queries(12):
        settle(done[:count], on=clock.today(), by=finance)
    with django_assert_num_queries(12):
        fail(done[count:], {line.pk: "户名不符" for line in done}, on=clock.today(), by=finance)
