"""What the page of a batch offers beyond its lines: handing in, locking, receipts, the voucher, closing."""

from dataclasses import dataclass, field

from assistance.enums import Delivery
from assistance.forms.payments.flow import VoucherForm
from assistance.models import Batch
from assistance.payments.enums import AWAITED, EDITABLE, BatchStatus
from assistance.payments.rules import can_hand_out, can_lock, can_settle, can_submit
from organizations.models import User


@dataclass(frozen=True)
class Flow:
    """Which acts are open to a person now; ``waiting`` lines have no result yet, ``unsettled`` ones have failed."""

    can_submit: bool = False
    can_lock: bool = False
    can_hand_out: bool = False
    can_settle: bool = False
    waiting: int = 0
    unsettled: int = 0
    has_voucher: bool = False
    voucher: VoucherForm = field(default_factory=VoucherForm)

    @property
    def can_close(self) -> bool:
        return self.can_settle and self.has_voucher and not self.waiting and not self.unsettled


def flow_of(user: User, batch: Batch) -> Flow:
    """Tell what a person may do next with a batch; no query before it is locked, two after."""
    if batch.status in EDITABLE:
        return Flow(can_submit=can_submit(user, batch))
    if batch.status == BatchStatus.APPROVED:
        return Flow(can_lock=can_lock(user, batch))
    if batch.status != BatchStatus.LOCKED:
        return Flow()
    return Flow(
        can_hand_out=batch.delivery != Delivery.CARD and can_hand_out(user, batch),
        can_settle=can_settle(user, batch),
        waiting=batch.payments.filter(status__in=AWAITED).count(),
        unsettled=batch.payments.to_follow_up().count(),
        has_voucher=bool(batch.voucher_no),
        voucher=VoucherForm(initial={"voucher_no": batch.voucher_no}),
    )
