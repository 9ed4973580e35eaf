"""Waivers (例外): a fault that somebody looked at and found right is not counted until a day."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from audits.models import Fault, Waiver
from audits.rules import can_waive
from core import clock
from core.errors import Conflict, DomainError
from organizations.models import User
from organizations.rules import require

NOT_YOURS = "例外由档案所在工会及上级的审核、审批人员登记和撤销。"


@transaction.atomic
def waive_fault(fault: Fault, *, by: User, reason: str, until: datetime.date) -> Waiver:
    """Hide a fault through a day, for a reason; what hid it before ends. The same again changes nothing."""
    locked = Fault.objects.select_for_update(of=("self",)).get(pk=fault.pk)
    require(can_waive(by, locked.union_path), NOT_YOURS)
    reason = reason.strip()
    _check(locked, reason, until)
    before = locked.waivers.filter(ended_at__isnull=True).first()
    if before and (before.reason, before.until) == (reason, until):
        return before
    if before:
        _close(before, by)
    made = Waiver.objects.create(fault=locked, reason=reason, until=until, by=by, at=clock.now())
    locked.waived_until = until
    locked.save(update_fields=["waived_until"])
    return made


@transaction.atomic
def waive_faults(faults: Iterable[Fault], *, by: User, reason: str, until: datetime.date) -> int:
    """Hide several faults for the same reason, all or none; returns how many."""
    # In one order, whoever waives: two people at once wait for each other, and neither for ever.
    made = [waive_fault(fault, by=by, reason=reason, until=until) for fault in sorted(faults, key=_key)]
    return len(made)


@transaction.atomic
def end_waiver(waiver: Waiver, *, by: User) -> Waiver:
    """Let a fault be counted again at once; a waiver that has ended stays as it is."""
    fault = Fault.objects.select_for_update(of=("self",)).get(pk=waiver.fault_id)
    require(can_waive(by, fault.union_path), NOT_YOURS)
    locked = Waiver.objects.select_for_update(of=("self",)).get(pk=waiver.pk)
    if locked.ended_at is not None:
        return locked
    _close(locked, by)
    fault.waived_until = None
    fault.save(update_fields=["waived_until"])
    return locked


def _key(fault: Fault) -> int:
    return fault.pk


def _check(fault: Fault, reason: str, until: datetime.date) -> None:
    today = clock.today()
    last = today + datetime.timedelta(days=settings.QUALITY_WAIVER_MOST_DAYS)
    if fault.gone_on is not None:
        raise Conflict("这个问题已经消除，不必登记例外。")
    if not reason:
        raise DomainError("请填写理由：核对了什么，为什么数据没有错。", field="reason")
    if not today <= until <= last:
        raise DomainError(f"有效期应在 {today:%Y-%m-%d} 至 {last:%Y-%m-%d} 之间。", field="until")


def _close(waiver: Waiver, by: User) -> None:
    waiver.ended_at, waiver.ended_by = clock.now(), by
    waiver.save(update_fields=["ended_at", "ended_by"])
