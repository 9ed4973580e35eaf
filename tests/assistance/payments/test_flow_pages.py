"""What happens to a batch, page by page: evidence, receipts, a payment with its chain, refunds, the family's tab."""

import pytest
from django.urls import reverse

from assistance.actions.payments.handing import mark_received
from assistance.enums import Delivery
from assistance.models import Batch, Payment
from assistance.payments.enums import BatchStatus, PaymentStatus
from core import clock
from organizations.enums import AccessVerb
from organizations.models import AccessLog
from tests.support.paying import Desks, approved, handed_in, locked
from tests.support.payments import batch_of

pytestmark = pytest.mark.django_db
GOODS = {"delivery": Delivery.GOODS, "goods": "大米 10 公斤"}


@pytest.fixture
def desks():
    return Desks.hire()


def text_of(response):
    return response.content.decode()


def test_from_a_draft_to_the_end_by_the_buttons(desks, as_user):
    batch = batch_of(desks.officer, homes=2, **GOODS)
    officer, finance = as_user(desks.officer), as_user(desks.finance)
    page = officer.post(reverse("batch_check", args=[batch.pk]), follow=True)
    assert "报批" in text_of(page)
    officer.post(reverse("batch_submit", args=[batch.pk]))
    assert Batch.objects.get(pk=batch.pk).status == BatchStatus.REVIEWING
    batch = approved(desks, **GOODS)
    assert "锁定并记账" in text_of(finance.get(batch.get_absolute_url()))
    finance.post(reverse("batch_lock", args=[batch.pk]))
    keys = list(batch.payments.values_list("pk", flat=True))
    today = f"{clock.today()}"
    officer.post(reverse("batch_received", args=[batch.pk]), {"line": keys[:1], "on": today})
    officer.post(reverse("batch_not_taken", args=[batch.pk]), {"line": keys[1:], "on": today, "reason": "外出"})
    assert [line.status for line in batch.payments.all()] == [PaymentStatus.PAID, PaymentStatus.FAILED]


def test_the_deciders_see_sums_budget_and_the_largest_lines(desks, as_user):
    batch = handed_in(desks)
    page = text_of(as_user(desks.reviewer).get(reverse("batch_evidence", args=[batch.pk])))
    assert "2,000.00" in page
    assert "余额足够" in page
    review = as_user(desks.reviewer).get(reverse("review", args=[batch.review_id]))
    assert "打开批次" in text_of(review)


@pytest.mark.parametrize("count", [1, 3])
def test_the_evidence_costs_the_same_for_any_number(desks, as_user, count, django_assert_num_queries):
    batch, client = handed_in(desks, count), as_user(desks.reviewer)
    with django_assert_num_queries(12):
        client.get(reverse("batch_evidence", args=[batch.pk]))


@pytest.fixture
def paid(desks):
    batch = locked(desks, **GOODS)
    mark_received(batch, batch.payments.all()[:1], by=desks.officer, on=clock.today())
    return Payment.objects.select_related("household").get(batch=batch, status=PaymentStatus.PAID)


def test_the_page_of_a_payment_tells_the_whole_chain_and_is_logged(desks, as_user, paid):
    page = text_of(as_user(desks.reviewer).get(paid.get_absolute_url()))
    for words in ("一、档案", "县审核", "县审批", "县财务", "公示期", "七、资金台账", "已享受帮扶", "********"):
        assert words in page
    assert AccessLog.objects.filter(subject=paid.household.archive_no, detail__startswith="发放明细").count() == 1


def test_the_account_is_shown_in_full_to_who_pays_and_that_is_logged(desks, as_user):
    line = batch_of(desks.officer, homes=1).payments.select_related("household").get()
    assert line.card_no not in text_of(as_user(desks.finance).get(line.get_absolute_url()))
    assert line.card_no in text_of(as_user(desks.finance).post(reverse("payment_reveal", args=[line.pk])))
    look = AccessLog.objects.get(verb=AccessVerb.REVEAL)
    assert (look.subject, look.detail[-4:]) == (line.household.archive_no, "银行卡号")
    assert as_user(desks.reviewer).post(reverse("payment_reveal", args=[line.pk])).status_code == 403


def test_money_that_came_back_is_entered_by_the_form(desks, as_user, paid):
    client, address = as_user(desks.finance), reverse("payment_refund", args=[paid.pk])
    movement = client.get(address).context["form"]["movement"].value()
    sent = {"amount": "2000", "on": f"{clock.today()}", "reason": "重复享受", "movement": movement}
    assert "最多 1,000.00 元" in text_of(client.post(address, sent))
    client.post(address, sent | {"amount": "300"})
    assert Payment.objects.get(pk=paid.pk).refunded == 300


def test_the_tab_of_the_household_shows_what_came_and_what_is_coming(desks, as_user, paid):
    client = as_user(desks.officer)
    page = text_of(client.get(reverse("household_aid", args=[paid.household.archive_no])))
    assert "来自资金发放" in page
    assert reverse("aid_correct", args=[paid.household.archive_no, paid.aid_record.pk]) not in page
    other = paid.batch.payments.exclude(pk=paid.pk).get()
    assert "正在发放" in text_of(client.get(reverse("household_aid", args=[other.household.archive_no])))
