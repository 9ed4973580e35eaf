"""The ledger of one budget as a list: the entries of one batch folded into one row, and the balance after each row.

Folded are entries that follow each other in the budget and are of the same batch, kind and day, so that every balance
is one that the budget had.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from assistance.funds.enums import PAIRED
from assistance.models import Budget, LedgerEntry
from organizations.models import User

BOTH_SIDES = (*PAIRED, *PAIRED.values())
# Two numberings run on together as long as rows of one batch follow each other: their difference names the run.
FOLDED = """
WITH numbered AS (
    SELECT *, coalesce(batch_id, -last_id) AS whose, row_number() OVER (ORDER BY last_id) - row_number() OVER (
        PARTITION BY coalesce(batch_id, -last_id), kind, "on" ORDER BY last_id) AS run
    FROM assistance_ledgeract WHERE budget_id = %(budget)s
), folded AS (
    SELECT max(last_id) AS last, sum(count) AS count, sum(amount) AS amount, kind, "on"
    FROM numbered GROUP BY whose, kind, "on", run
), balanced AS (
    SELECT *, sum(amount) OVER (ORDER BY last) AS after FROM folded
)
SELECT last, count, amount, after FROM balanced
WHERE (%(kind)s = '' OR kind = %(kind)s) AND "on" BETWEEN %(since)s AND %(until)s
ORDER BY last DESC LIMIT %(most)s OFFSET %(start)s
"""
# The newest entries only, as far as the page reaches: what stands below them is what the budget has less their sum.
AFTER = """
SELECT entry.id, budget.balance - coalesce(sum(entry.amount) OVER (
    ORDER BY entry.id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS after
FROM assistance_ledgerentry entry JOIN assistance_budget budget ON budget.id = entry.budget_id
WHERE entry.budget_id = %s AND entry.id >= %s
"""


@dataclass(frozen=True)
class Act:
    """One row of the ledger: its latest entry, how many entries it folds, their sum, and the balance after them."""

    entry: LedgerEntry
    count: int
    amount: Decimal
    after: Decimal

    @property
    def size(self) -> Decimal:
        """The sum without its sign."""
        return abs(self.amount)

    @property
    def query(self) -> str:
        """The query of the address that unfolds it."""
        entry = self.entry
        batch = entry.payment.batch_id if entry.payment else ""
        return f"?batch={batch}&kind={entry.kind}&since={entry.on}&until={entry.on}"


@dataclass(frozen=True)
class Acts:
    """The rows of a budget's ledger, the newest first, read as far as they are sliced; of one batch every entry."""

    budget: Budget
    kind: str = ""
    since: datetime.date = datetime.date.min
    until: datetime.date = datetime.date.max
    batch: int = 0

    def __getitem__(self, part: slice) -> list[Act]:
        """Return some rows with what they show; two queries."""
        return self._unfolded(part) if self.batch else self._folded(part)

    def _folded(self, part: slice) -> list[Act]:
        facts: dict[str, Any] = {"budget": self.budget.pk, "kind": self.kind, "since": self.since, "until": self.until}
        with connection.cursor() as cursor:
            cursor.execute(FOLDED, {**facts, "start": part.start, "most": part.stop - part.start})
            found = cursor.fetchall()
        entries = _shown().in_bulk([last for last, *_sums in found])
        return [Act(entries[last], count, amount, after) for last, count, amount, after in found]

    def _unfolded(self, part: slice) -> list[Act]:
        rows = _shown().filter(budget=self.budget, payment__batch=self.batch, on__range=(self.since, self.until))
        narrowed = rows.filter(kind=self.kind) if self.kind else rows
        entries = list(narrowed.order_by("-id")[part])
        if not entries:
            return []
        with connection.cursor() as cursor:
            cursor.execute(AFTER, [self.budget.pk, entries[-1].pk])
            after = dict(cursor.fetchall())
        return [Act(entry, 1, entry.amount, after[entry.pk]) for entry in entries]


def _shown() -> Any:
    rows = LedgerEntry.objects.select_related("by", "payment__batch", "payment__household", "charge__service")
    return rows.defer("payment__snapshot", "payment__reasoning", "payment__household__search")


def put_other_sides(page: Sequence[Act], user: User) -> None:
    """Put on each entry of a page the other entry of its movement (``other``), None for what the user may not see."""
    entries = [act.entry for act in page]
    movements = {entry.movement for entry in entries if entry.kind in BOTH_SIDES}
    rows = LedgerEntry.objects.filter(movement__in=movements, kind__in=BOTH_SIDES)
    found = {(row.movement, row.budget_id): row for row in rows.select_related("budget__union", "budget__fund")}
    for entry in entries:
        sides = [row for (movement, key), row in found.items() if movement == entry.movement and key != entry.budget_id]
        entry.other = sides[0] if sides else None  # type: ignore[attr-defined]
        entry.other_opens = bool(sides) and user.scope.holds(user.roles, sides[0].budget.union_path)  # type: ignore[attr-defined]
