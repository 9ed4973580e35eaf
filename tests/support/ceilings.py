"""Items of aid with published rules, for tests."""

import datetime
import itertools
from typing import Any

from assistance.ceilings.enums import BillKind, Formula
from assistance.enums import AidProject
from assistance.models import AidItem, Bill, ItemRule, RuleLine
from households.models import Household, LivingStandard
from organizations.models import User
from tests.support.factories import union

DAY = datetime.date(2026, 3, 10)
_numbers = itertools.count(1)


def item(**facts: Any) -> AidItem:
    """Return an item of the province, of 生活救助 unless said otherwise."""
    number = next(_numbers)
    usual = {"code": f"item-{number}", "name": "生活救助", "project": AidProject.LIVING, "union": union("530000")}
    return AidItem.objects.create(**(usual | facts))


def rule(of: AidItem, *lines: dict[str, Any], **facts: Any) -> ItemRule:
    """Publish a rule of an item; one case of 1,000 元 unless lines say otherwise."""
    usual = {"union": union("530000"), "valid_from": datetime.date(2026, 1, 1)}
    made = ItemRule.objects.create(item=of, **(usual | facts))
    for position, line in enumerate(lines or ({"amount": 1000},), 1):
        case = {"name": f"情形 {position}", "formula": Formula.FIXED} | line
        RuleLine.objects.create(rule=made, position=position, **case)
    ItemRule.objects.filter(pk=made.pk).update(published_at=datetime.datetime(2025, 12, 1, tzinfo=datetime.UTC))
    made.refresh_from_db()
    return made


def bill(household: Household, self_paid: Any, *, by: User, **facts: Any) -> Bill:
    """Register a bill of a household without asking anything."""
    number = f"made-up-{next(_numbers)}"
    usual = {"kind": BillKind.MEDICAL, "number": number, "issued_on": DAY, "total": self_paid, "fingerprint": number}
    return Bill.objects.create(household=household, self_paid=self_paid, created_by=by, **(usual | facts))


def standard(amount: Any, code: str = "532524", day: datetime.date = datetime.date(2025, 7, 1)) -> LivingStandard:
    """Enter the 低保 standard of a union."""
    return LivingStandard.objects.create(union=union(code), valid_from=day, amount=amount)


def kept_ceilings(household: Household, by: User) -> dict[str, object]:
    """Make an item of 建水县 with a rule in force and an empty draft, and a bill of a household; return their keys."""
    county = union("532524")
    own = item(name="建水县困难补助", union=county)
    draft = own.rules.create(union=county, valid_from=datetime.date(2026, 7, 1), created_by=by)
    in_force = rule(own, union=county)
    paid = bill(household, 300, by=by)
    return {"own_item": own.pk, "item_rule": in_force.pk, "item_draft": draft.pk, "bill": paid.pk}
