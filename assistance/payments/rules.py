"""Who may do what with batches of payments and their lines; predicates without a query."""

from assistance.models import Batch, Payment
from assistance.payments.querysets import MONEY_ROLES
from organizations.enums import CHECKING_ROLES, REVEALING_ROLES, Number, Role
from organizations.models import Union, User

DRAWS = frozenset({Role.OFFICER})


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
