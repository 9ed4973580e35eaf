"""Booking: what the ledger takes, and in what words it refuses."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db import InternalError, connection, transaction

from assistance.funds.enums import EntryKind
from assistance.funds.ledger import book, budget_for
from assistance.models import Budget, ClosedPeriod, LedgerEntry
from core import clock
from core.errors import Conflict, DomainError
from tests.support.factories import union
from tests.support.money import FundFactory, budget_with, granted

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 30)


@pytest.mark.parametrize("table", ["ledgerentry", "closedperiod", "budget", "payment", "batch"])
def test_the_books_are_not_emptied(table):
    with pytest.raises(InternalError, match="not emptied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE assistance_{table} CASCADE")


def moved(budget, kind, amount, by, **facts):
    """Return an entry, not booked."""
    return LedgerEntry(budget=budget, kind=kind, amount=Decimal(amount), by=by, **facts)


def sums(budget):
    """Return what the budget says of itself now."""
    return Budget.objects.values_list("received", "passed_on", "spent", "balance").get(pk=budget.pk)


def test_the_first_movement_opens_the_budget_and_the_next_one_finds_it():
    fund, place = FundFactory(), union("532524")
    assert budget_for(fund, place, 2026) == budget_for(fund, place, 2026)
    assert sums(budget_for(fund, place, 2026)) == (0, 0, 0, 0)


def test_what_is_booked_moves_the_sums_by_one_statement(officer, django_assert_num_queries):
    upper, lower = budget_with(1000, "530000"), budget_with(0)
    move = {"movement": uuid.uuid4(), "by": officer}
    pair = [
        moved(upper, EntryKind.ALLOCATE_OUT, "-300.50", **move),
        moved(lower, EntryKind.ALLOCATE_IN, 300.50, **move),
    ]
    with django_assert_num_queries(3):
        book(pair)
    assert sums(upper) == (1000, Decimal("300.50"), 0, Decimal("699.50"))
    assert sums(lower) == (Decimal("300.50"), 0, 0, Decimal("300.50"))


def test_nothing_is_booked_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert book([]) == []


def test_a_budget_does_not_fall_below_zero_and_says_what_it_has(officer):
    budget = budget_with("1234.50")
    with pytest.raises(DomainError, match="余额不足：可用 1,234.50 元，需要 1,234.51 元") as refusal:
        book([moved(budget, EntryKind.LAPSE, "-1234.51", officer)])
    assert refusal.value.field == "amount"
    assert sums(budget)[3] == Decimal("1234.50")  # the transaction goes on
    assert not budget.entries.filter(kind=EntryKind.LAPSE).exists()


def test_what_leaves_one_budget_comes_into_another(officer):
    budget = budget_with(100)
    with pytest.raises(InternalError, match="comes into another"), transaction.atomic():
        book([moved(budget, EntryKind.ALLOCATE_OUT, -50, officer)])


def test_closed_books_take_nothing_up_to_the_day(officer):
    budget = budget_with(100, on=DAY)
    ClosedPeriod.objects.create(union=budget.union, until=DAY, by=officer)
    with pytest.raises(DomainError, match="建水县总工会已结账至 2026-06-30"):
        book([granted(budget, 1, on=DAY)])
    book([granted(budget, 1, on=DAY + datetime.timedelta(days=1))])
    assert sums(budget)[3] == 101


def test_one_act_is_booked_once(officer):
    budget, key = budget_with(100), uuid.uuid4()
    book([moved(budget, EntryKind.LAPSE, -10, officer, movement=key)])
    with pytest.raises(Conflict, match="已经记账"):
        book([moved(budget, EntryKind.LAPSE, -10, officer, movement=key)])
    assert sums(budget)[3] == 90


def test_an_adjustment_names_its_document(officer):
    with pytest.raises(DomainError, match="须填写文号") as refusal:
        book([moved(budget_with(5), EntryKind.ADJUST, -1, officer)])
    assert refusal.value.field == "doc_no"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assistance_ledgerentry SET amount = amount + 1",
        "UPDATE assistance_ledgerentry SET note = 'x'",
        "DELETE FROM assistance_ledgerentry",
        "UPDATE assistance_budget SET balance = balance + 1, received = received + 1",
        "UPDATE assistance_budget SET year = year + 1",
        "DELETE FROM assistance_budget",
    ],
)
def test_the_database_refuses_to_rewrite_the_ledger(statement):
    budget_with(100, on=clock.today())
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert LedgerEntry.objects.get().amount == 100
