"""Proving that budgets, ledger, payments, totals, aid records and bank results say the same.

Each proof is one statement over whole tables that returns only what differs; docs/algorithms/ledger.md writes them out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from assistance.funds.proofs import PROOFS, Proof
from core.money import format_money

MOST = 1000  # differences that are listed of one proof; all are counted


@dataclass(frozen=True)
class Difference:
    """What one row should say by the others, and what it says."""

    table: str
    key: str
    what: str
    expected: str
    found: str


@dataclass(frozen=True)
class Finding:
    """How one proof ended: how many rows were held against it, and those that differ."""

    name: str
    table: str
    rows: int
    count: int
    differences: list[Difference]


def reconcile() -> list[Finding]:
    """Run all proofs on one state of the database and return how each ended."""
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return [_run(cursor, proof) for proof in PROOFS]


def differences(findings: Iterable[Finding]) -> int:
    """Count what differs."""
    return sum(finding.count for finding in findings)


def _run(cursor: Any, proof: Proof) -> Finding:
    cursor.execute(f"SELECT count(*) FROM {proof.rows}")  # noqa: S608 -- constants
    rows = cursor.fetchone()[0]
    cursor.execute(proof.sql)
    listed = [
        Difference(proof.table, str(key), what, _words(expected), _words(found))
        for key, what, expected, found in cursor.fetchmany(MOST)
    ]
    return Finding(proof.name, proof.table, rows, cursor.rowcount, listed)


def _words(value: Any) -> str:
    if value is None:
        return "无"
    return format_money(value) if isinstance(value, Decimal) and value.as_tuple().exponent == -2 else str(value)
