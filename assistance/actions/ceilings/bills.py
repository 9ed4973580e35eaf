"""Registering the bills that payments are made against, and taking out one that was entered wrongly."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from assistance.ceilings.bills import fingerprint
from assistance.ceilings.rules import can_register_bill, can_remove_bill
from assistance.models import Bill
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from core.money import to_money
from households.actions.facts import unless_taken, validate
from households.actions.locks import lock_household
from households.history import signed
from households.models import Household
from organizations.models import User

NO_REGISTERING = "票据由该户的帮扶干部或建档单位的经办人员登记；已结束的档案不能再登记。"
USED = "票据 {} 已用于发放或申请，不能移除。"
SAME_HERE = "本户已登记过这张票据（{} 登记）。"
SAME_ELSEWHERE = (
    "这张票据（号码和金额相同）已在其他档案中登记，同一张票据不能重复使用。请核对原件；确有疑问的，请联系上级工会查询。"
)
OTHER_PERSON = "费用发生人应是本户成员。"
FUTURE = "开票日期不能晚于今天。"


@transaction.atomic
@signed
def register_bill(household: Household, *, by: User, facts: Mapping[str, Any]) -> Bill:
    """Register a bill of a household; the same number and amount stand once in the province.

    Raises DomainError with the field; of another archive it says that there is one, not whose.
    """
    if not can_register_bill(by, household):
        raise NotAllowed(NO_REGISTERING)
    household = lock_household(household)
    bill = Bill(household=household, created_by=by, **facts)
    bill.total, bill.self_paid = to_money(bill.total), to_money(bill.self_paid)
    _check(bill)
    validate(bill, facts)
    bill.fingerprint = fingerprint(bill.number, bill.total)
    _refuse_known(bill)
    with unless_taken("fingerprint", Conflict(SAME_ELSEWHERE, field="number")):
        bill.save(force_insert=True)
    return bill


@transaction.atomic
@signed
def remove_bill(bill: Bill, *, by: User) -> None:
    """Take out a bill that nothing was paid against; the history keeps it. Removing twice changes nothing."""
    household = bill.household
    lock_household(household)
    locked = Bill.objects.select_for_update(of=("self",)).filter(pk=bill.pk).first()
    if locked is None:
        return
    if locked.payment_id or locked.request_id:
        raise DomainError(USED.format(locked.number))
    if not can_remove_bill(by, household, locked):
        raise NotAllowed(NO_REGISTERING)
    locked.delete()


def _check(bill: Bill) -> None:
    if bill.issued_on > clock.today():
        raise DomainError(FUTURE, field="issued_on")
    if bill.member and bill.member.household_id != bill.household_id:
        raise DomainError(OTHER_PERSON, field="member")
    if bill.self_paid > bill.total:
        raise DomainError("个人自付不能大于票面金额。", field="self_paid")


def _refuse_known(bill: Bill) -> None:
    """Refuse a bill that stands somewhere already: here with its day, elsewhere without a name."""
    known = Bill.objects.filter(fingerprint=bill.fingerprint).first()
    if known is None:
        return
    if known.household_id == bill.household_id:
        raise DomainError(SAME_HERE.format(f"{timezone.localtime(known.created_at):%Y-%m-%d}"), field="number")
    raise DomainError(SAME_ELSEWHERE, field="number")
