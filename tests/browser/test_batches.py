"""Batches of payments in the browser: one amount for ticked lines, an account in full, at both widths well made."""

import pytest

from assistance.models import Batch
from organizations.models import User
from tests.support.payments import batch_of, home

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def batch(accounts):
    """A batch of three lines of the demo county, one without an account."""
    officer = User.objects.get(username="county-officer")
    return batch_of(officer, homes=[home(), home(), home(card_no="")])


def test_an_officer_sets_ticked_lines_to_one_amount(batch, desk):
    page = desk.log_in("county-officer")
    desk.open(batch.get_absolute_url())
    page.get_by_role("checkbox", name="选择第 1 行").check()
    page.get_by_label("金额统一为（元）").fill("600")
    desk.keep("batch-ticked")
    page.get_by_role("button", name="统一金额").click()
    page.get_by_text("已将 1 行的金额改为 600.00 元").wait_for()
    assert Batch.objects.get().amount == 2600


def test_finance_sees_an_account_in_full_on_request(batch, desk):
    line = batch.payments.first()
    page = desk.log_in("finance")
    desk.open(line.get_absolute_url())
    page.get_by_title("查看完整账号").click()
    page.get_by_text(line.card_no, exact=True).wait_for()
    desk.keep("payment-chain", whole=True)


@pytest.mark.parametrize("path", ["", "stops/", "add/", "add/?way=list", "add/?way=workbook", "edit/"])
def test_the_pages_of_a_batch_are_well_made_on_a_phone(batch, phone, path):
    phone.log_in("county-officer")
    phone.open(f"{batch.get_absolute_url()}{path}")
    phone.assert_well_made()
