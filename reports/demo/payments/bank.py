"""The bank of the four years: a file of each batch in a round, and what came back of each line."""

import datetime
import hashlib
from collections.abc import Sequence

from assistance.bank.enums import RowOutcome
from assistance.models import BankFile, BankLayout, BankResult, BankResultRow, Batch, Payment
from core.money import ZERO
from households.importing.bulk import insert_rows
from organizations.models import User
from reports.demo.payments.batches import Drawn, moment

REASON = "户名与账号不符"


class Bank:
    """Writes what was sent to the bank on a day and what it answered."""

    def __init__(self, layout: BankLayout, day: datetime.date, by: dict[int, User]) -> None:
        self.layout, self.day, self.by = layout, day, by

    def report(self, drawn: Sequence[Drawn], failed: set[int], number: int) -> None:
        """Write the files and results of a round; ``failed`` names the lines that the bank gave back."""
        insert_rows(BankFile, [self._file(one, number) for one in drawn])
        results = [self._result(one, failed, number) for one in drawn]
        insert_rows(BankResult, results)
        rows = [
            self._row(result, line, row, gone=line.pk in failed)
            for result, one in zip(results, drawn, strict=True)
            for row, line in enumerate(one.lines, start=2)
        ]
        insert_rows(BankResultRow, rows)

    def _file(self, one: Drawn, number: int) -> BankFile:
        return BankFile(
            batch=one.batch,
            round=number,
            layout=self.layout,
            lines_count=len(one.lines),
            total=one.amount,
            sha256=_fingerprint(one.batch, number, "out"),
            made_by=self.by[one.batch.union_id],
            made_at=moment(self.day, 11),
        )

    def _result(self, one: Drawn, failed: set[int], number: int) -> BankResult:
        back = [line for line in one.lines if line.pk in failed]
        return BankResult(
            batch=one.batch,
            round=number,
            layout=self.layout,
            filename=f"{one.batch.number}-{number}.txt",
            sha256=_fingerprint(one.batch, number, "back"),
            paid_count=len(one.lines) - len(back),
            failed_count=len(back),
            paid_total=one.amount - sum((line.amount for line in back), ZERO),
            read_by=self.by[one.batch.union_id],
            read_at=moment(self.day, 16),
        )

    def _row(self, result: BankResult, line: Payment, row: int, *, gone: bool) -> BankResultRow:
        return BankResultRow(
            result=result,
            payment=line,
            row_no=row,
            outcome=RowOutcome.FAILED if gone else RowOutcome.PAID,
            reason=REASON if gone else "",
            bank_ref="" if gone else line.bank_ref or f"YH{self.day:%Y%m%d}{line.pk}",
        )


def _fingerprint(batch: Batch, number: int, way: str) -> str:
    return hashlib.sha256(f"{batch.client_id}/{number}/{way}".encode()).hexdigest()
