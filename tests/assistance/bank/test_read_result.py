"""Reading the bank's result: in whole or not at all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assistance.actions.bank.results import book_result, read_result, read_upload
from assistance.models import AidRecord, BankResult, BankResultRow, LedgerEntry
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from organizations.enums import Role
from tests.support.bankruns import general, rows_of, sent, states, upload_of
from tests.support.batches import batch_of, locked
from tests.support.factories import user_with

pytestmark = pytest.mark.django_db


def read(batch, rows, by, name="回盘.txt"):
    return read_result(batch, general(), upload_of(rows, name), by=by)


def refusal(batch, rows, by):
    """Return why a file is refused, having seen that nothing at all has changed."""
    before = (states(batch), LedgerEntry.objects.count(), AidRecord.objects.count())
    with pytest.raises(DomainError) as caught:
        read(batch, rows, by)
    assert (states(batch), LedgerEntry.objects.count(), AidRecord.objects.count()) == before
    assert not BankResult.objects.filter(batch=batch).exists()
    return caught.value.message


def test_paid_lines_settle_and_failed_ones_give_their_money_back(finance):
    batch = sent(finance, 3)
    result = read(batch, rows_of(batch, 2), finance)
    assert states(batch) == ["paid", "failed", "paid"]
    assert (result.paid_count, result.failed_count, result.paid_total) == (2, 1, 2000)
    paid = batch.payments.get(position=1)
    assert (paid.paid_on, paid.bank_ref) == (clock.today(), "ICBC00000001")
    assert batch.payments.get(position=2).failed_reason == "账户已销户"
    assert AidRecord.objects.filter(payment__batch=batch).count() == 2
    batch.budget.refresh_from_db()
    assert batch.budget.spent == 2000
    assert list(BankResultRow.objects.values_list("row_no", "outcome")) == [(2, "paid"), (3, "failed"), (4, "paid")]


def test_the_day_of_each_row_is_that_of_the_bank(finance):
    batch = sent(finance, 2)
    rows = rows_of(batch)
    rows[0][5] = f"{clock.today():%Y%m%d}"
    read(batch, rows, finance)
    assert {line.paid_on for line in batch.payments.all()} == {clock.today()}


def test_a_truncated_file_is_refused_with_who_is_missing(finance):
    batch = sent(finance, 3)
    message = refusal(batch, rows_of(batch)[:2], finance)
    assert message == (
        "回盘文件没有入账：缺少 1 笔明细的结果（3 号赵小兰），文件可能不完整。"
        "请与银行核对后重新上传，各笔明细没有变化。"
    )


def test_a_file_of_another_batch_is_refused(finance):
    batch, other = sent(finance, 1), sent(finance, 1)
    assert "第 2 行：流水号" in (message := refusal(batch, rows_of(other), finance))
    assert "属于另一批次，请核对是否选错了文件" in message


def test_doubled_rows_and_wrong_amounts_are_told_by_their_rows(finance):
    batch = sent(finance, 2)
    first, second = rows_of(batch)
    assert f"第 4 行：流水号 {first[0]} 与第 2 行重复" in refusal(batch, [first, second, first], finance)
    wrong = refusal(batch, [first, [second[0], "1000.01", *second[2:]]], finance)
    assert f"第 3 行：流水号 {second[0]}（赵小兰）的金额是 1,000.01 元，代发金额是 1,000.00 元" in wrong
    unknown = [f"{batch.pk:06d}00009", *second[1:]]
    assert "第 4 行：" in refusal(batch, [first, second, unknown], finance)


def test_a_result_before_the_file_was_made_is_refused(finance):
    batch = sent(finance, 1)
    rows, early = rows_of(batch), locked(batch_of(1))
    rows[0][0] = f"{early.pk:06d}00001"
    assert "还没有导出代发文件" in refusal(early, rows, finance)


def test_the_same_file_again_is_what_was_read_before(finance):
    batch = sent(finance, 2)
    rows = rows_of(batch, 1)
    first = read(batch, rows, finance)
    assert read(batch, rows, user_with(Role.FINANCE, "532524"), "另存.txt") == first
    assert (BankResult.objects.count(), states(batch)) == (1, ["failed", "paid"])


def test_another_file_of_the_round_is_told_who_was_first(finance):
    batch = sent(finance, 1)
    rows = rows_of(batch)
    read(batch, rows, finance)
    with pytest.raises(Conflict, match="财务员 已于"):
        read(batch, [[*rows[0][:4], "另一流水", ""]], finance)


@pytest.mark.parametrize(("role", "code"), [(Role.OFFICER, "532524"), (Role.FINANCE, "530100")])
def test_finance_of_the_region_alone_reads_results(finance, role, code):
    batch = sent(finance, 1)
    with pytest.raises(NotAllowed):
        read(batch, rows_of(batch), user_with(role, code))


@pytest.mark.parametrize("count", [3, 30])
def test_the_number_of_queries_does_not_grow(finance, count):
    batch = sent(finance, count)
    file = read_upload(general(), upload_of(rows_of(batch, 2)))
    with CaptureQueriesContext(connection) as queries:
        book_result(batch, general(), file, by=finance)
    assert len(queries) == 44
