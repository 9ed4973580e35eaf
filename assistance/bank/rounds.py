"""The rounds of a batch at the bank: which lines a file is made of, and which result is waited for.

A round is what goes out with one file and comes back with one result. Lines that are paid again make the next round;
a round whose file was made takes no more lines.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max, Sum

from assistance.bank.lines import FileLine, line_key
from assistance.enums import Delivery
from assistance.models import BankFile, Batch, Payment
from assistance.payments.enums import AWAITED, EVER_BOOKED, BatchStatus, PaymentStatus
from core.errors import DomainError
from core.money import ZERO
from households.models import Member

PURPOSE = 20  # characters that banks print on a statement


@dataclass(frozen=True)
class Round:
    """How one round stands: lines and sums by what became of them."""

    number: int
    found: Mapping[str, tuple[int, Decimal]]

    def count(self, *statuses: PaymentStatus) -> int:
        return sum(self.found.get(status, (0, ZERO))[0] for status in statuses or tuple(PaymentStatus))

    def amount(self, *statuses: PaymentStatus) -> Decimal:
        return sum((self.found.get(status, (0, ZERO))[1] for status in statuses or tuple(PaymentStatus)), ZERO)

    @property
    def waits(self) -> int:
        return self.count(*AWAITED)

    @property
    def locked(self) -> int:
        return self.count(PaymentStatus.LOCKED)

    @property
    def paid(self) -> int:
        return self.count(PaymentStatus.PAID)

    @property
    def failed(self) -> int:
        return self.count(PaymentStatus.FAILED)

    @property
    def waiting_amount(self) -> Decimal:
        return self.amount(*AWAITED)

    @property
    def paid_amount(self) -> Decimal:
        return self.amount(PaymentStatus.PAID)

    @property
    def failed_amount(self) -> Decimal:
        return self.amount(PaymentStatus.FAILED)


def check_by_bank(batch: Batch) -> None:
    """Refuse a batch that no bank pays, or that is not locked."""
    if batch.delivery != Delivery.CARD:
        raise DomainError(f"批次 {batch.number} 的发放方式是{batch.get_delivery_display()}，不通过银行代发。")
    if batch.status != BatchStatus.LOCKED:
        raise DomainError(f"批次 {batch.number} {batch.get_status_display()}，锁定后才能办理银行代发。")


def rounds_of(batch: Batch) -> list[Round]:
    """Return how each round stands; one query."""
    lines = batch.payments.filter(status__in=EVER_BOOKED)
    groups = lines.order_by("round").values_list("round", "status").annotate(Count("pk"), Sum("amount"))
    rounds: dict[int, dict[str, tuple[int, Decimal]]] = defaultdict(dict)
    for number, status, count, amount in groups:
        rounds[number][status] = (count, amount)
    return [Round(number, found) for number, found in sorted(rounds.items())]


def round_to_send(batch: Batch) -> int:
    """Return the round that a file is made of: of the lines not sent yet, else the last one on its way."""
    lines = batch.payments.filter(status__in=AWAITED).order_by("status", "-round")  # locked stands before sent
    found = lines.values_list("round", flat=True).first()
    if found is None:
        raise DomainError(f"批次 {batch.number} 没有等待发放的明细，不需要导出代发文件。")
    return found


def next_round(batch: Batch) -> int:
    """Return the round that a line which is paid again joins: the open one, else a new one."""
    last = batch.payments.aggregate(last=Max("round"))["last"] or 1
    sent = BankFile.objects.filter(batch=batch, round=last).exists()
    return last + 1 if sent or last == 1 else last


def file_lines(batch: Batch, payments: Iterable[Payment], *, with_identity: bool) -> list[FileLine]:
    """Return what the bank gets of lines (loaded with their archives), by their place; at most one query."""
    ordered = sorted(payments, key=lambda line: line.position)
    people = _identities(ordered) if with_identity else {}
    return [
        FileLine(
            key=line_key(batch.pk, line.position),
            name=line.payee_name,
            card_no=line.card_no,
            amount=line.amount,
            bank=line.bank,
            branch=line.bank_branch,
            identity_no=people.get((line.household_id, line.payee_name), ""),
            archive_no=line.household.archive_no,
            purpose=batch.item.name[:PURPOSE],
            batch_no=batch.number,
        )
        for line in ordered
    ]


def _identities(lines: list[Payment]) -> dict[tuple[int, str], str]:
    """Return the identity numbers of the people of households by name; the one still there wins."""
    people = Member.objects.filter(household__in={line.household_id for line in lines})
    rows = people.order_by("departed_on").values_list("household_id", "name", "identity_no", "departed_on")
    found: dict[tuple[int, str], str] = {}
    for household, name, identity_no, departed_on in rows:
        if departed_on is None or (household, name) not in found:
            found[household, name] = identity_no
    return found
