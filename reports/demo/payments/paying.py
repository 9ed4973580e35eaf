"""What follows on the approval of a wave: locked and booked, sent to the bank, read back, failed lines paid again.

Written in bulk, as a bank's file of hundreds of thousands of lines asks for; the database's own guards stand.
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from assistance.actions.bank.again import COPIED
from assistance.funds.enums import EntryKind
from assistance.models import AidRecord, AidYearNone, BankLayout, LedgerEntry, Payment
from assistance.payments.building import ACCOUNT
from assistance.payments.enums import BatchStatus, BuiltFrom, PaymentStatus
from assistance.payments.received import record_of
from households.importing.bulk import insert_rows
from organizations.models import User
from reports.demo.payments.bank import REASON, Bank
from reports.demo.payments.batches import Drawn, moment

FAILS_ONE_IN = 131  # so rarely the bank gives a line back


class Payday:
    """Pays the batches of one wave on one day."""

    def __init__(self, drawn: Sequence[Drawn], layout: BankLayout, day: datetime.date, by: dict[int, User]) -> None:
        self.drawn, self.layout, self.day, self.by = drawn, layout, day, by

    def run(self) -> None:
        """Lock, book, send, read back, pay again what failed, and close."""
        self._lock()
        failing = [[line for line in one.lines if fails(line, self.day)] for one in self.drawn]
        self._settle([line for lines in failing for line in lines])
        bank = Bank(self.layout, self.day, self.by)
        bank.report(self.drawn, {line.pk for lines in failing for line in lines}, 1)
        rounds = [_again(one, lines, self.day) for one, lines in zip(self.drawn, failing, strict=True) if lines]
        again = [line for one in rounds for line in one.lines]
        insert_rows(Payment, again)
        insert_rows(LedgerEntry, [self._entry(line, EntryKind.PAYMENT, -line.amount) for line in again])
        bank.report(rounds, set(), 2)
        self._record([line for one in self.drawn for line in one.lines if not fails(line, self.day)] + again)
        self._close()

    def _lock(self) -> None:
        for one in self.drawn:
            batch, by = one.batch, self.by[one.batch.union_id]
            batch.status, batch.locked_by, batch.locked_at = BatchStatus.LOCKED, by, moment(self.day, 9)
            batch.voucher_no = f"记{self.day:%Y%m}-{batch.seq:03d}"
            batch.save(update_fields=["status", "locked_by", "locked_at", "voucher_no"])
        Payment.objects.filter(batch__in=[one.batch.pk for one in self.drawn]).update(status=PaymentStatus.LOCKED)
        entries = [self._entry(line, EntryKind.PAYMENT, -line.amount) for one in self.drawn for line in one.lines]
        insert_rows(LedgerEntry, entries)

    def _settle(self, failed: Sequence[Payment]) -> None:
        insert_rows(LedgerEntry, [self._entry(line, EntryKind.FAILED, line.amount) for line in failed])
        Payment.objects.filter(pk__in=[line.pk for line in failed]).update(
            status=PaymentStatus.FAILED, failed_reason=REASON
        )
        ref = Concat(Value(f"YH{self.day:%Y%m%d}"), Cast(F("pk"), CharField()))
        paid = Payment.objects.filter(batch__in=[one.batch.pk for one in self.drawn], status=PaymentStatus.LOCKED)
        paid.update(status=PaymentStatus.PAID, paid_on=self.day, bank_ref=ref)

    def _entry(self, line: Payment, kind: EntryKind, amount: Decimal) -> LedgerEntry:
        return LedgerEntry(
            budget_id=line.batch.budget_id,
            kind=kind,
            amount=amount,
            on=self.day,
            payment=line,
            by=self.by[line.batch.union_id],
            at=moment(self.day, 10),
        )

    def _record(self, lines: Sequence[Payment]) -> None:
        """Enter what was received into the archives, and take back statements that say there was nothing."""
        insert_rows(AidRecord, [self._received(line) for line in lines])
        households = {line.household_id for line in lines}
        AidYearNone.objects.filter(year=self.day.year, household__in=households).delete()

    def _received(self, line: Payment) -> AidRecord:
        line.paid_on = self.day
        record = record_of(line, beneficiary=line.payee_name, by=self.by[line.batch.union_id])
        record.created_at = moment(self.day, 16)
        return record

    def _close(self) -> None:
        for one in self.drawn:
            batch = one.batch
            batch.status, batch.closed_by = BatchStatus.CLOSED, self.by[batch.union_id]
            batch.closed_at = moment(self.day, 17)
            batch.save(update_fields=["status", "closed_by", "closed_at"])


def fails(line: Payment, day: datetime.date) -> bool:
    """Tell whether the bank gives a line back the first time."""
    return (line.household_id * 13 + day.toordinal()) % FAILS_ONE_IN == 0


def _again(one: Drawn, failed: Sequence[Payment], day: datetime.date) -> Drawn:
    """Return the second round of a batch: lines that pay the failed ones again, with the account put right."""
    lines = []
    for position, line in enumerate(failed, start=len(one.lines) + 1):
        fresh = Payment(batch=one.batch, position=position, built_from=BuiltFrom.AGAIN, round=2, again_of=line)
        for name in (*COPIED, *ACCOUNT):
            setattr(fresh, name, getattr(line, name))
        fresh.status, fresh.paid_on, fresh.bank_ref = PaymentStatus.PAID, day, f"YH{day:%Y%m%d}B{line.pk}"
        lines.append(fresh)
    return Drawn(one.batch, lines)
