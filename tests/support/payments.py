"""Batches of payments with their lines, made by the real actions, with an item and a rule of their own."""

import datetime
import itertools
import uuid

from stdnum import luhn

from assistance.actions.payments.drawing import add_households, draw_batch
from assistance.ceilings.enums import Formula
from assistance.enums import AidProject
from assistance.models import AidItem, AidRequest, Batch, Bill, ItemRule, RuleLine
from assistance.payments.building import Wanted
from assistance.requests.enums import RequestStatus
from core import clock
from households.models import Household
from organizations.enums import Role
from tests.support.factories import HouseholdFactory, union, user_with
from tests.support.money import budget_with

_numbers = itertools.count(1)
BY_BILLS = ({"name": "自付", "formula": Formula.SHARE, "share": 50},)


def card_no() -> str:
    """Return a fresh card number of nobody, which passes its check digit."""
    body = f"6228480{next(_numbers):011d}"
    return body + luhn.calc_check_digit(body)


def home(code="532524", **facts) -> Household:
    """Return an archive on file with a card in the worker's name."""
    account = {"bank": "农村信用社", "bank_branch": "建水联社", "card_no": card_no()}
    return HouseholdFactory(**({"union": union(code)} | account | facts))


def item_with(amount=1000, code="530000", *, lines=(), since=datetime.date(2016, 1, 1), **facts) -> AidItem:
    """Return an item of a union with one published rule: a fixed amount for all, or ``lines`` (facts of RuleLine)."""
    number = next(_numbers)
    names = {"code": f"made-up-item-{number}", "name": f"测试项目{number}", "project": AidProject.LIVING}
    item = AidItem.objects.create(**{**names, "union": union(code), **facts})
    rule = ItemRule.objects.create(item=item, union=union(code), valid_from=since)
    for position, line in enumerate(lines or [{"name": "全部", "formula": Formula.FIXED, "amount": amount}], 1):
        RuleLine.objects.create(rule=rule, position=position, **line)
    rule.published_at = clock.now()
    rule.save(update_fields=["published_at"])
    return item


def batch_of(by, *, homes=0, code="532524", item=None, budget=None, **facts) -> Batch:
    """Draw a batch by an officer, with a line for each of some archives (their number, or archives themselves)."""
    item = item or item_with()
    budget = budget or budget_with(1_000_000, code)
    told = {"union": union(code), "title": "生活救助", "item": item, "budget": budget, "client_id": uuid.uuid4()}
    batch = draw_batch(by=by, **(told | facts))
    found = [home(code) for _n in range(homes)] if isinstance(homes, int) else homes
    if found:
        add_households(batch, [Wanted(household) for household in found], by=by)
        batch.refresh_from_db()
    return batch


def request_of(household, item, by, **facts) -> AidRequest:
    """Return an approved application of a household."""
    told = {"amount": 800, "reason": "住院", "created_by": by, "status": RequestStatus.APPROVED}
    return AidRequest.objects.create(household=household, item=item, **(told | facts))


def bill_of(household, by, **facts) -> Bill:
    """Return a bill of a household, 900 元 of which 800 were paid by itself."""
    number = f"{next(_numbers):08d}"
    told = {"number": number, "issued_on": datetime.date(2026, 3, 2), "total": 900, "self_paid": 800}
    return Bill.objects.create(household=household, created_by=by, fingerprint=f"made up {number}", **(told | facts))


def batched(by, homes) -> dict[str, int]:
    """Draw a batch with a line for each archive; return the keys of it and of its first line, by name."""
    batch = batch_of(by, homes=homes)
    return {"batch": batch.pk, "payment": batch.payments.earliest("position").pk}


def county_reviewer():
    """Return a reviewer of 建水县 who drew nothing."""
    return user_with(Role.REVIEWER, "532524", name="审核员乙")
