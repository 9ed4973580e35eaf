"""Changing the lines of an open batch: amount, person and account; taking lines off and putting them back."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from assistance.actions.payments.editing import lock_lines_of, lock_to_drop, lock_to_prepare
from assistance.actions.payments.stops import drop_stops, refresh_stops
from assistance.models import Batch, Bill, Payment
from assistance.payments.building import ACCOUNT, Wanted, account_of, propose_for, purpose_key, refresh_totals
from assistance.payments.enums import PaymentStatus
from core.errors import Conflict, DomainError
from core.money import to_money
from households.actions.facts import changed_facts, validate
from households.history import last_change, signed
from households.importing.bulk import update_rows
from households.models import Household
from organizations.models import User

BY_THE_RULE = ("proposed", "ceiling", "rule_line", "reasoning")


@transaction.atomic
@signed
def change_line(payment: Payment, *, by: User, facts: Mapping[str, Any], seen: str = "") -> Payment:
    """Change amount, person, stage or account of a line; the amount is worked out anew where person or stage changed.

    Only what differs is written, and what stands against the line is looked for again. Conflict when somebody changed
    the line since it was ``seen``, or took it off.
    """
    batch = lock_to_prepare(payment.batch, by)
    line = _lock_one(batch, payment)
    if line.status != PaymentStatus.PROPOSED:
        raise Conflict(f"{last_change(line)}把这一行移出了批次，请先放回再改。")
    changed = changed_facts(line, facts, seen=seen)
    if not changed:
        return line
    _check_member(line, changed)
    for name, value in changed.items():
        setattr(line, name, value)
    names = {*changed, *_follow(batch, line, changed)}
    validate(line, changed)
    line.save(update_fields=[*names])
    refresh_totals(batch)
    refresh_stops(batch, [line])
    return line


@transaction.atomic
@signed
def follow_rule(batch: Batch, payments: Iterable[Payment], *, by: User) -> list[Payment]:
    """Set lines to what the rule gives today, and their account to that of the archive unless one was typed."""
    locked = lock_to_prepare(batch, by)
    lines = [line for line in lock_lines_of(locked, payments) if line.status == PaymentStatus.PROPOSED]
    homes = {home.pk: home for home in Household.objects.filter(pk__in={line.household_id for line in lines})}
    bills: dict[int, list[Bill]] = {}
    for bill in Bill.objects.filter(payment__in=lines):
        bills.setdefault(bill.payment_id or 0, []).append(bill)
    asked = [
        Wanted(homes[one.household_id], one.member, one.stage, bills=tuple(bills.get(one.pk, ()))) for one in lines
    ]
    for line, proposal in zip(lines, propose_for(locked, asked), strict=True):
        line.proposed, line.ceiling, line.rule_line = proposal.amount, proposal.ceiling, proposal.rule_line
        line.reasoning, line.amount = proposal.reasoning, to_money(proposal.amount)
        if not line.own_account:
            for name, text in account_of(homes[line.household_id]).items():
                setattr(line, name, text)
    update_rows(Payment, lines, [*BY_THE_RULE, "amount", *ACCOUNT])
    refresh_totals(locked)
    refresh_stops(locked, lines)
    return lines


@transaction.atomic
@signed
def set_amounts(batch: Batch, payments: Iterable[Payment], *, by: User, amount: Decimal) -> list[Payment]:
    """Set lines to one amount; those above their ceiling are stopped. Returns the lines that had another amount."""
    locked = lock_to_prepare(batch, by)
    amount = to_money(amount)
    if amount <= 0:
        raise DomainError("统一的金额应大于零。", field="amount")
    asked = [line for line in lock_lines_of(locked, payments) if line.status == PaymentStatus.PROPOSED]
    lines = [line for line in asked if line.amount != amount]
    for line in lines:
        line.amount = amount
    update_rows(Payment, lines, ["amount"])
    if lines:
        refresh_totals(locked)
        refresh_stops(locked, lines)
    return lines


@transaction.atomic
@signed
def drop_lines(batch: Batch, payments: Iterable[Payment], *, by: User, reason: str) -> list[Payment]:
    """Take lines off a batch, also off an approved one before it is locked; their bills are free again.

    Returns the lines that were taken off now; those that are off already stay so.
    """
    locked = lock_to_drop(batch, by)
    lines = [line for line in lock_lines_of(locked, payments) if line.status == PaymentStatus.PROPOSED]
    if lines and not reason.strip():
        raise DomainError("请填写移出原因。", field="reason")
    for line in lines:
        line.status, line.dropped_reason = PaymentStatus.DROPPED, reason.strip()
    update_rows(Payment, lines, ["status", "dropped_reason"])
    if lines:
        Bill.objects.filter(payment__in=lines).update(payment=None)
        drop_stops(lines)
        refresh_totals(locked)
    return lines


@transaction.atomic
@signed
def put_back(batch: Batch, payments: Iterable[Payment], *, by: User) -> list[Payment]:
    """Put lines that were taken off back on their batch, with the amount that they had; stops are looked for again."""
    locked = lock_to_prepare(batch, by)
    lines = [line for line in lock_lines_of(locked, payments) if line.status == PaymentStatus.DROPPED]
    if not lines:
        return lines
    for line in lines:
        line.status, line.dropped_reason = PaymentStatus.PROPOSED, ""
    update_rows(Payment, lines, ["status", "dropped_reason"])
    _take_bills_back(lines)
    refresh_totals(locked)
    refresh_stops(locked, lines)
    return lines


def _lock_one(batch: Batch, payment: Payment) -> Payment:
    line = lock_lines_of(batch, [payment])[0]
    line.batch = batch
    return line


def _check_member(line: Payment, changed: Mapping[str, Any]) -> None:
    member = changed.get("member")
    if member and member.household_id != line.household_id:
        raise DomainError("受益人不是该户的家庭成员。", field="member")


def _follow(batch: Batch, line: Payment, changed: Mapping[str, Any]) -> list[str]:
    """Set what follows from a change of a line, and return the names of it."""
    names = []
    if {"member", "stage"} & changed.keys():
        bills = tuple(Bill.objects.filter(payment=line))
        proposal = propose_for(batch, [Wanted(line.household, line.member, line.stage, bills=bills)])[0]
        line.proposed, line.ceiling, line.rule_line = proposal.amount, proposal.ceiling, proposal.rule_line
        line.reasoning = proposal.reasoning
        line.once_key = purpose_key(batch, line.household, line.member, line.stage, line.occasion)
        names += [*BY_THE_RULE, "once_key"]
        if "amount" not in changed:
            line.amount = to_money(proposal.amount)
            names.append("amount")
    if set(ACCOUNT) & changed.keys():
        own = account_of(line.household)
        line.own_account = any(getattr(line, name) != own[name] for name in ACCOUNT)
        names.append("own_account")
    return names


def _take_bills_back(lines: Sequence[Payment]) -> None:
    """Give lines of applications the bills of these, where no other line has taken them meanwhile."""
    by_request = {line.request_id: line for line in lines if line.request_id}
    free = Bill.objects.unused().filter(request__in=by_request).order_by("pk")
    bills = list(free.select_for_update(no_key=True, of=("self",)))
    for bill in bills:
        bill.payment = by_request[bill.request_id or 0]
    update_rows(Bill, bills, ["payment"])
