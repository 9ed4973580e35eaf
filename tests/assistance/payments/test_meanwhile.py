"""What happens to a household, or to the year, while its payment is on the way."""

import datetime

import pytest

from assistance.actions.bank.results import read_result
from assistance.actions.payments.locking import StopsFound, lock_batch
from assistance.funds.reconcile import differences, reconcile
from assistance.models import AidRecord, LedgerEntry
from core import clock
from core.errors import DomainError
from households.enums import Status
from households.models import Household
from tests.support.bankruns import general, rows_of, sent, states, upload_of
from tests.support.factories import union
from tests.support.life import put
from tests.support.money import FundFactory, budget_with
from tests.support.paying import Desks, approved, locked
from tests.support.payments import card_no

pytestmark = pytest.mark.django_db
DECEMBER, JANUARY = datetime.date(2026, 12, 28), datetime.date(2027, 1, 4)


@pytest.fixture
def desks():
    return Desks.hire()


def exits(household):
    put(household, Status.EXITED)


def is_cancelled(household):
    put(household, Status.CANCELLED)


def changes_its_card(household):
    Household.objects.filter(pk=household.pk).update(card_no=card_no())


def moves(household):
    Household.objects.filter(pk=household.pk).update(union=union("530100"))


@pytest.mark.parametrize("event", [exits, is_cancelled, changes_its_card])
def test_between_approval_and_locking_it_is_stopped(desks, event):
    batch = approved(desks)
    event(batch.payments.first().household)
    with pytest.raises(StopsFound, match="没有锁定：第 1 行"):
        lock_batch(batch, by=desks.finance)
    assert not LedgerEntry.objects.filter(payment__batch=batch).exists()


@pytest.mark.parametrize("event", [exits, is_cancelled, changes_its_card, moves])
def test_between_locking_and_the_result_it_is_paid_as_it_was_locked(desks, event):
    batch = locked(desks)
    line = batch.payments.first()
    event(line.household)
    sent(desks.finance, batch=batch)
    read_result(batch, general(), upload_of(rows_of(batch, 2)), by=desks.finance)
    assert states(batch) == ["paid", "failed"]
    assert AidRecord.objects.get(payment=line).amount == line.amount
    assert not differences(reconcile())


def test_what_was_approved_in_december_is_paid_in_january_out_of_the_budget_of_its_year(desks):
    with clock.at(DECEMBER):
        batch = approved(desks, budget=budget_with(10_000))
    with clock.at(JANUARY):
        lock_batch(batch, by=desks.finance)
        sent(desks.finance, batch=batch)
        read_result(batch, general(), upload_of(rows_of(batch, 2)), by=desks.finance)
        assert set(LedgerEntry.objects.filter(payment__batch=batch).values_list("on", "budget__year")) == {
            (JANUARY, 2026)
        }
        assert not differences(reconcile())


def test_money_that_lapses_with_its_year_is_not_locked_in_the_next(desks):
    with clock.at(DECEMBER):
        batch = approved(desks, budget=budget_with(10_000, fund=FundFactory(lapses=True)))
    with clock.at(JANUARY), pytest.raises(DomainError, match="年末结余收回"):
        lock_batch(batch, by=desks.finance)
    assert not LedgerEntry.objects.filter(payment__batch=batch).exists()
