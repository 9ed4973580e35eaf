"""Who may keep items of aid, write their rules, and register bills; predicates without a query of their own."""

from assistance.ceilings.querysets import RULE_OWNERS, RULE_WRITERS
from assistance.models import AidItem, Bill, ItemRule
from households.models import Household
from households.rules import can_work
from organizations.models import Union, User


def can_write_for(user: User, union: Union) -> bool:
    """Tell whether the user keeps the items and rules of a union: officers and approvers, from counties up."""
    return union.kind in RULE_OWNERS and user.scope.holds(RULE_WRITERS, union.path)


def can_edit_item(user: User, item: AidItem) -> bool:
    """Tell whether the user may change an item: who keeps those of its union."""
    return can_write_for(user, item.union)


def can_edit_rule(user: User, rule: ItemRule) -> bool:
    """Tell whether the user may change, publish or drop a version: one that is not published yet."""
    return rule.published_at is None and can_write_for(user, rule.union)


def can_register_bill(user: User, household: Household) -> bool:
    """Tell whether the user may register bills of a household: an officer above it or its own cadre, while open."""
    return can_work(user, household)


def can_remove_bill(user: User, household: Household, bill: Bill) -> bool:
    """Tell whether the user may take a bill out again: one that nothing was paid against and no application names."""
    return can_work(user, household) and bill.payment_id is None and bill.request_id is None
