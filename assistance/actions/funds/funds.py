"""Setting up sources of money, correcting their rules, and taking them out of use."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from assistance.funds.ledger import hold_books
from assistance.funds.rules import WHO_KEEPS, can_keep_funds
from assistance.models import Fund
from core.errors import DomainError
from households.actions.facts import changed_facts
from households.history import signed
from organizations.models import User
from organizations.rules import require


@transaction.atomic
@signed
def open_fund(*, by: User, facts: Mapping[str, Any]) -> Fund:
    """Set up a source of money for a union and all below it; its code is given."""
    union = facts["union"]
    require(can_keep_funds(by, union), WHO_KEEPS)
    hold_books(union)
    fund = Fund(created_by=by, **facts)
    if same := Fund.objects.filter(union=union, name=fund.name, is_active=True).first():
        raise DomainError(f"{union}已有在用的资金来源“{same}”，请直接使用或改用另一个名称。", field="name")
    fund.code = fund.code or f"{union.code}-{Fund.objects.filter(union=union).count() + 1:02d}"
    _check(fund)
    fund.save(force_insert=True)
    return fund


@transaction.atomic
@signed
def edit_fund(fund: Fund, *, by: User, facts: Mapping[str, Any], seen: str = "") -> Fund:
    """Correct what a fund is and may pay; the union that set it up stays.

    Raises Conflict when somebody changed it since it was ``seen``.
    """
    locked = _lock(fund, by)
    if facts.get("union", locked.union) != locked.union:
        raise DomainError("设立工会不能更改；设错了的请停用后另行设立。", field="union")
    changed = changed_facts(locked, facts, seen=seen)
    for name, value in changed.items():
        setattr(locked, name, value)
    _check(locked)
    if changed:
        locked.save(update_fields=list(changed))
    return locked


@transaction.atomic
@signed
def retire_fund(fund: Fund, *, by: User) -> Fund:
    """Take a fund out of use: nothing more is granted, passed on or paid from it; what is left may go back."""
    return _put_in_use(fund, by, in_use=False)


@transaction.atomic
@signed
def restore_fund(fund: Fund, *, by: User) -> Fund:
    """Put a fund to use again; one that is in use stays so."""
    return _put_in_use(fund, by, in_use=True)


def _put_in_use(fund: Fund, by: User, *, in_use: bool) -> Fund:
    locked = _lock(fund, by)
    if locked.is_active != in_use:
        locked.is_active = in_use
        locked.save(update_fields=["is_active"])
    return locked


def _lock(fund: Fund, by: User) -> Fund:
    locked = Fund.objects.select_for_update(no_key=True, of=("self",)).select_related("union").get(pk=fund.pk)
    require(can_keep_funds(by, locked.union), WHO_KEEPS)
    return locked


def _check(fund: Fund) -> None:
    try:
        fund.clean_fields()
        fund.validate_constraints()
    except ValidationError as error:
        name, problems = next(iter(error.message_dict.items()))
        raise DomainError(problems[0], field="" if name == NON_FIELD_ERRORS else name) from error
