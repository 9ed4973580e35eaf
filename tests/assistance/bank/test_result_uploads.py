"""Result files as they should not come, handed in on the page: each is refused in Chinese, and nothing has changed."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from assistance.actions.bank.again import pay_again
from assistance.actions.bank.results import read_result
from assistance.models import BankResult, LedgerEntry
from core import clock
from organizations.models import RoleAssignment
from tests.support.bank import answered_sheet, answered_text, layout_of
from tests.support.bankruns import general, rows_of, sent, states, upload_of
from tests.support.factories import union

pytestmark = pytest.mark.django_db


def text_of(rows):
    return answered_text(rows, layout_of()).decode("gb18030")


def with_cell(rows, at, words):
    return [[*rows[0][:at], words, *rows[0][at + 1 :]], *rows[1:]]


def unpacked_too_large():
    """Return a workbook of a few hundred kilobytes that unpacks to 700 MB."""
    content = io.BytesIO(answered_sheet([]))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as book, book.open("xl/media/a.bin", "w") as part:
        for _ in range(700):
            part.write(b"\0" * 1024 * 1024)
    return content.getvalue()


SPOILED = {
    "nothing": lambda rows: b"",
    "utf-16": lambda rows: text_of(rows).encode("utf-16"),
    "cut in a row": lambda rows: text_of(rows).encode("gb18030")[:-40],
    "cut between rows": lambda rows: answered_text(rows[:-1], layout_of()),
    "cut in a character": lambda rows: answered_text([*rows, ["合计"]], layout_of())[:-2],
    "picture": lambda rows: b"\xff\xd8\xff\xe0JFIF" + bytes(range(256)) * 20,
    "page": lambda rows: "<html><body>会话已超时，请重新登录</body></html>".encode(),
    "only a head": lambda rows: answered_text([], layout_of()),
    "empty lines": lambda rows: b"\r\n" * 4000,
    "a line twice": lambda rows: answered_text([*rows, rows[0]], layout_of()),
    "all twice": lambda rows: answered_text([*rows, *rows], layout_of()),
    "a cent more": lambda rows: answered_text(with_cell(rows, 1, "1000.01"), layout_of()),
    "a tenth of a cent more": lambda rows: answered_text(with_cell(rows, 1, "1000.001"), layout_of()),
    "minus": lambda rows: answered_text(with_cell(rows, 1, "-1000.00"), layout_of()),
    "digits of another script": lambda rows: answered_text(
        with_cell(rows, 1, "١٠٠٠.٠٠"), layout_of(), encoding="utf-8"
    ),
    "power": lambda rows: answered_text(with_cell(rows, 1, "1e3"), layout_of()),
    "no result": lambda rows: answered_text(with_cell(rows, 2, ""), layout_of()),
    "undecided": lambda rows: answered_text(with_cell(rows, 2, "处理中"), layout_of()),
    "both": lambda rows: answered_text(with_cell(rows, 2, "成功失败"), layout_of()),
    "tomorrow": lambda rows: answered_text(with_cell(rows, 5, "2099-01-01"), layout_of()),
    "no day": lambda rows: answered_text(with_cell(rows, 5, "2026-02-30"), layout_of()),
    "another batch": lambda rows: answered_text(with_cell(rows, 0, "09999900001"), layout_of()),
    "no such line": lambda rows: answered_text(with_cell(rows, 0, rows[0][0][:-5] + "00099"), layout_of()),
    "huge number": lambda rows: answered_text(with_cell(rows, 0, "9" * 5000), layout_of()),
    "quotes": lambda rows: text_of(rows).replace("|", '"|"').encode("gb18030"),
    "21 MB": lambda rows: answered_text(rows, layout_of()) + b" " * 21 * 1024 * 1024,
    "broken workbook": lambda rows: answered_sheet(rows)[:-300],
    "bomb": lambda rows: unpacked_too_large(),
    "workbook, a cent off": lambda rows: answered_sheet(with_cell(rows, 1, "999.99")),
    "workbook, a formula": lambda rows: answered_sheet(with_cell(rows, 1, "=500+500")),
    "workbook, doubled": lambda rows: answered_sheet([*rows, rows[1]]),
}


def handed_in(browser, batch, content, name="回盘.txt"):
    typed = {"layout": general().pk, "on": clock.today().isoformat(), "book": SimpleUploadedFile(name, content)}
    return browser.post(f"/batches/{batch.pk}/bank/result/", typed)


def stands(batch):
    return states(batch), BankResult.objects.count(), LedgerEntry.objects.count()


@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_spoiled_result_is_refused_and_changes_nothing(finance, as_user, spoiled):
    batch, browser = sent(finance, 2), as_user(finance)
    before = stands(batch)
    page = handed_in(browser, batch, SPOILED[spoiled](rows_of(batch)))
    assert page.status_code == 200
    assert "确认入账" not in page.content.decode()
    found = page.context.get("found")
    assert found.faults or found.missing if found else page.context["result_form"].errors["book"]
    if token := (page.context or {}).get("token"):
        browser.post(f"/batches/{batch.pk}/bank/result/book/", {"token": token})
    assert stands(batch) == before


@pytest.mark.parametrize("good", ["bom", "blank lines", "crlf", "spaces"])
def test_what_a_bank_may_well_send_is_read(finance, as_user, good):
    batch, browser = sent(finance, 2), as_user(finance)
    text = text_of(rows_of(batch, 2))
    made = {
        "bom": text.encode("utf-8-sig"),
        "blank lines": text.replace("\n", "\n\n\n").encode("gb18030"),
        "crlf": text.replace("\n", "\r\n").encode("gb18030"),
        "spaces": text.replace("|", " | ").encode("gb18030"),
    }
    token = handed_in(browser, batch, made[good]).context["token"]
    browser.post(f"/batches/{batch.pk}/bank/result/book/", {"token": token})
    assert states(batch) == ["paid", "failed"]


def test_a_file_of_an_earlier_round_changes_nothing(finance, as_user):
    batch, browser = sent(finance, 2), as_user(finance)
    first = rows_of(batch, 2)
    read_result(batch, general(), upload_of(first), by=finance)
    pay_again([batch.payments.get(position=2)], by=finance, same=True)
    sent(finance, batch=batch)
    before = stands(batch)
    for rows in (first, [first[0], *rows_of(batch, round_no=2)]):
        page = handed_in(browser, batch, answered_text(rows, layout_of()))
        assert page.context["found"].faults
        assert stands(batch) == before


@pytest.mark.parametrize("left", ["role", "union"])
def test_who_lost_the_role_between_check_and_booking_books_nothing(finance, as_user, left):
    batch, browser = sent(finance, 1), as_user(finance)
    token = handed_in(browser, batch, answered_text(rows_of(batch), layout_of())).context["token"]
    roles = RoleAssignment.objects.filter(user=finance)
    if left == "role":
        roles.update(valid_from="2020-01-01", expires_on="2020-02-01")
    else:
        roles.update(union=union("530100"))
        type(finance).objects.filter(pk=finance.pk).update(union=union("530100"))
    answer = browser.post(f"/batches/{batch.pk}/bank/result/book/", {"token": token})
    assert answer.status_code in (403, 404)
    assert states(batch) == ["sent"]
