"""Money of 建水县 at every stage, for households that only 建水县 and those above it may see; and what marks it."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assistance.actions.drives.targets import add_targets
from assistance.actions.payments.refunds import refund_payment
from assistance.actions.services.charging import charge_service
from assistance.actions.services.enrolling import enrol
from assistance.enums import Delivery
from assistance.models import AidDrive, Batch, Payment
from assistance.payments.received import settle
from core import clock
from households.models import Household, Member
from organizations.models import User
from tests.support.aid_requests import asked
from tests.support.bankruns import at_bank
from tests.support.batches import BatchFactory, LineFactory, locked
from tests.support.factories import union
from tests.support.money import FundFactory, budget_with
from tests.support.payments import batch_of, bill_of, home
from tests.support.services import a_service

PAID, DRAFTED, FAILED, GIVEN = "百里晴川", "慕容听雨", "司徒望舒", "令狐知夏"
"""Households: paid and refunded, on a draft with an application, given back by the bank, given goods."""
TITLES = {"paid": "晴川救助款", "draft": "听雨救助款", "goods": "知夏慰问品"}
AMOUNTS = {"paid": "7913.57", "refund": "1802.46", "charge": "4321.09", "asked": "653.21", "budget": "88877.65"}
"""Amounts that stand nowhere else; of the draft the rule gives the amount."""
OTHERS = ["暖心被褥包", "云岭技工学校", "晴川家政班", "知秋票据", "8,642"]


@dataclass
class CountyMoney:
    """The households and batches by name, what the paths of the tables name, and what is read of it nowhere else."""

    homes: dict[str, Household]
    batches: dict[str, Batch]
    named: dict[str, Any] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)


def county_money(users: dict[str, User], *, drive: int) -> CountyMoney:
    """Make it all with the officer of the county and the finance above it; the action is of the prefecture."""
    homes = {name: home(worker=name) for name in (PAID, DRAFTED, FAILED, GIVEN)}
    made = CountyMoney(homes, {"paid": _paid(homes[PAID], users["fin"]), "goods": _given(homes[GIVEN], users["fin"])})
    made.batches["draft"] = batch_of(users["off"], homes=[homes[DRAFTED]], title=TITLES["draft"])
    made.named = _paths(made) | _asked(homes[DRAFTED], users["off"]) | _served(homes[PAID], users)
    made.named |= at_bank(homes[FAILED], users["fin"], seq=902)
    found = AidDrive.objects.get(pk=drive)
    add_targets(found, [(homes[PAID].pk, None)], by=users["off"])
    found.quotas.update_or_create(union=union("532524"), defaults={"households": 8642})
    made.marks = _marks(made)
    return made


def _paid(household: Household, by: User) -> Batch:
    budget = budget_with(AMOUNTS["budget"], fund=FundFactory(name="晴川专户", union=union("532524")))
    batch = BatchFactory(title=TITLES["paid"], seq=911, budget=budget)
    amount = Decimal(AMOUNTS["paid"])
    LineFactory(batch=batch, household=household, card_no=household.card_no, amount=amount, proposed=amount)
    locked(batch, by=by)
    [line] = settle(batch.payments.all(), on=clock.today(), by=by)
    facts = {"on": clock.today(), "reason": "多发", "doc_no": "追回凭证77号"}
    refund_payment(line, by=by, amount=Decimal(AMOUNTS["refund"]), **facts)
    return batch


def _given(household: Household, by: User) -> Batch:
    batch = BatchFactory(title=TITLES["goods"], seq=912, delivery=Delivery.GOODS, goods="暖心被褥包")
    LineFactory(batch=batch, household=household, card_no="")
    return locked(batch, by=by)


def _paths(made: CountyMoney) -> dict[str, Any]:
    batch = made.batches["paid"]
    line, homes = batch.payments.get(), made.homes
    return {
        "no": homes[PAID].archive_no,
        "batch": batch.pk,
        "payment": line.pk,
        "fund": batch.budget.fund_id,
        "budget": batch.budget_id,
        "aid": line.aid_record.pk,
    }


def _asked(household: Household, by: User) -> dict[str, Any]:
    bill = bill_of(household, by, kind="medical")
    type(bill).objects.filter(pk=bill.pk).update(number="知秋票据")
    request = asked(household, by, amount=Decimal(AMOUNTS["asked"]), reason="听雨住院")
    return {"bill": bill.pk, "aid_request": request.pk, "aid_review": request.review.pk}


def _served(household: Household, users: dict[str, User]) -> dict[str, Any]:
    """Enrol the worker in a course of the county, which bears its cost, and in one of the prefecture."""
    worker = household.members.workers().get()
    above = a_service(users["pro"], name="红河州月嫂班", union=union("532500"))
    own = a_service(users["off"], name="晴川家政班")
    [_there], [one] = (enrol(course, [worker], by=users["off"]).placed for course in (above, own))
    cost = {"amount": Decimal(AMOUNTS["charge"]), "on": clock.today(), "payee": "云岭技工学校", "doc_no": "记77"}
    charge = charge_service(own, by=users["fin"], budget=budget_with(50_000), **cost)
    return {"above": above.pk, "service": own.pk, "enrolment": one.pk, "charge": charge.pk}


def _marks(made: CountyMoney) -> set[str]:
    people = Member.objects.filter(household__in=made.homes.values())
    marks = {*made.homes, *TITLES.values(), *OTHERS, "听雨住院", "晴川专户", "追回凭证77号"}
    marks |= {f"{Decimal(amount):,.2f}" for amount in AMOUNTS.values()} | set(AMOUNTS.values())
    marks |= {household.archive_no for household in made.homes.values()}
    marks |= set(people.values_list("identity_no", flat=True))
    cards = Payment.objects.filter(household__in=made.homes.values()).values_list("card_no", flat=True)
    return (marks | set(cards)) - {""}
