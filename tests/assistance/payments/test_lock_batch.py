"""Locking an approved batch: the money is booked, the lines are frozen, and what is new against a line stops it."""

from decimal import Decimal

import pytest
from django.db import InternalError, transaction

from assistance.actions.payments.lines import drop_lines
from assistance.actions.payments.locking import StopsFound, lock_batch
from assistance.actions.payments.stops import check_batch, override_many
from assistance.actions.payments.submitting import submit_batch
from assistance.funds.enums import EntryKind
from assistance.models import Batch, LedgerEntry, Payment, Stop
from assistance.payments.enums import BatchStatus, PaymentStatus, StopKind
from core.errors import Conflict, DomainError, NotAllowed
from households.models import Household
from organizations.enums import Role
from reviews.actions.starting import withdraw_review
from tests.support.factories import user_with
from tests.support.money import budget_with
from tests.support.paying import Desks, agreed, approved
from tests.support.payments import batch_of, home, item_with
from tests.support.races import at_once, told_apart

pytestmark = pytest.mark.django_db
QUERIES = 38


@pytest.fixture
def desks():
    return Desks.hire()


@pytest.fixture
def batch(desks):
    return approved(desks)


def test_the_money_is_booked_line_by_line(batch, desks):
    before = batch.budget.balance
    locked = lock_batch(batch, by=desks.finance)
    assert (locked.status, locked.locked_by, locked.amount) == (BatchStatus.LOCKED, desks.finance, Decimal(2000))
    assert {line.status for line in locked.payments.all()} == {PaymentStatus.LOCKED}
    entries = LedgerEntry.objects.filter(kind=EntryKind.PAYMENT)
    assert [entry.amount for entry in entries] == [-1000, -1000]
    locked.budget.refresh_from_db()
    assert locked.budget.balance == before - 2000


def test_a_line_keeps_the_archive_as_it_stood(batch, desks):
    lock_batch(batch, by=desks.finance)
    line = batch.payments.select_related("household").first()
    Household.objects.filter(pk=line.household_id).update(persons=9)
    facts = dict(line.snapshot["archive"])
    assert (facts["档案编号"], facts["家庭人口"]) == (line.household.archive_no, "1")
    assert "********" in line.snapshot["members"][0][2]


def test_locked_lines_are_changed_by_nobody(batch, desks):
    lock_batch(batch, by=desks.finance)
    with pytest.raises(InternalError, match="frozen"), transaction.atomic():
        Payment.objects.filter(batch=batch).update(amount=1)


def test_locking_twice_changes_nothing_and_another_person_is_told(batch, desks):
    lock_batch(batch, by=desks.finance)
    lock_batch(batch, by=desks.finance)
    assert LedgerEntry.objects.filter(kind=EntryKind.PAYMENT).count() == 2
    with pytest.raises(Conflict, match="县财务.*已锁定"):
        lock_batch(batch, by=user_with(Role.FINANCE, "532524"))


def test_who_drew_it_and_who_is_no_finance_does_not_lock(batch, desks):
    both = user_with(Role.FINANCE, "532524")
    Batch.objects.filter(pk=batch.pk).update(drawn_by=both)
    for by in (both, desks.officer, desks.approver, desks.outsider):
        with pytest.raises(NotAllowed):
            lock_batch(batch, by=by)


def test_what_is_not_approved_is_not_locked(desks):
    with pytest.raises(Conflict, match="不能锁定"):
        lock_batch(batch_of(desks.officer, homes=1), by=desks.finance)


def test_a_new_stop_refuses_with_the_name_and_stands_on_the_list(batch, desks):
    line = batch.payments.select_related("household").first()
    Payment.objects.filter(pk=line.pk).update(card_no="6228480000000000001")
    with pytest.raises(StopsFound, match=f"第 1 行 {line.household.head_name}：银行账号校验不符"):
        lock_batch(batch, by=desks.finance)
    assert [stop.kind for stop in line.stops.open()] == [StopKind.BAD_ACCOUNT]
    drop_lines(batch, [line], by=desks.finance, reason="账号待核实")
    locked = lock_batch(batch, by=desks.finance)
    assert (locked.lines_count, locked.amount) == (1, 1000)


def test_a_budget_that_was_spent_meanwhile_is_told(desks):
    budget = budget_with(1500)
    first, second = [approved(desks, 1, budget=budget) for _n in range(2)]
    lock_batch(first, by=desks.finance)
    with pytest.raises(DomainError, match="可用 500.00 元，需要 1,000.00 元"):
        lock_batch(second, by=desks.finance)


@pytest.mark.parametrize("count", [1, 3])
def test_locking_costs_the_same_for_any_number(desks, count, django_assert_num_queries):
    batch = approved(desks, count)
    with django_assert_num_queries(QUERIES):
        lock_batch(batch, by=desks.finance)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference")
def test_two_people_at_once_book_the_money_once():
    desks = Desks.hire()
    batch, other = approved(desks), user_with(Role.FINANCE, "532524")
    acts = [lambda by=by: lock_batch(batch, by=by) for by in (desks.finance, other)]
    done, refused = told_apart(at_once(*acts))
    assert (len(done), len(refused)) == (1, 1)
    assert LedgerEntry.objects.filter(kind=EntryKind.PAYMENT).count() == 2


def in_spite_of_the_other(batch, desks):
    """Hand a batch in although another one for the same purpose is being decided on."""
    check_batch(batch, by=desks.officer)
    stops = Stop.objects.filter(payment__batch=batch)
    override_many(stops, batch=batch, by=desks.reviewer, reason="确需两批")
    return submit_batch(batch, by=desks.officer)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("reference")
def test_two_batches_for_the_same_purpose_pay_it_once():
    desks, item, family = Desks.hire(), item_with(), home()
    one, other = [batch_of(desks.officer, homes=[family], item=item) for _n in range(2)]
    other = submit_batch(other, by=desks.officer)
    one = in_spite_of_the_other(one, desks)
    withdraw_review(other.review, by=desks.officer, reason="金额待核")
    other = in_spite_of_the_other(other, desks)
    ready = [agreed(batch, desks) for batch in (one, other)]
    done, refused = told_apart(at_once(*[lambda one=one: lock_batch(one, by=desks.finance) for one in ready]))
    assert (len(done), len(refused)) == (1, 1)
    assert Payment.objects.booked().count() == 1
