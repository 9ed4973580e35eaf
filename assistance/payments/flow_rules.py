"""Who may hand in, lock, settle, refund and close a batch; predicates without a query."""

from assistance.models import Batch
from organizations.enums import Role
from organizations.models import User

SUBMITS = frozenset({Role.OFFICER})
PAYS = frozenset({Role.FINANCE})
HANDS_OUT = frozenset({Role.OFFICER, Role.FINANCE})
NOT_YOURS_TO_SUBMIT = "报批由发放工会的经办人员办理。"
NOT_YOURS_TO_LOCK = "锁定由发放工会的财务人员办理，编制批次的人不能自己锁定。"
NOT_YOURS_TO_HAND_OUT = "签收登记由发放工会的经办人员或财务人员办理。"
NOT_YOURS_TO_PAY = "退款、凭证和办结由发放工会的财务人员办理。"


def can_submit(user: User, batch: Batch) -> bool:
    """Tell whether the user may hand a batch in for decision: an officer of its union, or above it."""
    return user.scope.holds(SUBMITS, batch.union_path)


def can_lock(user: User, batch: Batch) -> bool:
    """Tell whether the user may lock a batch, which books its money: finance, and not who drew it."""
    return user.scope.holds(PAYS, batch.union_path) and batch.drawn_by_id != user.pk


def can_hand_out(user: User, batch: Batch) -> bool:
    """Tell whether the user may write down who took the goods or the cash of a batch."""
    return user.scope.holds(HANDS_OUT, batch.union_path)


def can_settle(user: User, batch: Batch) -> bool:
    """Tell whether the user may enter refunds and the voucher, and close a batch."""
    return user.scope.holds(PAYS, batch.union_path)
