"""How far a seasonal action has come, by union (docs/algorithms/drives.md)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Left
from django.urls import reverse

from assistance.drives.enums import TargetState
from assistance.models import AidDrive, DriveQuota, DriveTarget, Payment
from assistance.payments.enums import PaymentStatus
from core.money import ZERO
from core.shares import percent_reached
from organizations.models import Union, User
from organizations.unionrows import FILED_ITSELF, SUM, UnionRow

LISTED = Q(is_listed=True, is_paid=False)
COUNTS = {"targets": Count("pk"), "listed": Count("pk", filter=LISTED), "paid": Count("pk", filter=Q(is_paid=True))}


@dataclass(frozen=True)
class Figures:
    """What is planned and what became of it, in 户次 and 元; ``paid_lines``, ``paid_amount`` are of all lines paid."""

    planned: int = 0
    planned_amount: Decimal = ZERO
    targets: int = 0
    listed: int = 0
    paid: int = 0
    paid_lines: int = 0
    paid_amount: Decimal = ZERO

    def __add__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    @property
    def waiting(self) -> int:
        """Targets that stand on no line yet."""
        return self.targets - self.listed - self.paid

    @property
    def paid_share(self) -> Decimal | None:
        """Paid targets in per cent of all, cut to one place, so that 100 means every one."""
        return percent_reached(self.paid, self.targets)

    @property
    def amount_share(self) -> Decimal | None:
        """What was paid in per cent of what was planned."""
        return percent_reached(self.paid_amount, self.planned_amount)


@dataclass(frozen=True)
class Row(UnionRow):
    """The figures of a union below; with a label those filed for the union itself, or the sum."""

    drive: AidDrive
    union: Union
    figures: Figures
    label: str = ""

    @property
    def urls(self) -> dict[str, str]:
        """The lists behind the numbers: targets by state, and the lines that were paid."""
        asked = {"union": self.union.code} | ({"own": "1"} if self.label == FILED_ITSELF else {})
        targets = reverse("drive_targets", args=[self.drive.pk])
        states = {state.value: f"{targets}?{urlencode({**asked, 'state': state.value})}" for state in TargetState}
        paid = urlencode({**asked, "drive": self.drive.pk, "status": PaymentStatus.PAID})
        return {"targets": f"{targets}?{urlencode(asked)}", **states, "lines": f"{reverse('payments')}?{paid}"}


@dataclass(frozen=True)
class Board:
    """A row for each union below that has something, and the sum."""

    rows: list[Row]
    total: Row


def board_of(drive: AidDrive, user: User, union: Union, children: list[Union]) -> Board:
    """Return how far an action has come below a union, by the unions directly below it; three queries."""
    found = figures_below(drive, user, union)
    rows = [Row(drive, child, found[child.path]) for child in children if child.path in found]
    if own := found.get(union.path):
        rows.append(Row(drive, union, own, label=FILED_ITSELF))
    return Board(rows, Row(drive, union, _total(drive, union, found), label=SUM))


def figures_below(drive: AidDrive, user: User, union: Union) -> dict[str, Figures]:
    """Return the figures of each union directly below one by its path, and of the union itself by its own."""
    length = len(union.path) + Union.steplen
    numbers: dict[str, dict[str, Any]] = defaultdict(dict)
    for place, facts in (*_targets(drive, user, union, length), *_paid(drive, user, union, length)):
        numbers[place] |= facts
    for path, households, amount in _quotas(drive, user, union):
        numbers[path] |= {"planned": households, "planned_amount": amount}
    return {path: Figures(**facts) for path, facts in numbers.items()}


def lines_of(drive: AidDrive, user: User, union: Union) -> QuerySet[Payment]:
    """Return the lines of an action's batches for households of a union and of all below it."""
    return Payment.objects.visible_to(user).filter(batch__drive=drive, union_path__startswith=union.path)


def _targets(drive: AidDrive, user: User, union: Union, length: int) -> Iterable[tuple[str, dict[str, Any]]]:
    rows: Any = DriveTarget.objects.visible_to(user).filter(drive=drive, union_path__startswith=union.path)
    counted = rows.with_lines().order_by().values(place=Left("union_path", length)).annotate(**COUNTS)
    found = counted.values_list("place", *COUNTS)
    return [(place, dict(zip(COUNTS, numbers, strict=True))) for place, *numbers in found]


def _paid(drive: AidDrive, user: User, union: Union, length: int) -> Iterable[tuple[str, dict[str, Any]]]:
    rows = lines_of(drive, user, union).filter(status=PaymentStatus.PAID).order_by()
    summed = rows.values(place=Left("union_path", length)).annotate(
        lines=Count("pk"), sum=Sum(F("amount") - F("refunded"))
    )
    return [(row["place"], {"paid_lines": row["lines"], "paid_amount": row["sum"]}) for row in summed]


def _quotas(drive: AidDrive, user: User, union: Union) -> Iterable[tuple[str, int, Decimal]]:
    below = DriveQuota.objects.visible_to(user).filter(drive=drive, union__path__startswith=union.path)
    # The one of the union itself is what its total is held against, not a row of its own.
    return below.exclude(union=union).values_list("union__path", "households", "amount")


def _total(drive: AidDrive, union: Union, found: dict[str, Figures]) -> Figures:
    summed = sum(found.values(), Figures())
    numbers = {one.name: getattr(summed, one.name) for one in fields(summed)}
    return Figures(**numbers | _planned(drive, union))


def _planned(drive: AidDrive, union: Union) -> dict[str, Any]:
    if drive.union_id == union.pk:
        return {"planned": drive.planned_households, "planned_amount": drive.planned_amount}
    quota = drive.quotas.filter(union=union).first()
    return {"planned": quota.households, "planned_amount": quota.amount} if quota else {}
