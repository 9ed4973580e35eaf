"""Keeping the stop list of a batch: finding what stands against its lines, and letting one be paid in spite of it."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import Q, prefetch_related_objects

from assistance.actions.payments.editing import lock_row, refusal_to_change, refuse_who_prepared
from assistance.models import Batch, Payment, Stop
from assistance.payments.building import WORKERS, free_occasion, purpose_key
from assistance.payments.enums import EDITABLE, FIRM_STOPS, BatchStatus, PaymentStatus, StopKind, StopState
from assistance.payments.rules import can_check_stops, can_override
from assistance.payments.stopping import find_stops, lines_to_check
from core import clock
from core.errors import DomainError, NotAllowed
from households.history import signed
from households.importing.bulk import insert_rows, update_rows
from households.models import Household
from organizations.models import User
from organizations.rules import require
from pairing.models import Pairing

NOT_YOURS = "停发核查由发放工会的经办、审核、审批和财务人员进行。"
NOT_YOURS_TO_OVERRIDE = "准予发放由发放工会或上级的审核、审批人员决定，编制批次和添加、修改明细的人不能自己决定。"
# What to put right where no reason will do.
TO_MEND = {
    StopKind.NOT_ON_FILE: "先办理建档或恢复在档",
    StopKind.DECEASED: "改由其他家庭成员受益，请另行列入",
    StopKind.FUND_LEVEL: "改用可以发放该级档案的资金",
    StopKind.FUND_PROJECT: "改用可以发放该项目的资金",
    StopKind.NO_ACCOUNT: "补填银行账号",
    StopKind.BAD_ACCOUNT: "按原卡更正银行账号",
    StopKind.BILL_USED: "换用没有使用过的票据",
    StopKind.NO_BILL: "先登记票据",
}
Found = tuple[StopKind, str]


@transaction.atomic
@signed
def check_batch(batch: Batch, *, by: User) -> Batch:
    """Draw up the stop list of a batch anew, of all its lines; once it is decided on nothing changes."""
    locked = lock_row(batch)
    require(can_check_stops(by, locked), NOT_YOURS)
    if locked.status in (*EDITABLE, BatchStatus.APPROVED):
        refresh_stops(locked)
    return locked


def refresh_stops(batch: Batch, lines: Sequence[Payment] | None = None) -> None:
    """Write what is found against the lines of a locked batch (all of them by default, which is kept as the check).

    A new reason is open; one that is no longer true is resolved; one that was overridden stays so while it says the
    same. A fixed number of queries, whatever the number of lines.
    """
    asked = lines_to_check(batch, lines)
    _number_anew(batch, asked)
    found = {line.pk: dict(stops) for line, stops in find_stops(batch, asked).items()}
    made, changed = [], []
    kept = Stop.objects.select_for_update().filter(payment__in=[line.pk for line in asked]).order_by("pk")
    for stop in kept:
        words = found.get(stop.payment_id, {}).pop(StopKind(stop.kind), None)
        if _follow(stop, words):
            changed.append(stop)
    now = clock.now()
    for payment, stops in found.items():
        made += [Stop(payment_id=payment, kind=kind, detail=words, found_at=now) for kind, words in stops.items()]
    insert_rows(Stop, made)
    update_rows(Stop, changed, ["state", "detail", "found_at", "reason", "by", "at"])
    if lines is None:
        batch.checked_at = now
        batch.save(update_fields=["checked_at"])


def _follow(stop: Stop, words: str | None) -> bool:
    """Let a stop say what was found now, None for nothing; tell whether it changed."""
    if words is None:
        if stop.state in (StopState.RESOLVED, StopState.DROPPED):
            return False
        stop.state, stop.reason, stop.by, stop.at = StopState.RESOLVED, "", None, None
        return True
    if stop.state in (StopState.OPEN, StopState.OVERRIDDEN) and stop.detail == words:
        return False
    stop.state, stop.detail, stop.found_at = StopState.OPEN, words, clock.now()
    stop.reason, stop.by, stop.at = "", None, None
    return True


def _number_anew(batch: Batch, lines: Sequence[Payment]) -> None:
    """Give lines whose time within the period another batch has taken the next free one, where there are several."""
    if batch.item.times == 1 or batch.status not in EDITABLE:
        return
    asked = {line.once_key for line in lines}
    others = Payment.objects.live().filter(household__in={line.household_id for line in lines}, batch__item=batch.item)
    used = set(others.exclude(batch=batch).values_list("once_key", flat=True))
    prefetch_related_objects([line.household for line in lines], WORKERS)
    moved = []
    for line in lines:
        if line.once_key in used:
            about = (line.household, line.member, line.stage)
            line.occasion = free_occasion(batch, *about, used | asked)
            line.once_key = purpose_key(batch, *about, line.occasion)
            moved.append(line)
    update_rows(Payment, moved, ["occasion", "once_key"])


@transaction.atomic
@signed
def override_many(stops: Iterable[Stop], *, batch: Batch, by: User, reason: str) -> list[Stop]:
    """Let lines of one batch be paid in spite of reasons against them, for one signed reason; all or none.

    An overridden one stays as it is. Raises DomainError for what no reason mends, and without a reason.
    """
    asked, locked = {stop.pk for stop in stops}, lock_row(batch)
    require(can_override(by, locked), NOT_YOURS_TO_OVERRIDE)
    refuse_who_prepared(locked, by, NOT_YOURS_TO_OVERRIDE)
    if not asked:
        raise DomainError("请先勾选要准予发放的事由。")
    if locked.status not in EDITABLE:
        raise refusal_to_change(locked)
    rows = (
        Stop.objects.select_for_update(of=("self",))
        .filter(pk__in=asked, payment__batch=locked)
        .select_related("payment")
        .order_by("pk")
    )
    found = list(rows)
    waiting = [stop for stop in found if stop.state == StopState.OPEN]
    _check_override(waiting, reason)
    _refuse_own(waiting, by)
    for stop in waiting:
        stop.state, stop.reason, stop.by, stop.at = StopState.OVERRIDDEN, reason.strip(), by, clock.now()
    update_rows(Stop, waiting, ["state", "reason", "by", "at"])
    return found


def _check_override(stops: Sequence[Stop], reason: str) -> None:
    for stop in stops:
        if stop.kind in FIRM_STOPS:
            told = f"第 {stop.payment.position} 行“{stop.get_kind_display()}”不能凭理由准予发放"
            raise DomainError(f"{told}：请{TO_MEND[StopKind(stop.kind)]}，或移出该明细。")
        if not stop.payment.amount:
            raise DomainError(f"第 {stop.payment.position} 行金额为零，请先填写金额，或移出该明细。")
    if stops and not reason.strip():
        raise DomainError("请写明准予发放的理由。", field="reason")


def _refuse_own(stops: Sequence[Stop], by: User) -> None:
    """Refuse who entered one of the archives or is paired with one of the households."""
    homes = Household.objects.filter(payments__in=[stop.payment_id for stop in stops])
    own = homes.filter(Q(created_by=by) | Q(pairings__in=Pairing.objects.active().filter(cadre__user=by)))
    if first := own.order_by("pk").first():
        raise NotAllowed(f"{first.head_name}的档案由您录入或由您结对帮扶，须回避，请由他人决定是否准予发放。")


def drop_stops(lines: Sequence[Payment]) -> None:
    """Close the open reasons against lines that were taken off."""
    open_ones = Stop.objects.filter(payment__in=[line.pk for line in lines], state=StopState.OPEN)
    open_ones.update(state=StopState.DROPPED)


def open_stops(batch: Batch) -> list[Stop]:
    """Return the reasons that nobody has dealt with, of the lines that stand on a batch, in their order."""
    standing = Stop.objects.open().filter(payment__batch=batch, payment__status=PaymentStatus.PROPOSED)
    return list(standing.select_related("payment__household").order_by("payment__position", "pk"))
