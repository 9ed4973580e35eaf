"""The ledger of one budget as a list: what stands beside each entry, and the balance after it."""

from collections.abc import Sequence

from django.db import connection

from assistance.funds.enums import PAIRED
from assistance.funds.querysets import EntryQuerySet
from assistance.models import Budget, LedgerEntry
from organizations.models import User

BOTH_SIDES = (*PAIRED, *PAIRED.values())
# The newest entries only, as far as the page reaches: what stands below them is what the budget has less their sum.
AFTER = """
SELECT entry.id, budget.balance - coalesce(sum(entry.amount) OVER (
    ORDER BY entry.id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS after
FROM assistance_ledgerentry entry JOIN assistance_budget budget ON budget.id = entry.budget_id
WHERE entry.budget_id = %s AND entry.id >= %s
"""


def entries_of(budget: Budget) -> EntryQuerySet:
    """Return the entries of a budget, the newest first, with what a row shows."""
    rows: EntryQuerySet = LedgerEntry.objects.filter(budget=budget)
    return rows.select_related("by", "payment__batch", "payment__household", "charge__service").order_by("-id")


def put_balances(budget: Budget, page: Sequence[LedgerEntry]) -> None:
    """Put on each entry of a page the balance after it (``after``); one query over the page and what is newer."""
    if not page:
        return
    with connection.cursor() as cursor:
        cursor.execute(AFTER, [budget.pk, min(entry.pk for entry in page)])
        after = dict(cursor.fetchall())
    for entry in page:
        entry.after = after[entry.pk]  # type: ignore[attr-defined]


def put_other_sides(page: Sequence[LedgerEntry], user: User) -> None:
    """Put on each entry of a page the other entry of its movement (``other``), None for what the user may not see."""
    movements = {entry.movement for entry in page if entry.kind in BOTH_SIDES}
    rows = LedgerEntry.objects.filter(movement__in=movements, kind__in=BOTH_SIDES)
    found = {(row.movement, row.budget_id): row for row in rows.select_related("budget__union", "budget__fund")}
    for entry in page:
        sides = [row for (movement, key), row in found.items() if movement == entry.movement and key != entry.budget_id]
        entry.other = sides[0] if sides else None  # type: ignore[attr-defined]
        entry.other_opens = bool(sides) and user.scope.holds(user.roles, sides[0].budget.union_path)  # type: ignore[attr-defined]
