"""A result file between being shown and being booked: signed, in the page, so that neither bytes nor rows are kept.

It has no account number and no name; who may book it is asked again, and the lines are compared anew.
"""

import datetime
from decimal import Decimal
from typing import Any

from django.core import signing

from assistance.bank.enums import RowOutcome
from assistance.bank.reading import Fault, ResultFile, ResultRow
from assistance.models import BankLayout, Batch
from organizations.models import User

SALT, SECONDS = "bank-result", 3600
SPOILED = "核对结果已过期，请重新上传回盘文件。"


def packed(batch: Batch, layout: BankLayout, file: ResultFile, on: datetime.date, user: User) -> str:
    """Return a file as it was read, for this batch and this person, for an hour."""
    rows = [[x.number, x.key, f"{x.amount}", x.outcome, x.reason, x.bank_ref, _iso(x.paid_on)] for x in file.rows]
    faults = [[fault.row, fault.text] for fault in file.faults]
    said: list[Any] = [batch.pk, user.pk, layout.pk, on.isoformat(), file.filename, file.sha256, rows, faults]
    return signing.dumps(said, salt=SALT, compress=True)


def unpacked(batch: Batch, token: str, user: User) -> tuple[int, ResultFile, datetime.date]:
    """Return layout, file and day; raises BadSignature for what was made for others, changed, or too old."""
    batch_id, user_id, layout_id, on, filename, sha256, rows, faults = signing.loads(token, salt=SALT, max_age=SECONDS)
    if (batch_id, user_id) != (batch.pk, user.pk):
        raise signing.BadSignature(SPOILED)
    found = tuple(_row(*row) for row in rows)
    file = ResultFile(filename, sha256, found, tuple(Fault(row, text) for row, text in faults))
    return layout_id, file, datetime.date.fromisoformat(on)


def _iso(day: datetime.date | None) -> str:
    return "" if day is None else day.isoformat()


def _row(number: int, key: str, amount: str, outcome: str, reason: str, bank_ref: str, paid_on: str) -> ResultRow:
    day = datetime.date.fromisoformat(paid_on) if paid_on else None
    return ResultRow(number, key, Decimal(amount), RowOutcome(outcome), reason, bank_ref, day)
