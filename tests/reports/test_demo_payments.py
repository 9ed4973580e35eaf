"""The money of 2017 to 2020 in the proportions of the report, with books that prove themselves."""

import contextlib
import io
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db.models import F, Sum
from hypothesis import given
from hypothesis import strategies as st

from assistance.enums import AidProject
from assistance.models import AidRecord, BankResultRow, Batch, Budget, LedgerEntry, Payment, Service
from assistance.payments.enums import BatchStatus, PaymentStatus
from organizations.models import Union, User
from reports.demo.payments.money import fill
from reports.demo.payments.plan import LIVING, MEDICAL, SCHOOLING, SERVICES, Plan, apportion, spread
from reviews.enums import ReviewStatus, Subject
from reviews.models import Review
from tests.support.once import in_home
from tests.support.restoring import restore

HOUSEHOLDS, PAYMENTS = 180, 300


def play() -> str:
    """Play a thousandth of the four years, or what is missing of them; return what was printed last."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        call_command("seed_demo", households=HOUSEHOLDS, payments=PAYMENTS)
    return out.getvalue().splitlines()[-1]


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory):
    """The four years, played once in a home of their own and committed as they go; the words in which they end."""
    with in_home(tmp_path_factory.mktemp("home")), django_db_blocker.unblock():
        yield play()
        restore()


def counts() -> list[int]:
    return [model.objects.count() for model in (Payment, LedgerEntry, AidRecord, Batch, Review, Service, BankResultRow)]


def test_four_years_come_to_the_figures_of_the_report_and_a_second_run_writes_nothing(db, played):
    assert "生活救助 300 户次，子女助学 25 户次，医疗救助 13 户次，培训和就业服务 78 人次" in played
    before = counts()
    assert "生活救助 300 户次" in play()
    assert counts() == before


def test_the_books_prove_themselves(db, played):
    out = io.StringIO()
    call_command("reconcile", stdout=out)
    paid = Payment.objects.filter(status=PaymentStatus.PAID)
    of_lines = LedgerEntry.objects.filter(payment__isnull=False).aggregate(n=Sum("amount"))["n"]
    assert of_lines == -paid.aggregate(n=Sum("amount"))["n"]
    assert AidRecord.objects.filter(payment__isnull=False).count() == paid.count()
    assert not Budget.objects.filter(balance__lt=0).exists()


def test_every_batch_was_decided_by_reviews_of_its_amount(db, played):
    batches = Batch.objects.select_related("review__procedure")
    assert {batch.status for batch in batches} == {BatchStatus.CLOSED}
    assert all(batch.review.status == ReviewStatus.PASSED for batch in batches)
    assert all(batch.review.procedure.amount_from <= batch.amount for batch in batches)
    assert set(Review.objects.filter(batches__isnull=False).values_list("subject", flat=True)) == {Subject.PAYMENT}
    filed = Payment.objects.filter(paid_on__lt=F("household__filed_on"))
    assert not filed.exists()


@given(st.integers(0, 500), st.lists(st.integers(0, 90), min_size=1))
def test_shares_make_the_whole_and_never_more_than_is_there(wanted, there):
    wanted = min(wanted, sum(there))
    shares = apportion(wanted, there)
    assert sum(shares) == wanted
    assert all(0 <= share <= count for share, count in zip(shares, there, strict=True))


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 20))
def test_places_are_chosen_once_each(count, there, turn):
    count = min(count, there)
    chosen = spread(count, there, turn)
    assert len(set(chosen)) == count
    assert all(0 <= place < there for place in chosen)


def test_at_full_size_the_figures_are_those_of_the_report():
    plan = Plan(LIVING)
    assert [plan.figure(whole) for whole in (LIVING, SCHOOLING, MEDICAL, SERVICES)] == [300_000, 25_000, 13_000, 78_000]
    assert Decimal(900_000_000) < Decimal(2640) * LIVING + 3600 * SCHOOLING + 3000 * MEDICAL
    assert AidProject.LIVING.label == "生活救助"


def test_a_union_whose_courses_cost_nothing_has_no_budget(reference):
    before = Budget.objects.count()
    fill({(2017, "own-union", Union.objects.get(code="532524").pk): Decimal(0)}, {}, {}, by=User())
    assert Budget.objects.count() == before
