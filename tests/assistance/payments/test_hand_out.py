"""Goods and cash: who took them, who did not; money that came back; the end of a batch."""

import datetime
import uuid
from decimal import Decimal

import pytest

from assistance.actions.aid import correct_aid, remove_aid
from assistance.actions.payments.closing import close_batch, set_voucher
from assistance.actions.payments.handing import mark_not_taken, mark_received
from assistance.actions.payments.refunds import refund_payment
from assistance.enums import Delivery
from assistance.funds.enums import EntryKind
from assistance.models import AidRecord, LedgerEntry, Payment
from assistance.payments.enums import BatchStatus, PaymentStatus
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from tests.support.paying import Desks, approved, locked

pytestmark = pytest.mark.django_db
GOODS = {"delivery": Delivery.GOODS, "goods": "大米 10 公斤、食用油 5 升"}


@pytest.fixture
def desks():
    return Desks.hire()


@pytest.fixture
def batch(desks):
    return locked(desks, **GOODS)


@pytest.fixture
def paid(batch, desks):
    [first, _second] = batch.payments.all()
    mark_received(batch, [first], by=desks.officer, on=clock.today())
    return Payment.objects.get(pk=first.pk)


def balance(batch):
    batch.budget.refresh_from_db()
    return batch.budget.balance


def test_who_took_goods_has_received_them(batch, desks):
    mark_received(batch, batch.payments.all(), by=desks.officer, on=clock.today())
    record = AidRecord.objects.first()
    assert {line.status for line in batch.payments.all()} == {PaymentStatus.PAID}
    assert (record.delivery, record.remark, record.amount) == (Delivery.GOODS, GOODS["goods"], 1000)


def test_ticking_somebody_again_changes_nothing(batch, paid, desks):
    assert mark_received(batch, [paid], by=desks.finance, on=clock.today()) == []
    assert AidRecord.objects.count() == 1


def test_who_did_not_come_gives_the_money_back(batch, desks):
    before = balance(batch)
    first = batch.payments.first()
    with pytest.raises(DomainError, match="没有签收的原因"):
        mark_not_taken(batch, [first], by=desks.officer, on=clock.today(), reason=" ")
    mark_not_taken(batch, [first], by=desks.officer, on=clock.today(), reason="外出务工，多次联系未领取")
    assert balance(batch) == before + 1000
    with pytest.raises(Conflict, match="不能再登记签收"):
        mark_received(batch, [first], by=desks.officer, on=clock.today())


def test_what_a_bank_pays_is_not_ticked_and_only_locked_batches_are(desks, batch):
    by_card = locked(desks)
    with pytest.raises(DomainError, match="以银行回盘为准"):
        mark_received(by_card, by_card.payments.all(), by=desks.finance, on=clock.today())
    waiting = approved(desks, **GOODS)
    with pytest.raises(Conflict, match="锁定以后"):
        mark_received(waiting, waiting.payments.all(), by=desks.finance, on=clock.today())
    for by in (desks.reviewer, desks.outsider):
        with pytest.raises(NotAllowed):
            mark_received(batch, batch.payments.all(), by=by, on=clock.today())


def refund(paid, desks, amount="400", **facts):
    told = {"on": clock.today(), "reason": "查明重复享受", "doc_no": "记-15", "movement": uuid.uuid4()}
    return refund_payment(paid, by=desks.finance, amount=Decimal(amount), **(told | facts))


def test_money_that_comes_back_is_booked_and_what_was_received_follows(batch, paid, desks):
    before = balance(batch)
    assert refund(paid, desks).refunded == 400
    assert balance(batch) == before + 400
    assert (AidRecord.objects.get().amount, "已追回 400.00 元" in AidRecord.objects.get().remark) == (600, True)
    refund(paid, desks, "600")
    assert AidRecord.objects.get().amount == 0


def test_a_refund_pressed_twice_is_booked_once(paid, desks):
    movement = uuid.uuid4()
    for _twice in range(2):
        refund(paid, desks, movement=movement)
    assert LedgerEntry.objects.filter(kind=EntryKind.REFUND).count() == 1


@pytest.mark.parametrize(
    ("amount", "facts", "words"),
    [
        ("1000.01", {}, "最多 1,000.00 元"),
        ("0", {}, "应大于零"),
        ("1", {"reason": ""}, "写明追回的原因"),
        ("1", {"on": datetime.date(2020, 1, 1)}, "之间"),
    ],
)
def test_what_no_refund_is(paid, desks, amount, facts, words):
    with pytest.raises(DomainError, match=words):
        refund(paid, desks, amount, **facts)


def test_only_finance_enters_refunds_and_only_of_what_was_paid(batch, paid, desks):
    with pytest.raises(NotAllowed):
        refund_payment(paid, by=desks.officer, amount=Decimal(1), on=clock.today(), reason="甲")
    waiting = batch.payments.exclude(pk=paid.pk).get()
    with pytest.raises(Conflict, match="已发放的才能"):
        refund(waiting, desks)


def test_what_follows_a_payment_is_not_corrected_by_hand(paid, desks, aid_facts):
    record = AidRecord.objects.get()
    for act in (
        lambda: correct_aid(record, by=desks.officer, facts=aid_facts()),
        lambda: remove_aid(record, by=desks.officer),
    ):
        with pytest.raises(DomainError, match="来自资金发放"):
            act()


def test_a_batch_is_closed_when_every_line_is_settled(batch, paid, desks):
    with pytest.raises(DomainError, match="1 行没有发放结果"):
        close_batch(batch, by=desks.finance)
    other = batch.payments.exclude(pk=paid.pk).get()
    mark_not_taken(batch, [other], by=desks.officer, on=clock.today(), reason="已迁出")
    with pytest.raises(DomainError, match="没有补发也没有写明"):
        close_batch(batch, by=desks.finance)
    Payment.objects.filter(pk=other.pk).update(dropped_reason="已迁出，不再发放")
    with pytest.raises(DomainError, match="记账凭证号"):
        close_batch(batch, by=desks.finance)
    set_voucher(batch, by=desks.finance, voucher_no="记2026-118")
    closed = close_batch(batch, by=desks.finance)
    assert (closed.status, AidRecord.objects.get().voucher_no) == (BatchStatus.CLOSED, "记2026-118")
    assert close_batch(closed, by=desks.finance).closed_by == desks.finance
