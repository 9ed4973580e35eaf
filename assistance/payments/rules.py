"""Who may draw, check, hand in, lock, hand out, settle and close batches of payments; predicates without a query."""

from assistance.models import Batch, Payment
from assistance.payments.querysets import MONEY_ROLES
from organizations.enums import CHECKING_ROLES, REVEALING_ROLES, Number, Role
from organizations.models import Union, User

DRAWS = frozenset({Role.OFFICER})
PAYS = frozenset({Role.FINANCE})
HANDS_OUT = frozenset({Role.OFFICER, Role.FINANCE})
NOT_YOURS_TO_SUBMIT = "报批由发放工会的经办人员办理。"
NOT_YOURS_TO_LOCK = "锁定由发放工会的财务人员办理，编制批次和添加、修改明细的人不能自己锁定。"
NOT_YOURS_TO_HAND_OUT = "签收登记由发放工会的经办人员或财务人员办理。"
NOT_YOURS_TO_PAY = "退款、凭证和办结由发放工会的财务人员办理。"


def can_see_money(user: User) -> bool:
    """Tell whether the pages of payments are open to the user: people of unions, none else."""
    return user.scope.has(*MONEY_ROLES)


def can_draw(user: User, union: Union) -> bool:
    """Tell whether the user may draw batches for a union: its officer, or one above it."""
    return user.scope.holds(DRAWS, union.path)


def can_prepare(user: User, batch: Batch) -> bool:
    """Tell whether the user may change a batch and its lines: an officer of its union, or above it."""
    return user.scope.holds(DRAWS, batch.union_path)


def can_check_stops(user: User, batch: Batch) -> bool:
    """Tell whether the user may have the stop list drawn up anew: whoever works on the batch, readers do not."""
    return user.scope.holds(DRAWS | CHECKING_ROLES | {Role.FINANCE}, batch.union_path)


def can_override(user: User, batch: Batch) -> bool:
    """Tell whether the user may let a line be paid in spite of a stop: a reviewer or approver who did not draw it."""
    return user.scope.holds(CHECKING_ROLES, batch.union_path) and batch.drawn_by_id != user.pk


def can_reveal_account(user: User, payment: Payment) -> bool:
    """Tell whether the user may see the account of a line in full: by the union that pays or by that of the archive."""
    roles, places = REVEALING_ROLES[Number.CARD], (payment.batch.union_path, payment.union_path)
    return any(user.scope.holds(roles, place) for place in places)


def can_drop(user: User, batch: Batch) -> bool:
    """Tell whether the user may take lines off: who prepares the batch, and finance before it locks an approved one."""
    return user.scope.holds(DRAWS | {Role.FINANCE}, batch.union_path)


def can_submit(user: User, batch: Batch) -> bool:
    """Tell whether the user may hand a batch in for decision: an officer of its union, or above it."""
    return user.scope.holds(DRAWS, batch.union_path)


def can_lock(user: User, batch: Batch) -> bool:
    """Tell whether the user may lock a batch, which books its money: finance, and not who drew it."""
    return user.scope.holds(PAYS, batch.union_path) and batch.drawn_by_id != user.pk


def can_hand_out(user: User, batch: Batch) -> bool:
    """Tell whether the user may write down who took the goods or the cash of a batch."""
    return user.scope.holds(HANDS_OUT, batch.union_path)


def can_settle(user: User, batch: Batch) -> bool:
    """Tell whether the user may enter refunds and the voucher, and close a batch."""
    return user.scope.holds(PAYS, batch.union_path)
