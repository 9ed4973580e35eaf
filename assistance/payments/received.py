"""What came of the lines of a batch: the one place where a line becomes paid or failed, with all that follows from it.

The bank's result and the list of who took goods both end here. Nothing else writes the aid that this system paid.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from assistance.enums import kind_of
from assistance.funds.enums import AID_SOURCE_OF, EntryKind, FundKind
from assistance.funds.ledger import book, entry_of
from assistance.models import AidRecord, AidYearNone, Batch, Payment
from assistance.payments.enums import AWAITED, PaymentStatus
from assistance.payments.locks import lock_lines
from core import clock
from core.errors import Conflict, DomainError
from households.history import signed
from households.importing.bulk import insert_rows, update_rows
from organizations.enums import Department
from organizations.models import User


@transaction.atomic
@signed
def settle(
    payments: Iterable[Payment], *, on: datetime.date, by: User, refs: Mapping[int, str] | None = None
) -> list[Payment]:
    """Write that lines were paid on a day, and what each household has received with them; all or none.

    ``refs`` are the bank's numbers by the key of the line. Statements that there was no aid in that year are withdrawn.
    A fixed number of queries. Raises Conflict for a line that does not wait, DomainError (field
    on) for a day that cannot be.
    """
    lines = _waiting(payments)
    _check_day(lines, on)
    for line in lines:
        line.status, line.paid_on, line.bank_ref = PaymentStatus.PAID, on, (refs or {}).get(line.pk, "")[:60]
    update_rows(Payment, lines, ["status", "paid_on", "bank_ref"])
    insert_rows(AidRecord, [record_of(line, beneficiary=_beneficiary(line), by=by) for line in lines])
    homes = {line.household_id for line in lines}
    AidYearNone.objects.filter(household__in=homes, year=on.year).delete()
    return lines


@transaction.atomic
@signed
def fail(payments: Iterable[Payment], reasons: Mapping[int, str], *, on: datetime.date, by: User) -> list[Payment]:
    """Write that lines were not paid, with the reason of each by its key: the budget has the money back.

    Bills stay with their line until it is paid again or given up.

    All or none; raises as ``settle`` does, and DomainError for a line without a reason or a closed period.
    """
    lines = _waiting(payments)
    _check_day(lines, on)
    for line in lines:
        line.status, line.failed_reason = PaymentStatus.FAILED, reasons.get(line.pk, "").strip()[:200]
        if not line.failed_reason:
            raise DomainError(f"第 {line.position} 号明细没有写明未成的原因。", field="reason")
    update_rows(Payment, lines, ["status", "failed_reason"])
    book([entry_of(line, EntryKind.FAILED, by=by, on=on, note=line.failed_reason) for line in lines])
    return lines


def _waiting(payments: Iterable[Payment]) -> list[Payment]:
    lines = lock_lines(payments)
    if done := [line for line in lines if line.status not in AWAITED]:
        named = "、".join(
            f"{line.batch.number} 第 {line.position} 号（{line.get_status_display()}）" for line in done[:5]
        )
        raise Conflict(f"{named}不在待发放状态，没有登记；请刷新页面核对。")
    return lines


def _check_day(lines: Sequence[Payment], on: datetime.date) -> None:
    if on > clock.today():
        raise DomainError("日期不能晚于今天。", field="on")
    for batch in {line.batch for line in lines}:
        if batch.locked_at and on < timezone.localdate(batch.locked_at):
            raise DomainError(f"日期不能早于批次 {batch.number} 锁定的日期。", field="on")


def record_of(line: Payment, *, beneficiary: str, by: User) -> AidRecord:
    """Return what the household has received with a line that is paid, not saved.

    The line comes with its batch, and this with item, budget and fund; nothing else of it is read.
    """
    batch = line.batch
    source = AID_SOURCE_OF[FundKind(batch.budget.fund.kind)]
    return AidRecord(
        household_id=line.household_id,
        year=line.paid_on.year,  # type: ignore[union-attr]
        received_on=line.paid_on,
        kind=kind_of(source),
        project=batch.item.project,
        project_detail=_detail(batch),
        source=source,
        department=Department.UNION,
        amount=line.amount,
        beneficiary=beneficiary,
        delivery=batch.delivery,
        voucher_no=batch.voucher_no,
        remark=batch.goods,
        created_by=by,
        payment=line,
    )


def _detail(batch: Batch) -> str:
    """Say what it was within its field of aid; the item is left out where it only says the same again."""
    said = batch.title if batch.item.name in batch.title else f"{batch.item} {batch.title}"
    return said[:80]


def _beneficiary(line: Payment) -> str:
    return line.member.name if line.member else line.household.head_name
