"""Two at once on one batch, one bill, one form: each line and each bill stands once, and nothing is counted wrong."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.db.models import Sum

from assistance.actions.ceilings.bills import register_bill
from assistance.actions.payments.drawing import add_households, add_requests, draw_batch
from assistance.actions.payments.lines import drop_lines, set_amounts
from assistance.actions.payments.stops import open_stops
from assistance.actions.payments.submitting import submit_batch
from assistance.actions.payments.workbooks import add_from_workbook
from assistance.models import Batch, Bill, Payment
from assistance.payments.building import Wanted
from assistance.payments.enums import PaymentStatus, StopKind
from assistance.payments.linebook import BILL, BILL_TOTAL, NAME, NUMBER
from core.errors import Conflict, DomainError
from organizations.enums import Role
from tests.support.factories import union, user_with
from tests.support.linebooks import line_book
from tests.support.money import budget_with
from tests.support.payments import BY_BILLS, batch_of, bill_of, home, item_with, request_of
from tests.support.races import at_once, one_before_the_other, told_apart

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("reference")]


@pytest.fixture
def officers(reference):
    return [user_with(Role.OFFICER, "532524", username=f"racing-{n}", name=f"经办{n}") for n in "甲乙"]


def bill_book(household, number):
    """Return a workbook of one line with a bill."""
    told = {NUMBER: household.archive_no, NAME: household.head_name, BILL: number, BILL_TOTAL: 900}
    return line_book(told)


def totals_are_right(batch):
    batch.refresh_from_db()
    standing = batch.payments.standing()
    return (batch.lines_count, batch.amount) == (standing.count(), standing.aggregate(sum=Sum("amount"))["sum"])


def test_two_fill_one_batch_and_each_household_stands_once(officers):
    batch, homes = batch_of(officers[0]), [home() for _n in range(6)]
    shares = [homes[:4], homes[2:]]
    at_once(
        *[
            lambda by=by, share=share: add_households(batch, [Wanted(one) for one in share], by=by)
            for by, share in zip(officers, shares, strict=True)
        ]
    )
    assert sorted(batch.payments.values_list("household", flat=True)) == [one.pk for one in homes]
    assert sorted(batch.payments.values_list("position", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert totals_are_right(batch)


def test_one_takes_a_line_off_while_the_other_changes_its_amount(officers):
    batch = batch_of(officers[0], homes=2)
    line = batch.payments.first()
    one_before_the_other(
        lambda: drop_lines(batch, [line], by=officers[0], reason="本人放弃"),
        lambda: set_amounts(batch, batch.payments.all(), by=officers[1], amount=Decimal(500)),
    )
    line.refresh_from_db()
    assert (line.status, line.amount) == (PaymentStatus.DROPPED, 1000)
    assert totals_are_right(batch)


def test_the_same_form_sent_twice_draws_one_batch(officers):
    facts = {"union": union("532524"), "title": "生活救助", "item": item_with(), "budget": budget_with(1000)}
    press = uuid.uuid4()
    done = at_once(*[lambda: draw_batch(by=officers[0], client_id=press, **facts)] * 2)
    assert len({batch.pk for batch in done}) == 1
    assert Batch.objects.count() == 1


def test_two_batches_drawn_at_once_have_numbers_of_their_own(officers):
    facts = {"union": union("532524"), "title": "生活救助", "item": item_with(), "budget": budget_with(1000)}
    done = at_once(*[lambda by=by: draw_batch(by=by, client_id=uuid.uuid4(), **facts) for by in officers])
    assert sorted(batch.seq for batch in done) == [1, 2]


def test_one_bill_is_registered_once_in_the_province(officers):
    facts = {"kind": "medical", "number": "00532101", "issued_on": datetime.date(2026, 1, 5), "issuer": "县医院"}
    facts |= {"total": Decimal(1200), "self_paid": Decimal(480)}
    homes = [home(), home()]
    acts = [
        lambda by=by, one=one: register_bill(one, by=by, facts=facts) for by, one in zip(officers, homes, strict=True)
    ]
    done, refused = told_apart(at_once(*acts))
    assert (len(done), len(refused)) == (1, 1)
    assert "已在其他档案中登记" in refused[0].message
    assert Bill.objects.count() == 1


def test_one_application_is_taken_into_one_batch(officers):
    household, item = home(), item_with()
    request = request_of(household, item, officers[0], amount=400)
    first, second = [batch_of(by, item=item) for by in officers]
    with pytest.raises(Conflict, match="不能列入"):
        one_before_the_other(
            lambda: add_requests(first, [request], by=officers[0]),
            lambda: add_requests(second, [request], by=officers[1]),
        )
    assert Payment.objects.get().batch == first


def test_one_bill_pays_one_line(officers):
    household, item = home(), item_with(lines=BY_BILLS, papers=["medical"])
    bill = bill_of(household, officers[0])
    first, second = [batch_of(by, item=item) for by in officers]
    one_before_the_other(
        lambda: add_households(first, [Wanted(household)], by=officers[0]),
        lambda: add_households(second, [Wanted(household)], by=officers[1]),
    )
    bill.refresh_from_db()
    assert bill.payment == first.payments.get()
    assert StopKind.NO_BILL in [stop.kind for stop in open_stops(second)]


def test_two_workbooks_name_one_new_bill(officers):
    item = item_with(lines=BY_BILLS, papers=["medical"])
    batches = [batch_of(by, item=item) for by in officers]
    books = [bill_book(home(), "00532477") for _by in officers]
    acts = [
        lambda batch=batch, book=book, by=by: add_from_workbook(batch, book, by=by)
        for batch, book, by in zip(batches, books, officers, strict=True)
    ]
    with pytest.raises(Conflict, match="刚刚由别人登记，请重新上传"):
        one_before_the_other(*acts)
    assert Bill.objects.get().payment == batches[0].payments.get()
    assert not batches[1].payments.exists()
    books[1].seek(0)
    assert "已经登记过" in acts[1]().faults[0].reason


def test_of_two_batches_for_one_purpose_the_second_is_stopped(officers):
    household, item = home(), item_with()
    pair = [batch_of(by, item=item) for by in officers]
    at_once(
        *[
            lambda by=by, batch=batch: add_households(batch, [Wanted(household)], by=by)
            for by, batch in zip(officers, pair, strict=True)
        ]
    )
    assert len(set(Payment.objects.values_list("once_key", flat=True))) == 1
    submit_batch(pair[0], by=officers[0])
    with pytest.raises(DomainError, match="本期已发放同一项目"):
        submit_batch(pair[1], by=officers[1])
