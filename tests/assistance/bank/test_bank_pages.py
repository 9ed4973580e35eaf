"""The pages of a batch at the bank."""

import io

import pytest
import pyzipper

from assistance.actions.bank.results import read_result
from assistance.models import BankLayout, BankResult
from core import clock
from tests.support.bank import PASSWORD
from tests.support.bankruns import general, rows_of, sent, states, upload_of
from tests.support.batches import CARD, batch_of, locked

pytestmark = pytest.mark.django_db


def test_the_file_is_handed_out_under_its_password(finance, as_user):
    batch, browser = locked(batch_of(1)), as_user(finance)
    typed = {"layout": general().pk, "password": PASSWORD, "again": PASSWORD}
    answer = browser.post(f"/batches/{batch.pk}/bank/file/", typed)
    assert answer["Content-Type"] == "application/zip"
    with pyzipper.AESZipFile(io.BytesIO(answer.content)) as archive:
        archive.setpassword(PASSWORD.encode())
        assert CARD in archive.read(f"{batch.number}-1.txt").decode("gb18030")
    page = browser.post(f"/batches/{batch.pk}/bank/file/", typed | {"again": "other"}).content.decode()
    assert "两次输入的密码不一致。" in page
    assert (PASSWORD in page, CARD in page) == (False, False)


def test_a_result_is_shown_first_and_booked_when_confirmed(finance, as_user):
    batch, browser = sent(finance, 2), as_user(finance)
    typed = {"layout": general().pk, "book": upload_of(rows_of(batch, 2))}
    typed["on"] = clock.today().isoformat()
    page = browser.post(f"/batches/{batch.pk}/bank/result/", typed)
    assert "将登记成功 1 笔 1,000.00 元、失败 1 笔 1,000.00 元" in page.content.decode()
    assert states(batch) == ["sent", "sent"]
    browser.post(f"/batches/{batch.pk}/bank/result/book/", {"token": page.context["token"]})
    assert (states(batch), BankResult.objects.count()) == (["paid", "failed"], 1)
    assert "1 笔发放未成，待处理" in browser.get(f"/batches/{batch.pk}/bank/").content.decode()
    assert "账户已销户" in browser.get(f"/payments/failed/?batch={batch.pk}").content.decode()


def test_a_file_that_does_not_fit_shows_every_row_and_offers_nothing(finance, as_user):
    batch, browser = sent(finance, 3), as_user(finance)
    first, second, _third = rows_of(batch)
    typed = {"layout": general().pk, "on": "2026-01-05", "book": upload_of([first, second, second])}
    page = browser.post(f"/batches/{batch.pk}/bank/result/", typed).content.decode()
    assert "与第 3 行重复" in page
    assert ("文件中没有结果的明细" in page, "确认入账" in page) == (True, False)


def test_a_token_of_nobody_books_nothing(finance, as_user):
    batch = sent(finance, 1)
    page = as_user(finance).post(f"/batches/{batch.pk}/bank/result/book/", {"token": "x"}, follow=True)
    assert "核对结果已过期，请重新上传回盘文件。" in page.content.decode()
    assert states(batch) == ["sent"]


def test_a_line_that_failed_shows_no_account_in_full(finance, as_user):
    batch, browser = sent(finance, 1), as_user(finance)
    typed = {"layout": BankLayout.objects.get(code="general-text").pk, "book": upload_of(rows_of(batch, 1))}
    typed["on"] = clock.today().isoformat()
    token = browser.post(f"/batches/{batch.pk}/bank/result/", typed).context["token"]
    browser.post(f"/batches/{batch.pk}/bank/result/book/", {"token": token})
    line = batch.payments.get()
    for path in ("/payments/failed/", f"/payments/{line.pk}/follow-up/"):
        page = browser.get(path).content.decode()
        assert (CARD in page, line.masked_card_no in page) == (False, True)
    browser.post(f"/payments/{line.pk}/follow-up/", {"payee_name": line.payee_name, "same": "on"})
    assert states(batch) == ["failed", "locked"]


def test_several_lines_are_paid_again_at_once_and_all_or_none(finance, as_user):
    batch, browser = sent(finance, 3), as_user(finance)
    read_result(batch, general(), upload_of(rows_of(batch, 2, 3)), by=finance)
    ticked = {"line": list(batch.payments.filter(status="failed").values_list("pk", flat=True))}
    refused = browser.post("/payments/failed/again/", ticked, follow=True).content.decode()
    assert "账户与未成时相同" in refused
    assert states(batch) == ["paid", "failed", "failed"]
    answer = browser.post("/payments/failed/again/", ticked | {"same": "1"})
    assert answer.url == f"/batches/{batch.pk}/bank/"
    assert states(batch) == ["paid", "failed", "failed", "locked", "locked"]
    shown = browser.get(batch.get_absolute_url()).context["sums"]
    assert (shown.lines, shown.amount) == (3, 3000)
    nothing = browser.post("/payments/failed/again/", {}, follow=True).content.decode()
    assert "请先勾选要补发的明细" in nothing
