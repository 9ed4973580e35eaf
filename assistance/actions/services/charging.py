"""Charging the costs of a service to a budget through the ledger, and taking a charge back."""

import datetime
import uuid
from typing import Any

from django.db import transaction

from assistance.actions.services.locks import OVER, lock_service
from assistance.funds.enums import EntryKind
from assistance.funds.ledger import book
from assistance.models import Budget, LedgerEntry, Service, ServiceCharge
from assistance.services.costs import share_out
from assistance.services.enums import EnrolmentStatus, ServiceStatus
from assistance.services.money import check_budget, check_levels
from assistance.services.rules import WHO_CHARGES, can_charge
from core import clock
from core.errors import Conflict, DomainError
from core.money import to_money
from households.actions.facts import unless_taken, validate
from households.actions.locks import lock_households
from households.history import signed
from organizations.models import User
from organizations.rules import require


@transaction.atomic
@signed
def charge_service(
    service: Service, *, by: User, budget: Budget, client_id: uuid.UUID | None = None, **facts: Any
) -> ServiceCharge:
    """Charge a cost (amount, on, payee, doc_no, perhaps note) to a budget, and share it out anew.

    The same ``client_id`` again returns the first one. Raises DomainError when the balance is short, the period closed,
    or the fund not for this service or for these levels of archive. Locks service, archives, then the budget.
    """
    service = _lock(service)
    budget = Budget.objects.select_related("fund", "union").get(pk=budget.pk)
    require(can_charge(by, budget), WHO_CHARGES)
    if client_id and (same := ServiceCharge.objects.filter(client_id=client_id, service=service).first()):
        return same
    facts = {name: value.strip() if isinstance(value, str) else value for name, value in facts.items()}
    facts["amount"] = to_money(facts["amount"])
    _check(service, budget, facts["on"])
    charge = ServiceCharge(service=service, budget=budget, by=by, client_id=client_id or uuid.uuid4(), **facts)
    validate(charge, facts)
    with unless_taken("client_id", Conflict("这张表已用于另一笔支出，请重新打开登记页面。")):
        charge.save(force_insert=True)
    note = charge.note or f"{service}：{charge.payee}"
    book([_entry(charge, EntryKind.SERVICE, by, charge.on, charge.doc_no, note)])
    share_out(service)
    return charge


@transaction.atomic
@signed
def take_back_charge(
    charge: ServiceCharge, *, by: User, on: datetime.date, reason: str, doc_no: str = ""
) -> LedgerEntry:
    """Take a whole charge back by an entry of its own; taken back already it stays so. Needs a reason."""
    service = _lock(charge.service)
    budget = Budget.objects.select_related("fund", "union").get(pk=charge.budget_id)
    require(can_charge(by, budget), WHO_CHARGES)
    back = LedgerEntry.objects.filter(charge=charge, kind=EntryKind.SERVICE_BACK).first()
    if back is not None:
        return back
    if not reason.strip():
        raise DomainError("请填写冲回原因。", field="reason")
    if not charge.on <= on <= clock.today():
        raise DomainError(f"冲回日期应在支出日期 {charge.on:%Y-%m-%d} 与今天之间。", field="on")
    [entry] = book([_entry(charge, EntryKind.SERVICE_BACK, by, on, doc_no.strip() or charge.doc_no, reason.strip())])
    share_out(service)
    return entry


def _lock(service: Service) -> Service:
    locked = lock_service(service, must_be_open=False)
    completed = locked.enrolments.filter(status=EnrolmentStatus.COMPLETED)
    lock_households(completed.values_list("household", flat=True))
    return locked


def _check(service: Service, budget: Budget, on: datetime.date) -> None:
    if service.status == ServiceStatus.CANCELLED:
        raise DomainError(OVER[ServiceStatus.CANCELLED].format(service))
    check_budget(service, budget)
    check_levels(service, budget)
    if on > clock.today():
        raise DomainError("支出日期不能晚于今天。", field="on")
    if on.year != budget.year:
        raise DomainError(f"所选是 {budget.year} 年的预算，支出日期须在 {budget.year} 年内。", field="on")


def _entry(charge: ServiceCharge, kind: EntryKind, by: User, on: datetime.date, doc_no: str, note: str) -> LedgerEntry:
    amount = -charge.amount if kind == EntryKind.SERVICE else charge.amount
    facts = {"amount": amount, "on": on, "doc_no": doc_no, "note": note[:200], "by": by}
    return LedgerEntry(budget_id=charge.budget_id, kind=kind, charge=charge, **facts)
