"""Goods and cash: writing down who took them, and who did not."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from assistance.actions.payments.editing import lock_row
from assistance.enums import Delivery
from assistance.models import Batch, Payment
from assistance.payments.enums import AWAITED, BatchStatus, PaymentStatus
from assistance.payments.received import fail, settle
from assistance.payments.rules import NOT_YOURS_TO_HAND_OUT, can_hand_out
from core.errors import Conflict, DomainError
from households.history import signed
from organizations.models import User
from organizations.rules import require


@transaction.atomic
@signed
def mark_received(batch: Batch, payments: Iterable[Payment], *, by: User, on: datetime.date) -> list[Payment]:
    """Write that people took their goods or cash on a day; who has taken them already is left alone.

    Raises DomainError for a batch that a bank pays, Conflict for one that is not locked.
    """
    return settle(_waiting(batch, payments, by), on=on, by=by)


@transaction.atomic
@signed
def mark_not_taken(
    batch: Batch, payments: Iterable[Payment], *, by: User, on: datetime.date, reason: str
) -> list[Payment]:
    """Write that people did not take their goods or cash, and why: the budget has the money back."""
    if not reason.strip():
        raise DomainError("请写明没有签收的原因。", field="reason")
    lines = _waiting(batch, payments, by)
    return fail(lines, {line.pk: reason for line in lines}, on=on, by=by)


def _waiting(batch: Batch, payments: Iterable[Payment], by: User) -> list[Payment]:
    locked = lock_row(batch)
    require(can_hand_out(by, locked), NOT_YOURS_TO_HAND_OUT)
    if locked.delivery == Delivery.CARD:
        raise DomainError("银行卡发放的结果以银行回盘为准，请在“银行代发”中读入回盘文件。")
    if locked.status != BatchStatus.LOCKED:
        raise Conflict(f"批次 {locked.number} 目前“{locked.get_status_display()}”，锁定以后、办结以前才能登记签收。")
    asked = {payment.pk for payment in payments}
    if not asked:
        raise DomainError("请先勾选明细。")
    found = Payment.objects.filter(batch=locked, pk__in=asked)
    if done := [line for line in found if line.status == PaymentStatus.FAILED]:
        raise Conflict(f"第 {done[0].position} 行已登记为发放未成，不能再登记签收。")
    return [line for line in found if line.status in AWAITED]
