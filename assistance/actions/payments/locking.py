"""Locking an approved batch: its lines are frozen as they stand, and its money is booked."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from assistance.actions.payments.editing import lock_row, refuse_who_prepared
from assistance.actions.payments.stops import check_batch, open_stops, refresh_stops
from assistance.actions.payments.submitting import check_money
from assistance.funds.enums import EntryKind
from assistance.funds.ledger import book, entry_of
from assistance.models import Batch, Payment
from assistance.payments.enums import BatchStatus, PaymentStatus
from assistance.payments.rules import NOT_YOURS_TO_LOCK, can_lock
from assistance.payments.snapshots import take_snapshots
from core import clock
from core.errors import Conflict, DomainError
from core.money import ZERO
from households.actions.locks import lock_households
from households.history import last_change, signed
from households.importing.bulk import update_rows
from households.models import Household
from organizations.models import User
from organizations.rules import require

MOST_NAMED = 5


class StopsFound(DomainError):
    """Something stands against lines of an approved batch that was not there when it was decided on."""


def lock_batch(batch: Batch, *, by: User) -> Batch:
    """Lock a batch and book its money, all lines or none; a second press changes nothing.

    The stops are looked for anew. Raises StopsFound for new ones, which then stand on the stop list, DomainError when
    the budget has too little, Conflict when a line was paid by another batch meanwhile or somebody else was first.
    Locks batch, archives, lines, budget in this order; a fixed number of queries.
    """
    try:
        return _lock(batch, by=by)
    except StopsFound:
        check_batch(batch, by=by)
        raise


@transaction.atomic
@signed
def _lock(batch: Batch, *, by: User) -> Batch:
    locked = lock_row(batch)
    require(can_lock(by, locked), NOT_YOURS_TO_LOCK)
    refuse_who_prepared(locked, by, NOT_YOURS_TO_LOCK)
    if locked.status == BatchStatus.LOCKED and locked.locked_by_id == by.pk:
        return locked
    if locked.status != BatchStatus.APPROVED:
        raise Conflict(f"{last_change(locked)}把批次 {locked.number} 转为“{locked.get_status_display()}”，不能锁定。")
    lines = _lock_lines(locked)
    _refuse_stopped(locked)
    locked.lines_count, locked.amount = len(lines), sum((line.amount for line in lines), ZERO)
    check_money(locked, locked.amount)
    locked.status, locked.locked_by, locked.locked_at = BatchStatus.LOCKED, by, clock.now()
    locked.save(update_fields=["lines_count", "amount", "status", "locked_by", "locked_at"])
    _freeze(locked, lines)
    book([entry_of(line, EntryKind.PAYMENT, by=by, on=clock.today()) for line in lines])
    return locked


def _lock_lines(batch: Batch) -> list[Payment]:
    """Lock the archives and then the lines of a locked batch; raises DomainError when there is none."""
    proposed = batch.payments.filter(status=PaymentStatus.PROPOSED)
    homes = lock_households(Household.objects.filter(pk__in=proposed.values("household")))
    rows = Payment.objects.select_for_update(no_key=True, of=("self",)).filter(batch=batch)
    lines = list(rows.filter(status=PaymentStatus.PROPOSED).order_by("pk"))
    if not lines:
        raise DomainError("批次中的明细都已移出，没有可锁定的；请由经办人员作废本批次。")
    for line in lines:
        line.batch, line.household = batch, homes[line.household_id]
    return lines


def _refuse_stopped(batch: Batch) -> None:
    refresh_stops(batch)
    if not (waiting := open_stops(batch)):
        return
    named = "；".join(
        f"第 {stop.payment.position} 行 {stop.payment.household.head_name}：{stop.get_kind_display()}，{stop.detail}"
        for stop in waiting[:MOST_NAMED]
    )
    more = f"等 {len(waiting)} 项" if len(waiting) > MOST_NAMED else ""
    raise StopsFound(f"批准以后新出现停发事由，没有锁定：{named.rstrip('。')}{more}。请移出这些明细，再锁定。")


def _freeze(batch: Batch, lines: Sequence[Payment]) -> None:
    take_snapshots(lines)
    for line in lines:
        line.status = PaymentStatus.LOCKED
    try:
        with transaction.atomic():
            update_rows(Payment, lines, ["status", "snapshot"])
    except IntegrityError as error:
        raise Conflict(
            "有明细的同一对象、同一发放期刚刚由另一个批次锁定，本批次没有锁定；请重新停发核查，移出重复的明细。"
        ) from error
