"""Closing the books of a union up to a day, for ever."""

import datetime

from django.db import transaction

from assistance.actions.funds.papers import lock_budgets
from assistance.funds.ledger import hold_books
from assistance.funds.rules import WHO_BOOKS, can_book
from assistance.models import Budget, ClosedPeriod
from core import clock
from core.errors import DomainError
from organizations.models import Union, User
from organizations.rules import require


@transaction.atomic
def close_period(union: Union, until: datetime.date, *, by: User, note: str = "") -> ClosedPeriod:
    """Close the union's own books up to a day that is over; nothing is booked on or before it any more.

    Waits for everybody who is booking in its budgets. Said again for the same day it changes nothing.
    """
    require(can_book(by, union), WHO_BOOKS)
    hold_books(union)
    lock_budgets(Budget.objects.filter(union=union))
    last = ClosedPeriod.objects.filter(union=union).order_by("-until").first()
    if last is not None and last.until == until:
        return last
    if last is not None and until < last.until:
        raise DomainError(f"{union}已结账至 {last.until:%Y-%m-%d}，只能往后结账。", field="until")
    if until >= clock.today():
        raise DomainError("只能结到昨天或更早，当天的账还可能变动。", field="until")
    return ClosedPeriod.objects.create(union=union, until=until, note=note.strip(), by=by, at=clock.now())
