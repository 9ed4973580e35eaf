"""Single applications for tests, with an item and its rule of their own."""

import uuid
from decimal import Decimal

from assistance.actions.aid_requests import apply_for_aid
from assistance.models import AidRequest
from households.models import Household
from organizations.models import User
from tests.support.ceilings import item, rule


def item_with_rule(amount: int = 1000, **facts):
    """Return an item of which the rule gives an amount."""
    made = item(**facts)
    rule(made, {"amount": amount})
    return made


def asked(household: Household, by: User, **facts) -> AidRequest:
    """Apply for 800 元."""
    usual = {"amount": Decimal(800), "reason": "住院自付较多", "client_id": uuid.uuid4()}
    if "item" not in facts:
        facts["item"] = item_with_rule()
    return apply_for_aid(household, by=by, **(usual | facts))
