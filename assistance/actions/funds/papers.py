"""What the verbs of budgets share: the papers of an act, the locks, and the same press twice."""

import datetime
import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import TypedDict

from assistance.funds.enums import PAIRED, EntryKind
from assistance.funds.ledger import book
from assistance.funds.rules import WHO_BOOKS, can_book
from assistance.models import Budget, LedgerEntry
from core import clock
from core.errors import Conflict, DomainError
from core.money import ZERO, to_money
from organizations.models import User
from organizations.rules import require


class Papers(TypedDict, total=False):
    """What an act is booked with: the day (today), the document, words, and the key that makes a second press none."""

    on: datetime.date
    doc_no: str
    note: str
    movement: uuid.UUID


def lock_budgets(budgets: Iterable[Budget]) -> dict[int, Budget]:
    """Lock budgets in the order of their keys and return them as they are now. Needs a transaction."""
    rows = Budget.objects.select_for_update(no_key=True, of=("self",)).select_related("fund__union", "union")
    return {found.pk: found for found in rows.filter(pk__in={budget.pk for budget in budgets}).order_by("pk")}


def lock_own(budget: Budget, by: User) -> Budget:
    """Lock one budget that the user keeps."""
    locked = lock_budgets([budget])[budget.pk]
    require(can_book(by, locked.union), WHO_BOOKS)
    return locked


def checked_amount(amount: Decimal | int | str) -> Decimal:
    """Return an amount above zero, to the cent."""
    size = to_money(amount)
    if size <= ZERO:
        raise DomainError("金额应大于零。", field="amount")
    return size


def check_fund(budget: Budget, on: datetime.date) -> None:
    """Refuse to put money into a budget of a fund that is out of use or does not hold on the day."""
    fund = budget.fund
    if not fund.is_active:
        raise DomainError(f"资金来源“{fund}”已停用，不能再下达、拨付或调剂；余额可以交回上级或收回。")
    if on < fund.valid_from or (fund.valid_until and on > fund.valid_until):
        raise DomainError(f"记账日期不在资金来源“{fund}”的使用期内，请核对日期或资金来源。", field="on")


def day_of(papers: Papers) -> datetime.date:
    """Return the day of the books, today unless one is named; a day to come is refused."""
    today = clock.today()
    on = papers.get("on") or today
    if on > today:
        raise DomainError("记账日期不能晚于今天，请核对。", field="on")
    return on


def book_one(budget: Budget, kind: EntryKind, amount: Decimal, *, by: User, papers: Papers) -> LedgerEntry:
    """Book one signed entry of a locked budget; the same press again returns what the first one booked."""
    facts = _facts(by, papers)
    if before := _done_before(budget, kind, amount, facts["movement"]):
        return before
    return book([LedgerEntry(budget=budget, kind=kind, amount=amount, **facts)])[0]


def book_pair(
    source: Budget, target: Budget, kind: EntryKind, amount: Decimal, *, by: User, papers: Papers
) -> LedgerEntry:
    """Book what goes from one locked budget into another; returns the entry of the first."""
    facts = _facts(by, papers)
    if before := _done_before(source, kind, -amount, facts["movement"]):
        return before
    leaves = LedgerEntry(budget=source, kind=kind, amount=-amount, **facts)
    comes = LedgerEntry(budget=target, kind=PAIRED[kind], amount=amount, **facts)
    return book([leaves, comes])[0]


def _facts(by: User, papers: Papers) -> dict:
    return {
        "by": by,
        "on": day_of(papers),
        "doc_no": papers.get("doc_no", "").strip(),
        "note": papers.get("note", "").strip(),
        "movement": papers.get("movement") or uuid.uuid4(),
        "at": clock.now(),
    }


def _done_before(budget: Budget, kind: EntryKind, amount: Decimal, movement: uuid.UUID) -> LedgerEntry | None:
    before = list(LedgerEntry.objects.filter(movement=movement, payment__isnull=True))
    for entry in before:
        if (entry.budget_id, entry.kind, entry.amount) == (budget.pk, kind, amount):
            return entry
    if before:
        raise Conflict("这张表已用于另一笔业务，没有重复记账；请重新打开页面后再登记。")
    return None
