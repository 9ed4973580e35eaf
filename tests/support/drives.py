"""Seasonal actions of 红河州 for tests, with an item of their own, and a draft batch that carries one out."""

import datetime
import itertools
from decimal import Decimal

from assistance.actions.drives.planning import plan_drive
from assistance.ceilings.enums import Per
from assistance.drives.enums import DriveKind
from assistance.enums import AidProject
from assistance.funds.enums import FundKind
from assistance.models import AidDrive, AidItem, Batch, Budget, Fund, Payment
from households.models import Household
from organizations.models import User
from tests.support.factories import union

_numbers = itertools.count(1)


def item_for_drives(**facts) -> AidItem:
    """Return an item of the province."""
    number = next(_numbers)
    usual = {"code": f"drive-item-{number}", "name": "送温暖", "project": AidProject.LIVING, "union": union("530000")}
    return AidItem.objects.create(**(usual | facts))


def planned(by: User, code: str = "532500", **facts) -> AidDrive:
    """Plan 送温暖 of a winter."""
    usual = {
        "kind": DriveKind.WARMTH,
        "name": "2026 年元旦春节送温暖",
        "year": 2026,
        "starts_on": datetime.date(2026, 1, 5),
        "ends_on": datetime.date(2026, 2, 20),
        "planned_households": 100,
        "planned_amount": Decimal(100_000),
    }
    if "item" not in facts:
        facts["item"] = item_for_drives()
    return plan_drive(by=by, union=union(code), **(usual | facts))


def schooling(by: User, **facts) -> AidDrive:
    """Plan 金秋助学, which is for persons."""
    item = item_for_drives(name="金秋助学", project="golden_autumn", per=Per.PERSON)
    return planned(by, kind=DriveKind.GOLDEN_AUTUMN, name="2026 年金秋助学", item=item, **facts)


def draft_batch(drive: AidDrive, by: User, code: str = "532524") -> Batch:
    """Begin a batch of an action, out of a budget without money."""
    number, place = next(_numbers), union(code)
    facts = {"code": f"drive-fund-{number}", "kind": FundKind.OWN_UNION, "valid_from": datetime.date(2017, 1, 1)}
    fund = Fund.objects.create(name="本级工会经费", union=union("530000"), created_by=by, **facts)
    budget = Budget.objects.create(fund=fund, union=place, year=drive.year)
    facts = {"item": drive.item, "period": f"{drive.year}", "title": f"{drive.name}第一批", "drive": drive}
    facts["number"] = f"FF-{code}-{drive.year}-{number:03d}"
    return Batch.objects.create(union=place, year=drive.year, seq=number, budget=budget, drawn_by=by, **facts)


def line(batch: Batch, household: Household, amount: int = 1000, **facts) -> Payment:
    """Put a household on a batch without asking anything."""
    number = next(_numbers)
    usual = {"built_from": "list", "once_key": f"made up {number}", "position": number, "amount": Decimal(amount)}
    return Payment.objects.create(batch=batch, household=household, union=household.union, **(usual | facts))
