"""The end of a batch: the voucher of its books, and closing it when every line is paid or settled otherwise."""

from django.db import transaction

from assistance.actions.payments.editing import lock_row
from assistance.models import AidRecord, Batch, Payment
from assistance.payments.enums import AWAITED, BOOKED_BATCH, BatchStatus
from assistance.payments.rules import NOT_YOURS_TO_PAY, can_settle
from core import clock
from core.errors import Conflict, DomainError
from households.history import last_change, signed
from organizations.models import User
from organizations.rules import require


@transaction.atomic
@signed
def set_voucher(batch: Batch, *, by: User, voucher_no: str) -> Batch:
    """Write the number of the voucher in the books; what households have received says it too."""
    locked = _locked(batch, by)
    number = voucher_no.strip()
    if not number:
        raise DomainError("请填写记账凭证号。", field="voucher_no")
    if locked.status not in BOOKED_BATCH:
        raise Conflict(f"批次 {locked.number} 目前“{locked.get_status_display()}”，锁定以后才有记账凭证。")
    if number == locked.voucher_no:
        return locked
    locked.voucher_no = number
    locked.save(update_fields=["voucher_no"])
    AidRecord.objects.filter(payment__batch=locked).update(voucher_no=number)
    return locked


@transaction.atomic
@signed
def close_batch(batch: Batch, *, by: User) -> Batch:
    """Close a batch whose lines are paid, paid again, or given up with a reason; a second press changes nothing.

    Raises DomainError while a line waits for the bank, a receipt or a decision, or without a voucher.
    """
    locked = _locked(batch, by)
    if locked.status == BatchStatus.CLOSED:
        return locked
    if locked.status != BatchStatus.LOCKED:
        raise Conflict(f"{last_change(locked)}把批次 {locked.number} 转为“{locked.get_status_display()}”，不能办结。")
    _refuse_unsettled(locked)
    locked.status, locked.closed_by, locked.closed_at = BatchStatus.CLOSED, by, clock.now()
    locked.save(update_fields=["status", "closed_by", "closed_at"])
    return locked


def _refuse_unsettled(batch: Batch) -> None:
    lines = Payment.objects.filter(batch=batch)
    if waiting := lines.filter(status__in=AWAITED).count():
        raise DomainError(f"还有 {waiting} 行没有发放结果，请先读入回盘文件或登记签收。")
    if open_ones := lines.to_follow_up().count():
        raise DomainError(f"还有 {open_ones} 行发放未成，没有补发也没有写明不再发放的原因，请先处理。")
    if not batch.voucher_no:
        raise DomainError("请先填写记账凭证号，再办结。", field="voucher_no")


def _locked(batch: Batch, by: User) -> Batch:
    locked = lock_row(batch)
    require(can_settle(by, locked), NOT_YOURS_TO_PAY)
    return locked
