"""The one door into the ledger: entries are made here, booked together, and refused in words.

``book`` is called last in an action, inside its transaction, with all entries of the act: the database locks their
budgets in the order of their keys, holds every balance at or above zero, and moves the sums in the same statement.
"""

import datetime
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db import IntegrityError, connection, transaction

from assistance.funds.enums import NEGATIVE, EntryKind
from assistance.models import Budget, ClosedPeriod, Fund, LedgerEntry, Payment
from core.errors import Conflict, DomainError
from core.money import ZERO, format_money, to_money
from organizations.models import Union, User

PLACE_SPACE = 7_361_905  # advisory locks of the unions whose books begin or are closed
BOOKED_BEFORE = {
    "a_line_is_paid_once": "这笔发放已经记账，不能再记一次；请刷新页面，查看最新状态。",
    "a_line_fails_once": "这笔发放未成的退回已经记账，不能再记一次；请刷新页面，查看最新状态。",
    "a_charge_is_booked_once": "这笔服务支出已经记账，不能再记一次；请刷新页面，查看最新状态。",
    "movement_is_booked_once": "这笔业务已经记账，不能再记一次；请刷新页面，查看台账。",
    "booked_once_for_line": "这笔业务已经记账，不能再记一次；请刷新页面，查看台账。",
}


def budget_for(fund: Fund, union: Union, year: int) -> Budget:
    """Return the budget of a union, fund and year; the first movement opens it. Needs a transaction.

    A new one waits for the union's books being closed just now, and they for it.
    """
    if found := Budget.objects.filter(fund=fund, union=union, year=year).first():
        return found
    hold_books(union)
    return Budget.objects.get_or_create(fund=fund, union=union, year=year)[0]


def hold_books(union: Union) -> None:
    """Keep others from opening a budget of a union or closing its books until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [PLACE_SPACE, union.pk])


def entry_of(
    payment: Payment,
    kind: EntryKind,
    *,
    by: User,
    on: datetime.date,
    amount: Decimal | None = None,
    note: str = "",
    doc_no: str = "",
    movement: uuid.UUID | None = None,
) -> LedgerEntry:
    """Return the entry of a payment that failed, was paid or is refunded, not saved; its batch has to be loaded.

    ``amount`` is without a sign and the whole line when it is left out.
    """
    size = to_money(payment.amount if amount is None else amount)
    return LedgerEntry(
        budget_id=payment.batch.budget_id,
        kind=kind,
        amount=-size if kind in NEGATIVE else size,
        on=on,
        movement=movement or uuid.uuid4(),
        payment=payment,
        doc_no=doc_no,
        note=note,
        by=by,
    )


def book(entries: Iterable[LedgerEntry]) -> list[LedgerEntry]:
    """Book all entries of an act or none, by one statement; needs a transaction, which goes on after a refusal.

    Raises DomainError when a budget would fall below zero, the books are closed for the day or more would come back
    than was paid, Conflict when the act has been booked before.
    """
    rows = list(entries)
    if not rows:
        return []
    try:
        with transaction.atomic():
            return LedgerEntry.objects.bulk_create(rows)
    except IntegrityError as error:
        raise _refusal(rows, _constraint(error), error) from error


def _constraint(error: IntegrityError) -> str:
    return str(getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or "")


def _refusal(rows: Sequence[LedgerEntry], name: str, error: IntegrityError) -> Exception:
    if name in BOOKED_BEFORE:
        return Conflict(BOOKED_BEFORE[name])
    match name:
        case "budget_never_below_zero":
            return DomainError(_short_of_money(rows), field="amount")
        case "period_is_closed":
            return DomainError(_closed(rows), field="on")
        case "refund_within_payment":
            return DomainError("退回的金额超过了这笔发放的金额，请核对后改正金额。", field="amount")
        case "adjusted_by_a_document":
            return DomainError("调整预算须填写文号。", field="doc_no")
        case _:
            return error


def _short_of_money(rows: Sequence[LedgerEntry]) -> str:
    """Say which budget has how much and how much was asked of it; read anew, since others spend at the same time."""
    asked: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for row in rows:
        asked[row.budget_id] -= row.amount
    budgets = Budget.objects.select_related("fund", "union").filter(pk__in=asked).order_by("pk")
    short = min(budgets, key=lambda budget: budget.balance - asked[budget.pk])
    have, need = format_money(short.balance), format_money(asked[short.pk])
    return f"{short}余额不足：可用 {have} 元，需要 {need} 元。请减少金额，或等上级拨付资金后再办理。"


def _closed(rows: Sequence[LedgerEntry]) -> str:
    first = min(row.on for row in rows)
    unions = Union.objects.filter(budgets__in={row.budget_id for row in rows})
    closed = ClosedPeriod.objects.select_related("union").filter(union__in=unions, until__gte=first).order_by("-until")
    last = closed.first()
    if last is None:
        return "记账日期所在期间已结账，不能再记账；请改用结账之后的日期。"
    return f"{last.union}已结账至 {last.until:%Y-%m-%d}，不能再记入当日及以前的账；请改用之后的日期。"
