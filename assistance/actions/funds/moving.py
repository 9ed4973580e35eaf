"""Money that goes from one union's budget into another's, of the same fund and year."""

from decimal import Decimal
from typing import Unpack

from django.db import transaction

from assistance.actions.funds.papers import Papers, book_pair, check_fund, checked_amount, day_of, lock_budgets
from assistance.funds.enums import EntryKind
from assistance.funds.ledger import budget_for
from assistance.funds.rules import WHO_BOOKS, can_book, holds_for
from assistance.models import Budget, LedgerEntry
from core.errors import DomainError
from organizations.models import Union, User
from organizations.rules import require

TRANSFER_WHO = "调剂须由同时管理两个工会的上级财务人员登记。"


@transaction.atomic
def allocate(
    budget: Budget, to_union: Union, amount: Decimal | int | str, *, by: User, **papers: Unpack[Papers]
) -> LedgerEntry:
    """Pass money on to a union below, however deep (拨付下级); opens its budget when it has none."""
    size, on = checked_amount(amount), day_of(papers)
    require(can_book(by, budget.union), WHO_BOOKS)
    _check_below(to_union, budget.union)
    source, target = _both(budget, to_union)
    check_fund(source, on)
    return book_pair(source, target, EntryKind.ALLOCATE_OUT, size, by=by, papers=papers)


@transaction.atomic
def return_up(
    budget: Budget, to_union: Union, amount: Decimal | int | str, *, by: User, **papers: Unpack[Papers]
) -> LedgerEntry:
    """Give money back to a union above (交回上级)."""
    size = checked_amount(amount)
    day_of(papers)
    require(can_book(by, budget.union), WHO_BOOKS)
    if to_union.pk == budget.union_id or not to_union.covers(budget.union.path):
        raise DomainError(f"{to_union}不是{budget.union}的上级工会，请改选上级。", field="to_union")
    if not holds_for(budget.fund, to_union):
        raise DomainError(f"资金来源“{budget.fund}”由{budget.fund.union}设立，不能交到它的上级。", field="to_union")
    source, target = _both(budget, to_union)
    return book_pair(source, target, EntryKind.RETURN_OUT, size, by=by, papers=papers)


@transaction.atomic
def transfer(
    budget: Budget, to_union: Union, amount: Decimal | int | str, *, by: User, **papers: Unpack[Papers]
) -> LedgerEntry:
    """Move money between two unions of which neither lies below the other (调剂), by finance above both."""
    size, on = checked_amount(amount), day_of(papers)
    require(can_book(by, budget.union) and can_book(by, to_union), TRANSFER_WHO)
    if to_union.covers(budget.union.path) or budget.union.covers(to_union.path):
        raise DomainError(f"{to_union}与{budget.union}是上下级，请改用拨付下级或交回上级。", field="to_union")
    if not holds_for(budget.fund, to_union):
        raise DomainError(f"资金来源“{budget.fund}”由{budget.fund.union}设立，不能用于{to_union}。", field="to_union")
    _check_open(to_union)
    source, target = _both(budget, to_union)
    check_fund(source, on)
    return book_pair(source, target, EntryKind.TRANSFER_OUT, size, by=by, papers=papers)


def _both(budget: Budget, to_union: Union) -> tuple[Budget, Budget]:
    """Return both budgets locked; the second is opened when there is none."""
    target = budget_for(budget.fund, to_union, budget.year)
    locked = lock_budgets([budget, target])
    return locked[budget.pk], locked[target.pk]


def _check_below(to_union: Union, union: Union) -> None:
    if to_union.pk == union.pk or not union.covers(to_union.path):
        raise DomainError(f"{to_union}不是{union}的下级工会，请改选下级。", field="to_union")
    _check_open(to_union)


def _check_open(union: Union) -> None:
    if not union.is_active:
        raise DomainError(f"{union}已撤销，不能再拨入资金。", field="to_union")
