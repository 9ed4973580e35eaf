"""Money that comes from outside into a budget, and corrections by a document."""

from decimal import Decimal
from typing import Unpack

from django.db import transaction

from assistance.actions.funds.papers import Papers, book_one, check_fund, checked_amount, day_of, lock_own
from assistance.funds.enums import EntryKind
from assistance.funds.ledger import budget_for
from assistance.funds.rules import WHO_BOOKS, can_book, holds_for
from assistance.models import Budget, Fund, LedgerEntry
from core.errors import DomainError
from core.money import ZERO, to_money
from organizations.models import Union, User
from organizations.rules import require


@transaction.atomic
def open_budget(fund: Fund, union: Union, year: int, *, by: User) -> Budget:
    """Return the budget of a union for a year; opens it, empty, for a fund that holds there."""
    require(can_book(by, union), WHO_BOOKS)
    if not holds_for(fund, union):
        raise DomainError(f"资金来源“{fund}”由{fund.union}设立，不能用于{union}。", field="fund")
    return budget_for(fund, union, year)


@transaction.atomic
def grant_to(
    fund: Fund, union: Union, year: int, amount: Decimal | int | str, *, by: User, **papers: Unpack[Papers]
) -> LedgerEntry:
    """Book money that came from outside into the budget of a union and year, which the first grant opens."""
    return grant(open_budget(fund, union, year, by=by), amount, by=by, **papers)


@transaction.atomic
def grant(budget: Budget, amount: Decimal | int | str, *, by: User, **papers: Unpack[Papers]) -> LedgerEntry:
    """Book money that came from outside (下达); the document it came by has to be named."""
    size, on = checked_amount(amount), day_of(papers)
    if not papers.get("doc_no", "").strip():
        raise DomainError("请填写下达文号；没有文件的填写到账凭证号。", field="doc_no")
    locked = lock_own(budget, by)
    check_fund(locked, on)
    return book_one(locked, EntryKind.GRANT, size, by=by, papers=papers)


@transaction.atomic
def adjust(budget: Budget, amount: Decimal | int | str, *, by: User, **papers: Unpack[Papers]) -> LedgerEntry:
    """Raise or lower a budget by a document (调整); below zero it takes away."""
    size = to_money(amount)
    if size == ZERO:
        raise DomainError("调整金额不能为零；调减填写负数。", field="amount")
    if not papers.get("doc_no", "").strip():
        raise DomainError("调整预算须填写文号。", field="doc_no")
    return book_one(lock_own(budget, by), EntryKind.ADJUST, size, by=by, papers=papers)
