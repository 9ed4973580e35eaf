"""The whole chain behind one payment, for whoever checks it: from the archive as it stood to the entry of the books."""

from dataclasses import dataclass
from typing import Any

from assistance.models import AidRecord, BankFile, BankResultRow, Batch, Bill, LedgerEntry, Payment, Stop
from assistance.payments.enums import PaymentStatus
from assistance.payments.snapshots import snapshot_of
from households.models import Household
from reviews.enums import NoticeStatus
from reviews.models import Notice, Record


@dataclass(frozen=True)
class Chain:
    """Everything that stands behind one payment, in the order in which it happened."""

    payment: Payment
    batch: Batch
    archive: list[list[str]]
    members: list[list[str]]
    is_frozen: bool  # the archive as it stood when the line was locked; before, as it stands now
    bills: list[Bill]
    stops: list[Stop]
    notices: list[Notice]
    records: list[Record]
    files: list[BankFile]
    row: BankResultRow | None
    received: AidRecord | None
    entries: list[LedgerEntry]
    again: Payment | None


def chain_of(payment: Payment) -> Chain:
    """Collect what stands behind a payment (loaded by ``for_chain``); a fixed number of queries."""
    batch, snapshot = payment.batch, payment.snapshot
    is_frozen = "archive" in snapshot
    if not is_frozen:
        snapshot = _present(payment.household)
    return Chain(
        payment=payment,
        batch=batch,
        archive=snapshot["archive"],
        members=snapshot["members"],
        is_frozen=is_frozen,
        bills=list(payment.bills.order_by("issued_on", "pk")),
        stops=list(payment.stops.select_related("by").order_by("pk")),
        notices=_notices(batch),
        records=_records(batch),
        files=_files(payment),
        row=BankResultRow.objects.filter(payment=payment).select_related("result__read_by").first(),
        received=AidRecord.objects.filter(payment=payment).first(),
        entries=list(payment.entries.select_related("by", "budget").order_by("pk")),
        again=Payment.objects.filter(again_of=payment).first(),
    )


def _present(home: Household) -> dict[str, Any]:
    present = home.members.present().order_by("position_in_form", "pk")
    home.present = list(present)  # type: ignore[attr-defined]
    return snapshot_of(home)


def _notices(batch: Batch) -> list[Notice]:
    if batch.review_id is None:
        return []
    found = Notice.objects.filter(lines__review=batch.review_id).exclude(status=NoticeStatus.WITHDRAWN).distinct()
    return list(found.select_related("union", "posted_by", "closed_by").order_by("pk"))


def _records(batch: Batch) -> list[Record]:
    if batch.review_id is None:
        return []
    return list(Record.objects.filter(review=batch.review_id).for_page().order_by("pk"))


def _files(payment: Payment) -> list[BankFile]:
    if payment.status in (PaymentStatus.PROPOSED, PaymentStatus.DROPPED, PaymentStatus.LOCKED):
        return []
    found = BankFile.objects.filter(batch=payment.batch_id, round=payment.round)
    return list(found.select_related("layout", "made_by").order_by("pk"))
