"""Planning a seasonal action, sharing its plan out to the unions below, beginning and ending it."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple, TypedDict, Unpack

from django.db import transaction

from assistance.drives.enums import DriveStatus
from assistance.drives.rules import WHO_KEEPS, WHO_PLANS, can_keep_drive, can_plan_drive
from assistance.models import AidDrive, AidItem, Batch, DriveQuota, Fund
from assistance.payments.enums import ENDED_UNPAID, BatchStatus
from core import clock
from core.errors import Conflict, DomainError
from households.actions.facts import changed_facts, unless_taken, validate, write_facts
from households.history import last_change, signed
from organizations.models import Union, User
from organizations.rules import require
from organizations.scope import paths_down_to

OVER = (BatchStatus.CLOSED, *ENDED_UNPAID)
NAMED = 5  # so many unfinished batches are named
TAKEN = Conflict("该工会本年度已有同名活动，请换一个名称，如写明节日或轮次。", field="name")
ENDED = "活动已结束，不能再修改。"


class DriveFacts(TypedDict, total=False):
    """What an action is about; amounts in 元."""

    kind: str
    name: str
    year: int
    starts_on: datetime.date
    ends_on: datetime.date
    item: AidItem
    fund: Fund | None
    plan: str
    planned_households: int
    planned_amount: Decimal


class Quota(NamedTuple):
    """What is asked of a union: how many, and 元."""

    households: int
    amount: Decimal


@transaction.atomic
@signed
def plan_drive(*, by: User, union: Union, **facts: Unpack[DriveFacts]) -> AidDrive:
    """Write down a new seasonal action of a union; the same again returns the first.

    Raises DomainError, with the field.
    """
    require(can_plan_drive(by, union), WHO_PLANS)
    Union.objects.select_for_update(no_key=True).get(pk=union.pk)
    said: dict[str, Any] = {**facts, "name": facts["name"].strip()}
    if same := AidDrive.objects.filter(union=union, name=said["name"], year=said["year"]).first():
        return _same(same, said)
    _check(union, said)
    drive = AidDrive(union=union, created_by=by, created_at=clock.now(), **said)
    validate(drive, said)
    with unless_taken("drive_name_once", TAKEN):
        drive.save(force_insert=True)
    return drive


@transaction.atomic
@signed
def edit_drive(drive: AidDrive, *, by: User, facts: Mapping[str, Any], seen: str = "") -> AidDrive:
    """Correct an action that has not ended; what its targets or batches rest on stays. Only what differs is written."""
    locked = lock_drive(drive)
    require(can_keep_drive(by, locked), WHO_KEEPS)
    refuse_ended(locked)
    changed = changed_facts(locked, facts, seen=seen)
    if "item" in changed and (locked.targets.exists() or locked.batches.exists()):
        raise DomainError("已有活动对象或发放批次，帮扶项目不能再改；请先移出对象、作废批次。", field="item")
    _check(locked.union, {**facts})
    if changed:
        with unless_taken("drive_name_once", TAKEN):
            write_facts(locked, changed)
    return locked


@transaction.atomic
@signed
def start_drive(drive: AidDrive, *, by: User) -> AidDrive:
    """Begin an action; doing so twice changes nothing."""
    locked = lock_drive(drive)
    require(can_keep_drive(by, locked), WHO_KEEPS)
    if locked.status == DriveStatus.RUNNING:
        return locked
    refuse_ended(locked)
    locked.status = DriveStatus.RUNNING
    locked.save(update_fields=["status"])
    return locked


@transaction.atomic
@signed
def close_drive(drive: AidDrive, *, by: User, summary: str) -> AidDrive:
    """End an action with a summary, once all its batches have ended; the same summary again changes nothing."""
    locked = lock_drive(drive)
    require(can_keep_drive(by, locked), WHO_KEEPS)
    if locked.status == DriveStatus.CLOSED:
        return _ended_with(locked, summary.strip())
    if locked.status == DriveStatus.PLANNED:
        raise DomainError("活动还没有开始；不再举办的，请删除。")
    if not summary.strip():
        raise DomainError("请写明活动总结。", field="summary")
    _refuse_unfinished(locked)
    locked.status, locked.summary, locked.closed_at = DriveStatus.CLOSED, summary.strip(), clock.now()
    validate(locked, {"summary": summary})
    locked.save(update_fields=["status", "summary", "closed_at"])
    return locked


@transaction.atomic
@signed
def discard_drive(drive: AidDrive, *, by: User) -> None:
    """Delete an action that never began, with its list; the history keeps it. A second time changes nothing."""
    locked = AidDrive.objects.select_for_update(of=("self",)).select_related("union").filter(pk=drive.pk).first()
    if locked is None:
        return
    require(can_keep_drive(by, locked), WHO_KEEPS)
    if locked.status != DriveStatus.PLANNED or locked.batches.exists():
        raise DomainError("活动已经开始或已有发放批次，不能删除。")
    locked.delete()


@transaction.atomic
@signed
def set_quotas(drive: AidDrive, *, by: User, quotas: Mapping[int, Quota]) -> int:
    """Say what is asked of each union directly below, by its key, and return how many changed; nothing takes it off."""
    locked = lock_drive(drive)
    require(can_keep_drive(by, locked), WHO_KEEPS)
    refuse_ended(locked)
    below = set(Union.objects.get_children(locked.union).values_list("pk", flat=True))
    if not set(quotas) <= below:
        raise DomainError("任务只能分解到直接下级工会，请刷新页面后重新填写。")
    stands = {quota.union_id: quota for quota in locked.quotas.all()}
    changed = 0
    for key, wanted in quotas.items():
        changed += _set_quota(locked, stands.get(key), key, wanted)
    return changed


def lock_drive(drive: AidDrive) -> AidDrive:
    """Lock an action and read it anew; needs a transaction."""
    return AidDrive.objects.select_for_update(of=("self",)).select_related("union", "item").get(pk=drive.pk)


def refuse_ended(drive: AidDrive) -> None:
    """Refuse changes of an action that has ended."""
    if drive.status == DriveStatus.CLOSED:
        raise DomainError(ENDED)


def _ended_with(drive: AidDrive, summary: str) -> AidDrive:
    if drive.summary == summary:
        return drive
    raise Conflict(f"{last_change(drive)}已结束这项活动，您填写的总结没有保存，请返回活动页查看。", field="summary")


def _set_quota(drive: AidDrive, stands: DriveQuota | None, key: int, wanted: Quota) -> bool:
    if stands is None:
        if wanted == Quota(0, Decimal(0)):
            return False
        quota = DriveQuota(drive=drive, union_id=key, **wanted._asdict())
        validate(quota, wanted._asdict())
        quota.save(force_insert=True)
        return True
    if (stands.households, stands.amount) == wanted:
        return False
    if wanted == Quota(0, Decimal(0)):
        stands.delete()
    else:
        write_facts(stands, wanted._asdict())
    return True


def _same(before: AidDrive, said: dict[str, Any]) -> AidDrive:
    if all(getattr(before, name) == value for name, value in said.items()):
        return before
    raise Conflict(f"{before.created_by}已拟定本年度同名活动，请换一个名称，如写明节日或轮次。", field="name")


def _check(union: Union, facts: Mapping[str, Any]) -> None:
    above = paths_down_to(union.path)
    item, fund = facts["item"], facts.get("fund")
    if item.union.path not in above:
        raise DomainError(f"帮扶项目“{item}”不适用于{union}，请另选。", field="item")
    if fund and fund.union.path not in above:
        raise DomainError(f"资金来源“{fund}”不适用于{union}，请另选。", field="fund")
    if facts["ends_on"] < facts["starts_on"]:
        raise DomainError("结束日期不能早于开始日期。", field="ends_on")
    if abs(facts["starts_on"].year - facts["year"]) > 1:
        raise DomainError(f"年度与开始日期 {facts['starts_on']:%Y-%m-%d} 相差超过一年，请核对。", field="year")
    if facts.get("planned_amount", Decimal(0)) < 0:
        raise DomainError("计划金额不能是负数。", field="planned_amount")


def _refuse_unfinished(drive: AidDrive) -> None:
    found = list(Batch.objects.filter(drive=drive).exclude(status__in=OVER).order_by("pk")[: NAMED + 1])
    if found:
        named = "、".join(f"{batch.number}（{batch.get_status_display()}）" for batch in found[:NAMED])
        more = "等" if len(found) > NAMED else ""
        raise DomainError(f"还有发放批次没有办结：{named}{more}。请办结或作废后再结束活动。")
