"""Costs through the ledger: who charges, what is refused, each participant's share, taking a charge back."""

import datetime
import uuid
from decimal import Decimal

import pytest

from assistance.actions.services.charging import charge_service, take_back_charge
from assistance.actions.services.completing import take_back_completion
from assistance.enums import AidProject, AidSource
from assistance.funds.enums import EntryKind, FundKind
from assistance.models import AidRecord, ClosedPeriod, LedgerEntry, ServiceCharge, SpendingTotal
from assistance.services.costs import cost_of
from core.errors import DomainError, NotAllowed
from households.enums import Level
from organizations.enums import Role
from tests.support.factories import union, user_with
from tests.support.races import at_once, told_apart
from tests.support.services import DONE, a_budget, a_service, completed_by, taking_part

pytestmark = pytest.mark.django_db
COST = {"on": DONE, "payee": "建水县职业高级中学", "doc_no": "记2026-31"}


def amounts() -> list[Decimal]:
    return list(AidRecord.objects.order_by("enrolment").values_list("amount", flat=True))


def test_a_cost_is_booked_and_shared_out(service, officer, finance):
    budget = a_budget(officer, kind=FundKind.CENTRAL)
    completed_by(service, officer, "甲", "乙", "丙")
    charge = charge_service(service, by=finance, budget=budget, amount=Decimal("100.00"), **COST)
    budget.refresh_from_db()
    assert (budget.spent, budget.balance) == (100, 9_900)
    assert amounts() == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]
    assert set(AidRecord.objects.values_list("source", flat=True)) == {AidSource.CENTRAL}
    assert charge.entries.get().kind == EntryKind.SERVICE
    assert SpendingTotal.objects.get(item=None).amount == 100


def test_who_completes_later_shares_as_well_and_who_is_taken_back_does_not(service, officer, finance):
    charge_service(service, by=finance, budget=a_budget(officer), amount=Decimal(90), **COST)
    first = completed_by(service, officer, "甲", "乙")
    completed_by(service, officer, "丙")
    assert amounts() == [30, 30, 30]
    take_back_completion(first[0], by=officer)
    assert amounts() == [45, 45]


def test_a_second_press_charges_once(service, officer, finance):
    press = {"by": finance, "budget": a_budget(officer), "amount": Decimal(50), "client_id": uuid.uuid4(), **COST}
    assert charge_service(service, **press) == charge_service(service, **press)
    assert cost_of(service) == 50


def test_a_charge_is_taken_back_once_by_an_entry_of_its_own(service, officer, finance):
    budget = a_budget(officer)
    completed_by(service, officer)
    charge = charge_service(service, by=finance, budget=budget, amount=Decimal(50), **COST)
    back = {"by": finance, "on": datetime.date(2026, 4, 1), "reason": "发票作废"}
    assert take_back_charge(charge, **back) == take_back_charge(charge, **back)
    budget.refresh_from_db()
    assert (budget.balance, cost_of(service), amounts()) == (10_000, 0, [0])
    assert (ServiceCharge.objects.count(), LedgerEntry.objects.filter(charge=charge).count()) == (1, 2)


def test_only_finance_of_the_budgets_union_or_above_charges(service, officer, reviewer, outsider, finance):
    budget, cost = a_budget(officer), {"amount": Decimal(5), **COST}
    elsewhere = user_with(Role.FINANCE, "530100")
    for user in (officer, reviewer, outsider, elsewhere):
        with pytest.raises(NotAllowed, match="财务人员登记"):
            charge_service(service, by=user, budget=budget, **cost)
    charge = charge_service(service, by=finance, budget=budget, **cost)
    with pytest.raises(NotAllowed):
        take_back_charge(charge, by=elsewhere, on=DONE, reason="误登")


@pytest.mark.parametrize(
    ("fund", "cost", "words"),
    [
        ({}, {"amount": Decimal(20_000)}, "余额不足"),
        ({}, {"amount": Decimal(0)}, "金额应大于零"),
        ({}, {"on": datetime.date(2026, 9, 11)}, "不能晚于今天"),
        ({}, {"on": datetime.date(2025, 12, 31)}, "须在 2026 年内"),
        ({}, {"payee": ""}, "不能为空"),
        ({"projects": [AidProject.LIVING]}, {}, "不能用于职业培训"),
        ({"levels": [Level.PREFECTURE]}, {}, "参加人中有 1 人不属于"),
    ],
)
def test_what_may_not_be_charged_is_refused_and_nothing_is_booked(service, officer, finance, fund, cost, words):
    taking_part(service, officer)
    with pytest.raises(DomainError, match=words):
        charge_service(service, by=finance, budget=a_budget(officer, **fund), **({"amount": Decimal(5)} | COST | cost))
    assert not ServiceCharge.objects.exists()


def test_nothing_is_booked_into_a_closed_period(service, officer, finance):
    budget = a_budget(officer)
    ClosedPeriod.objects.create(union=union("532524"), until=datetime.date(2026, 3, 31), by=finance)
    with pytest.raises(DomainError, match="已结账至 2026-03-31"):
        charge_service(service, by=finance, budget=budget, amount=Decimal(5), **COST)


def test_a_charge_taken_back_needs_a_reason_and_a_day(service, officer, finance):
    charge = charge_service(service, by=finance, budget=a_budget(officer), amount=Decimal(5), **COST)
    for other, field in (({"reason": " "}, "reason"), ({"on": datetime.date(2026, 3, 1)}, "on")):
        with pytest.raises(DomainError) as refused:
            take_back_charge(charge, by=finance, **({"on": DONE, "reason": "误登"} | other))
        assert refused.value.field == field


@pytest.mark.django_db(transaction=True)
def test_two_who_spend_the_last_of_a_budget_at_once_do_not_overdraw_it(reference):
    officer, finance = user_with(Role.OFFICER, "532524"), user_with(Role.FINANCE, "532524")
    course, budget = a_service(officer), a_budget(officer, 100)
    cost = {"by": finance, "budget": budget, "amount": Decimal(80), **COST}
    done, refusals = told_apart(at_once(*[lambda: charge_service(course, **cost)] * 2))
    budget.refresh_from_db()
    assert (len(done), len(refusals), budget.balance) == (1, 1, 20)


@pytest.mark.django_db(transaction=True)
def test_a_charge_taken_back_by_two_at_once_comes_back_once(reference):
    officer, finance = user_with(Role.OFFICER, "532524"), user_with(Role.FINANCE, "532524")
    course, budget = a_service(officer), a_budget(officer, 100)
    charge = charge_service(course, by=finance, budget=budget, amount=Decimal(80), **COST)
    back = {"by": finance, "on": DONE, "reason": "误登"}
    assert len(set(at_once(*[lambda: take_back_charge(charge, **back)] * 2))) == 1
    budget.refresh_from_db()
    assert budget.balance == 100
