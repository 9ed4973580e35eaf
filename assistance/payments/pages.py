"""What the page of a batch shows beside its lines: how far it is, its sums, and what stands against it."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from assistance.models import AidItem, Batch, Stop
from assistance.payments.enums import EVER_BOOKED, BatchStatus, PaymentStatus, StopKind, StopState
from core import clock
from core.money import ZERO

STEPS = ("编制", "停发核查", "公示审批", "锁定", "发放", "办结")
# At which step a batch waits; a draft is at the check of its stops once it has lines.
STEP_OF = {
    BatchStatus.DRAFT: 1,
    BatchStatus.RETURNED: 1,
    BatchStatus.REVIEWING: 3,
    BatchStatus.APPROVED: 4,
    BatchStatus.LOCKED: 5,
    BatchStatus.CLOSED: 7,
}


@dataclass(frozen=True)
class Step:
    """One step of a batch's way."""

    name: str
    number: int
    state: str  # done, now, or "" for later


@dataclass(frozen=True)
class Sums:
    """Lines and amounts of a batch by state, and its open reasons by kind.

    ``again`` are the lines paid a second time: the batch was decided for the first ones, and they count once.
    """

    by_status: dict[str, tuple[int, Decimal]]
    stops: dict[str, int]
    again: tuple[int, Decimal] = (0, ZERO)

    @property
    def lines(self) -> int:
        standing = (count for status, (count, _sum) in self.by_status.items() if status != PaymentStatus.DROPPED)
        return sum(standing) - self.again[0]

    @property
    def amount(self) -> Decimal:
        standing = (total for status, (_n, total) in self.by_status.items() if status != PaymentStatus.DROPPED)
        return sum(standing, ZERO) - self.again[1]

    @property
    def dropped(self) -> int:
        return self.by_status.get(PaymentStatus.DROPPED, (0, ZERO))[0]

    @property
    def open_stops(self) -> int:
        return sum(self.stops.values())

    @property
    def states(self) -> list[tuple[str, int, Decimal]]:
        """The states of lines that money was booked for, in words."""
        return [(str(one.label), *self.by_status[one]) for one in EVER_BOOKED if one in self.by_status]


def sums_of(batch: Batch) -> Sums:
    """Count the lines of a batch and what stands against them; two queries."""
    second = Q(again_of__isnull=False)
    by_status = batch.payments.order_by().values_list("status").annotate(Count("pk"), Sum("amount"))
    rows = list(by_status.annotate(lines=Count("pk", filter=second), total=Sum("amount", filter=second)))
    again = (sum(row[3] for row in rows), sum((row[4] or ZERO for row in rows), ZERO))
    standing = Stop.objects.open().filter(payment__batch=batch, payment__status=PaymentStatus.PROPOSED)
    stops = standing.order_by().values_list("kind").annotate(Count("pk"))
    return Sums({status: (count, total) for status, count, total, *_again in rows}, dict(stops), again)


def lacks_rule(batch: Batch) -> bool:
    """Tell whether no amount can be worked out for anybody on a batch: no rule of its item holds; one query."""
    return not AidItem.objects.with_rule_for(batch.union, clock.today()).get(pk=batch.item_id).has_rule  # type: ignore[attr-defined]


def steps_of(batch: Batch, sums: Sums) -> list[Step]:
    """Return the way of a batch, with the step that it waits at."""
    at = STEP_OF.get(BatchStatus(batch.status), 0)
    if at == 1 and sums.lines:
        at = 2
    state = lambda number: "done" if number < at else "now" if number == at else ""  # noqa: E731
    return [Step(name, number, state(number)) for number, name in enumerate(STEPS, 1)]


@dataclass(frozen=True)
class Group:
    """The stops of one kind."""

    kind: StopKind
    firm: bool
    stops: list[Stop]
    to_mend: str = ""

    @property
    def open_ones(self) -> list[Stop]:
        return [stop for stop in self.stops if stop.state == StopState.OPEN]
