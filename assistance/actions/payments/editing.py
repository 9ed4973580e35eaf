"""What the actions on batches and their lines share: the lock of a batch that may be changed, and of its lines."""

from collections.abc import Iterable

from django.db.models import Model

from assistance.models import Batch, Payment
from assistance.payments.enums import EDITABLE, BatchStatus
from assistance.payments.rules import can_drop, can_prepare
from core.errors import Conflict
from households.history import last_change
from organizations.models import User
from organizations.rules import require

NOT_YOURS = "发放批次由发放工会的经办人员编制。"
NOT_YOURS_TO_DROP = "发放明细由编制批次的经办人员移出；批准后、锁定前也可由财务人员移出。"


def lock_to_prepare(batch: Batch, by: User) -> Batch:
    """Lock a batch whose lines may be changed and return it as it is now, with item and fund; needs a transaction.

    Who works on somebody else's batch is noted: what one has put there, another decides on.
    """
    locked = lock_row(batch)
    require(can_prepare(by, locked), NOT_YOURS)
    if locked.status not in EDITABLE:
        raise refusal_to_change(locked)
    if by.pk != locked.drawn_by_id:
        shares: type[Model] = Batch.prepared_by.through
        shares._default_manager.bulk_create([shares(batch_id=locked.pk, user_id=by.pk)], ignore_conflicts=True)
    return locked


def lock_to_drop(batch: Batch, by: User) -> Batch:
    """Lock a batch whose lines may be taken off, an approved one before it is locked as well; needs a transaction."""
    locked = lock_row(batch)
    require(can_drop(by, locked), NOT_YOURS_TO_DROP)
    if locked.status not in (*EDITABLE, BatchStatus.APPROVED):
        raise refusal_to_change(locked)
    return locked


def lock_row(batch: Batch) -> Batch:
    """Lock a batch and return it as it is now, with item and fund; needs a transaction."""
    rows = Batch.objects.select_for_update(no_key=True, of=("self",))
    return rows.prefetch_related("union", "item", "budget__fund").get(pk=batch.pk)


def refuse_who_prepared(batch: Batch, by: User, words: str) -> None:
    """Refuse what somebody may not do who worked on the lines of a batch."""
    require(not batch.prepared_by.filter(pk=by.pk).exists(), words)


def lock_lines_of(batch: Batch, payments: Iterable[Payment]) -> list[Payment]:
    """Lock lines of a locked batch in the order of their keys; those of another batch are left out."""
    keys = {payment.pk for payment in payments}
    lines = Payment.objects.select_for_update(no_key=True, of=("self",)).filter(batch=batch, pk__in=keys)
    return list(lines.order_by("pk"))


def refusal_to_change(batch: Batch) -> Conflict:
    """Say that a batch is past changing: who took it how far, and what can be done."""
    ways = {
        BatchStatus.REVIEWING: "须先由经办人员撤回或由审批人员退回，才能改动。",
        BatchStatus.APPROVED: "金额和对象以批准的为准；不应发放的明细可以移出。",
    }
    words = ways.get(BatchStatus(batch.status), "不能再改动，需要发放的请另行编制批次。")
    return Conflict(f"{last_change(batch)}把批次{batch.number}转为“{batch.get_status_display()}”，{words}")
