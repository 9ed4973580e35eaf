"""What is left of a year's budget: carried into the next year, or taken back by whom it came from."""

import datetime
from typing import Unpack

from django.db import transaction

from assistance.actions.funds.papers import Papers, book_one, book_pair, day_of, lock_budgets, lock_own
from assistance.funds.enums import EntryKind
from assistance.funds.ledger import budget_for
from assistance.funds.rules import WHO_BOOKS, can_book
from assistance.models import Budget, LedgerEntry
from core.errors import DomainError
from core.money import ZERO
from organizations.models import User
from organizations.rules import require

FROM_MONTH = 12  # the last month of the year, in which offices settle their books


@transaction.atomic
def carry_over(budget: Budget, *, by: User, **papers: Unpack[Papers]) -> LedgerEntry | None:
    """Carry all that is left into the same union's budget of the next year (结转); None when nothing is left.

    What failed payments give back later is carried over by another act.
    """
    require(can_book(by, budget.union), WHO_BOOKS)
    if budget.fund.lapses:
        raise DomainError(f"资金来源“{budget.fund}”的年末结余须收回，不能结转；请办理结余收回。")
    _check_time(budget, day_of(papers))
    target = budget_for(budget.fund, budget.union, budget.year + 1)
    locked = lock_budgets([budget, target])
    source = locked[budget.pk]
    if before := _booked(source, EntryKind.CARRY_OUT, papers):
        return before
    if source.balance == ZERO:
        return None
    return book_pair(source, locked[target.pk], EntryKind.CARRY_OUT, source.balance, by=by, papers=papers)


@transaction.atomic
def lapse(budget: Budget, *, by: User, **papers: Unpack[Papers]) -> LedgerEntry | None:
    """Book that all that is left was taken back (结余收回), for funds that lapse; None when nothing is left."""
    locked = lock_own(budget, by)
    if not locked.fund.lapses:
        raise DomainError(f"资金来源“{locked.fund}”的结余不收回；请办理结转下年。")
    on = day_of(papers)
    if not (locked.fund.valid_until and on > locked.fund.valid_until):
        _check_time(locked, on)
    if before := _booked(locked, EntryKind.LAPSE, papers):
        return before
    if locked.balance == ZERO:
        return None
    return book_one(locked, EntryKind.LAPSE, -locked.balance, by=by, papers=papers)


def _check_time(budget: Budget, on: datetime.date) -> None:
    if on < datetime.date(budget.year, FROM_MONTH, 1):
        raise DomainError(f"{budget.year} 年的结余在当年 {FROM_MONTH} 月 1 日以后办理结转或收回。", field="on")


def _booked(budget: Budget, kind: EntryKind, papers: Papers) -> LedgerEntry | None:
    """Return what the same press booked before: the balance has gone since, so the amount does not tell."""
    movement = papers.get("movement")
    return budget.entries.filter(movement=movement, kind=kind).first() if movement else None
