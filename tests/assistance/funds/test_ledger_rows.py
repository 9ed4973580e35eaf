"""The ledger page: a batch in one row, with a balance that the budget had, and unfolded every entry."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from assistance.actions.funds import adjust
from assistance.funds.entries import Acts
from assistance.funds.enums import EntryKind
from assistance.funds.ledger import book, entry_of
from assistance.funds.reconcile import reconcile
from assistance.models import LedgerAct, Payment
from benchmarks.ledger_play import GRANTED, prepare
from core import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(household, finance):
    """Four lines of a locked batch; none is booked yet."""
    play = prepare(household, finance, lines=4)
    return list(Payment.objects.select_related("batch__budget").filter(pk__in=play.lines).order_by("pk"))


@pytest.fixture
def booked(lines, finance):
    """Book lines in one act or several, each of so many lines."""

    def done(kind, *acts):
        rest = iter(lines)
        for size in acts:
            with transaction.atomic():
                book([entry_of(next(rest), kind, by=finance, on=clock.today()) for _ in range(size)])
        Payment.objects.filter(pk__in=[line.pk for line in lines]).update(status="locked")

    return done


def rows(line, **chosen):
    """Return kind, count, sum and balance of the rows of the ledger, the newest first."""
    acts = Acts(line.batch.budget, **chosen)[0:51]
    return [(act.entry.kind, act.count, act.amount, act.after) for act in acts]


def test_a_batch_is_one_row_with_its_sum_and_the_balance_after_it(lines, booked):
    booked(EntryKind.PAYMENT, 4)
    total = sum(line.amount for line in lines)
    assert rows(lines[0]) == [("payment", 4, -total, GRANTED - total), ("grant", 1, GRANTED, GRANTED)]
    assert LedgerAct.objects.filter(batch=lines[0].batch).count() == 1


def test_acts_of_one_day_that_follow_each_other_are_one_row(lines, booked):
    booked(EntryKind.PAYMENT, 1, 3)
    assert [(kind, count) for kind, count, *_sums in rows(lines[0])] == [("payment", 4), ("grant", 1)]


def test_what_comes_in_between_keeps_rows_apart_and_each_balance_true(lines, finance, booked):
    booked(EntryKind.PAYMENT, 4)
    whole = sum(line.amount for line in lines)
    for line in lines[:2]:
        book([entry_of(line, EntryKind.FAILED, by=finance, on=clock.today())])
        Payment.objects.filter(pk=line.pk).update(status="failed")
        adjust(line.batch.budget, "0.50", by=finance, doc_no="记 7 号")
    after = GRANTED - whole + lines[0].amount + lines[1].amount + 1
    assert [row[0] for row in rows(lines[0])] == ["adjust", "failed", "adjust", "failed", "payment", "grant"]
    assert rows(lines[0])[0] == ("adjust", 1, Decimal("0.50"), after)
    assert rows(lines[0], kind="failed")[1][3] == GRANTED - whole + lines[0].amount


def test_unfolded_it_shows_every_entry_with_the_balance_after_it(lines, booked):
    booked(EntryKind.PAYMENT, 4)
    shown = rows(lines[0], batch=lines[0].batch_id, kind="payment")
    assert [row[:3] for row in shown] == [("payment", 1, -line.amount) for line in reversed(lines)]
    assert shown[-1][3] == GRANTED - lines[0].amount
    assert rows(lines[0], batch=lines[0].batch_id + 1) == []


def test_the_page_leads_from_the_row_to_batch_and_lines(lines, finance, as_user, booked):
    booked(EntryKind.PAYMENT, 4)
    path, batch = reverse("budget", args=[lines[0].batch.budget_id]), lines[0].batch
    shown = as_user(finance).get(path).content.decode()
    assert f'href="{batch.get_absolute_url()}">发放批次 {batch.number} {batch.title}</a>' in shown
    query = f"?batch={batch.pk}&amp;kind=payment&amp;since={clock.today()}&amp;until={clock.today()}"
    assert f'<a href="{query}">4 笔</a>' in shown
    unfolded = as_user(finance).get(path, {"batch": batch.pk, "kind": "payment"}).content.decode()
    assert unfolded.count(lines[0].get_absolute_url()) == 1
    assert f"批次 {batch.number}" in unfolded


def test_rows_say_what_the_ledger_says(lines, booked):
    booked(EntryKind.PAYMENT, 2, 2)
    [finding] = [finding for finding in reconcile() if finding.name == "台账行等于台账"]
    assert (finding.rows, finding.count) == (3, 0)
