"""Following up lines that failed: paid again as new lines, or given up."""

import datetime

import pytest

from assistance.actions.bank.again import give_up, pay_again
from assistance.actions.bank.results import read_result
from assistance.bank.again import Account
from assistance.models import Bill, LedgerEntry, Payment
from core import clock
from core.errors import DomainError, NotAllowed
from tests.support.bankruns import general, rows_of, sent, states, upload_of
from tests.support.payments import bill_of

pytestmark = pytest.mark.django_db
OTHER = "6228480000000000018"


@pytest.fixture
def failed(finance):
    """A line that the bank gave back, beside one that was paid."""
    batch = sent(finance, 2)
    read_result(batch, general(), upload_of(rows_of(batch, 2)), by=finance)
    return batch.payments.get(position=2)


def corrected(line, card):
    line.household.card_no, line.household.bank = card, "农业银行"
    line.household.save(update_fields=["card_no", "bank"])
    return line


def test_on_a_corrected_account_it_is_a_new_line_of_the_next_round(failed, finance):
    (again,) = pay_again([corrected(failed, OTHER)], by=finance)
    assert (again.position, again.round, again.status, again.amount) == (3, 2, "locked", failed.amount)
    assert (again.again_of, again.card_no, again.bank, again.built_from) == (failed, OTHER, "农业银行", "again")
    assert list(LedgerEntry.objects.filter(payment=again).values_list("kind", "amount")) == [("payment", -1000)]
    assert not Payment.objects.to_follow_up().exists()


def test_a_fund_that_is_over_by_now_pays_nothing_again(failed, finance):
    fund = failed.batch.budget.fund
    fund.valid_until = clock.today()
    fund.save(update_fields=["valid_until"])
    corrected(failed, OTHER)
    with clock.at(clock.today() + datetime.timedelta(days=1)), pytest.raises(DomainError, match="已停用"):
        pay_again([failed], by=finance)
    assert pay_again([failed], by=finance)


def test_twice_pressed_it_is_one_line(failed, finance):
    corrected(failed, OTHER)
    assert pay_again([failed], by=finance) == pay_again([failed], by=finance)
    assert failed.batch.payments.count() == 3


def test_the_next_round_goes_out_and_comes_back(failed, finance):
    pay_again([corrected(failed, OTHER)], by=finance)
    sent(finance, batch=failed.batch)
    assert states(failed.batch) == ["paid", "failed", "sent"]
    rows = rows_of(failed.batch, round_no=2)
    read_result(failed.batch, general(), upload_of(rows), by=finance)
    assert states(failed.batch) == ["paid", "failed", "paid"]


def test_the_account_that_failed_is_used_again_only_when_said(failed, finance):
    with pytest.raises(DomainError, match="账户与未成时相同（账户已销户）"):
        pay_again([failed], by=finance)
    failed.household.refresh_from_db()
    (again,) = pay_again([failed], by=finance, accounts={failed.pk: own(failed)}, same=False)
    assert again.own_account


def own(line):
    return Account(line.payee_name, "农业银行", "", OTHER, own=True)


def test_an_account_that_no_bank_takes_is_refused(failed, finance):
    with pytest.raises(DomainError, match="不能补发，2 号赵小兰：.*校验位不符"):
        pay_again([corrected(failed, OTHER[:-1] + "0")], by=finance)
    assert states(failed.batch) == ["paid", "failed"]


def test_a_line_is_given_up_with_a_reason(failed, finance):
    with pytest.raises(DomainError, match="请写明"):
        give_up(failed, by=finance, reason=" ")
    assert give_up(failed, by=finance, reason="家属放弃").dropped_reason == "家属放弃"
    assert give_up(failed, by=finance, reason="另一原因").dropped_reason == "家属放弃"
    assert not Payment.objects.to_follow_up().exists()
    with pytest.raises(DomainError, match="已登记为不再补发"):
        pay_again([corrected(failed, OTHER)], by=finance)


def test_what_was_paid_is_not_followed_up(failed, finance, officer):
    paid = failed.batch.payments.get(position=1)
    with pytest.raises(DomainError, match="不是发放未成"):
        pay_again([paid], by=finance)
    with pytest.raises(DomainError, match="不是发放未成"):
        give_up(paid, by=finance, reason="错")
    with pytest.raises(NotAllowed):
        pay_again([failed], by=officer)
    with pytest.raises(NotAllowed):
        give_up(failed, by=officer, reason="错")


@pytest.fixture
def billed(finance, officer):
    """A line with a bill behind it that the bank gave back."""
    batch = sent(finance, 1)
    line = batch.payments.get()
    bill = bill_of(line.household, officer, payment=line)
    read_result(batch, general(), upload_of(rows_of(batch, 1)), by=finance)
    assert not Bill.objects.unused().exists()
    return bill


def test_the_bill_of_a_line_that_failed_goes_on_to_the_line_that_pays_it_again(billed, finance):
    (again,) = pay_again([corrected(billed.payment, OTHER)], by=finance)
    assert Bill.objects.get().payment == again


def test_a_line_that_is_given_up_sets_its_bill_free(billed, finance):
    give_up(billed.payment, by=finance, reason="本人放弃")
    assert Bill.objects.unused().get() == billed
