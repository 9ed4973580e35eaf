"""Money that comes back after it was paid (追回)."""

import datetime
import uuid
from decimal import Decimal
from typing import Any

from django.db import transaction

from assistance.funds.enums import EntryKind
from assistance.funds.ledger import book, entry_of
from assistance.models import AidRecord, LedgerEntry, Payment
from assistance.payments.enums import PaymentStatus
from assistance.payments.locks import lock_lines
from assistance.payments.rules import NOT_YOURS_TO_PAY, can_settle
from core import clock
from core.errors import Conflict, DomainError
from core.money import ZERO, format_money, to_money
from households.history import signed
from organizations.models import User
from organizations.rules import require


@transaction.atomic
@signed
def refund_payment(
    payment: Payment,
    *,
    by: User,
    amount: Decimal,
    on: datetime.date,
    reason: str,
    doc_no: str = "",
    movement: uuid.UUID | None = None,
) -> Payment:
    """Book money of a paid line that came back; what the household has received follows.

    The same ``movement`` again changes nothing. Raises DomainError (with field) for a sum above what is left, a day
    before the payment or to come, or without a reason; Conflict for a line that was not paid.
    """
    [line] = lock_lines([payment])
    require(can_settle(by, line.batch), NOT_YOURS_TO_PAY)
    if movement and LedgerEntry.objects.filter(payment=line, movement=movement).exists():
        return line
    if line.status != PaymentStatus.PAID:
        raise Conflict(f"该笔目前“{line.get_status_display()}”，已发放的才能登记追回。")
    size = to_money(amount)
    _check(line, size, on, reason)
    line.refunded += size
    line.save(update_fields=["refunded"])
    _follow(line)
    facts: dict[str, Any] = {"on": on, "amount": size, "note": reason.strip()[:200], "doc_no": doc_no.strip()}
    book([entry_of(line, EntryKind.REFUND, by=by, movement=movement, **facts)])
    return line


def _check(line: Payment, size: Decimal, on: datetime.date, reason: str) -> None:
    left = line.amount - line.refunded
    if not ZERO < size <= left:
        raise DomainError(f"追回金额应大于零，最多 {format_money(left)} 元。", field="amount")
    if on > clock.today() or (line.paid_on and on < line.paid_on):
        raise DomainError(f"追回日期应在发放日期 {line.paid_on:%Y-%m-%d} 和今天之间。", field="on")
    if not reason.strip():
        raise DomainError("请写明追回的原因。", field="reason")


def _follow(line: Payment) -> None:
    record = AidRecord.objects.select_for_update().get(payment=line)
    record.amount = line.amount - line.refunded
    back = f"已追回 {format_money(line.refunded)} 元"
    record.remark = f"{line.batch.goods}，{back}"[:200] if line.batch.goods else back
    record.save(update_fields=["amount", "remark"])
