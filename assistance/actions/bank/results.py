"""Reading the bank's result: in whole or not at all."""

import datetime
from collections import defaultdict
from typing import Any

from django.db import transaction

from assistance.actions.payments.editing import lock_row
from assistance.bank.matching import Matching, Pair, match
from assistance.bank.reading import MAX_BYTES, ResultFile, read_file
from assistance.bank.rounds import check_by_bank
from assistance.bank.rules import FINANCE_ONLY, can_bank
from assistance.models import BankLayout, BankResult, BankResultRow, Batch, Payment
from assistance.payments.enums import EVER_BOOKED
from assistance.payments.locks import lock_lines
from assistance.payments.received import fail, settle
from core import clock
from core.errors import Conflict, DomainError
from households.history import signed
from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.models import User
from organizations.rules import require

PIECE, NAMED = 2000, 10


def read_upload(layout: BankLayout, upload: Any) -> ResultFile:
    """Read a file that was handed in; raises DomainError (field book) when it is no result file."""
    return read_file(layout, upload.name or "回盘文件", upload.read(MAX_BYTES + 1))


def compare(batch: Batch, file: ResultFile) -> Matching:
    """Tell what a file says about the lines of a batch; writes nothing. One query."""
    lines = Payment.objects.filter(batch=batch, status__in=EVER_BOOKED).order_by("position")
    return match(file, batch.pk, list(lines.defer("snapshot", "reasoning")))


def read_result(
    batch: Batch, layout: BankLayout, upload: Any, *, by: User, on: datetime.date | None = None
) -> BankResult:
    """Read a result file and book it (``book_result``)."""
    return book_result(batch, layout, read_upload(layout, upload), by=by, on=on)


@transaction.atomic
@signed
def book_result(
    batch: Batch, layout: BankLayout, file: ResultFile, *, by: User, on: datetime.date | None = None
) -> BankResult:
    """Write what became of every line of a round: paid lines settle, failed ones give their money back.

    All or nothing: any row that fits no line, any line without a row, refuses the file with every one of them named.
    ``on`` is the day of rows that name none. The same file again returns what was read before; raises Conflict when
    another file of that round was read, with by whom.
    """
    batch = lock_row(batch)
    require(can_bank(by, batch), FINANCE_ONLY)
    if same := batch.bank_results.filter(sha256=file.sha256).first():
        return same
    check_by_bank(batch)
    found = compare(batch, file)
    _refuse_second(batch, found.round)
    if not found.fits:
        raise DomainError(in_words(found), field="book")
    result = _kept(batch, layout, file, found, by)
    _book(found, by=by, on=on or clock.today())
    record_access(by, AccessVerb.IMPORT, batch.number, detail=f"回盘文件 第 {found.round} 轮 {len(file.rows)} 笔")
    return result


def in_words(found: Matching) -> str:
    """Say why a file is refused, the first rows by their numbers."""
    told = []
    if found.faults:
        rows = "；".join(f"第 {fault.row} 行：{fault.text}" for fault in found.faults[:NAMED])
        told.append(f"有 {len(found.faults)} 行对不上（{rows}{'；等' if len(found.faults) > NAMED else ''}）")
    if found.missing:
        names = "、".join(f"{line.position} 号{line.payee_name}" for line in found.missing[:NAMED])
        more = "等" if len(found.missing) > NAMED else ""
        told.append(f"缺少 {len(found.missing)} 笔明细的结果（{names}{more}），文件可能不完整")
    return f"回盘文件没有入账：{'；'.join(told)}。请与银行核对后重新上传，各笔明细没有变化。"


def _refuse_second(batch: Batch, number: int) -> None:
    if before := batch.bank_results.filter(round=number).select_related("read_by").first():
        told = f"{before.read_by} 已于 {before.read_at:%Y-%m-%d} 读入文件“{before.filename}”"
        raise Conflict(f"批次 {batch.number} 第 {number} 轮已经回盘：{told}，不能再读入另一份。", field="book")


def _kept(batch: Batch, layout: BankLayout, file: ResultFile, found: Matching, by: User) -> BankResult:
    result = BankResult.objects.create(
        batch=batch,
        round=found.round,
        layout=layout,
        filename=file.filename,
        sha256=file.sha256,
        paid_count=len(found.paid),
        failed_count=len(found.failed),
        paid_total=found.paid_total,
        read_by=by,
    )
    rows = [_row(result, pair) for pair in (*found.paid, *found.failed)]
    BankResultRow.objects.bulk_create(rows, batch_size=PIECE)
    return result


def _row(result: BankResult, pair: Pair) -> BankResultRow:
    line, said = pair
    facts = {"row_no": said.number, "outcome": said.outcome, "reason": said.reason, "bank_ref": said.bank_ref}
    return BankResultRow(result=result, payment=line, **facts)


def _book(found: Matching, *, by: User, on: datetime.date) -> None:
    """Settle and fail; archives and lines are locked at once before, in the one order."""
    lock_lines(line for line, _row in (*found.paid, *found.failed))
    by_day: dict[datetime.date, list[Pair]] = defaultdict(list)
    for line, row in found.paid:
        by_day[row.paid_on or on].append((line, row))
    for day, pairs in sorted(by_day.items()):
        settle([line for line, _row in pairs], on=day, by=by, refs={line.pk: row.bank_ref for line, row in pairs})
    if found.failed:
        reasons = {line.pk: row.reason for line, row in found.failed}
        fail([line for line, _row in found.failed], reasons, on=on, by=by)
