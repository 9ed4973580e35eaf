"""What the report on a seasonal action says: totals, by union, by category, by stage, by source, and its batches."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from assistance.ceilings.enums import Stage
from assistance.drives.progress import Figures, Row, board_of, lines_of
from assistance.models import AidDrive, Batch, Payment
from assistance.payments.enums import PaymentStatus
from core.money import ZERO
from households.enums import Category, Level
from organizations.models import Union, User
from organizations.unionrows import unions_below

PAID = Q(status=PaymentStatus.PAID)
LOST = Q(status=PaymentStatus.FAILED, again__isnull=True)  # failed, and not paid again


@dataclass(frozen=True)
class Part:
    """How many lines were paid under one heading, to how many households, and how much, in 元."""

    name: str
    lines: int
    households: int
    amount: Decimal


@dataclass(frozen=True)
class BatchLine:
    """One batch of the action that the reader may see."""

    batch: Batch
    paid_lines: int
    paid_amount: Decimal
    failed_lines: int


@dataclass(frozen=True)
class DriveReport:
    """All that the paper says; ``refunded`` and ``failed`` are what did not stay or arrive."""

    drive: AidDrive
    union: Union
    total: Figures
    rows: list[Row]
    categories: list[Part]
    levels: list[Part]
    stages: list[Part]
    funds: list[Part]
    households: int
    failed: int
    refunded: Decimal
    batches: list[BatchLine]


def report_of(drive: AidDrive, user: User, union: Union) -> DriveReport:
    """Gather the report on an action below a union; eleven queries."""
    lines = lines_of(drive, user, union).order_by()
    board = board_of(drive, user, union, unions_below(union))
    totals = lines.aggregate(
        households=Count("household", filter=PAID, distinct=True),
        failed=Count("pk", filter=LOST),
        refunded=Sum("refunded"),
    )
    paid = lines.filter(PAID)
    return DriveReport(
        drive=drive,
        union=union,
        total=board.total.figures,
        rows=board.rows,
        categories=_named(_parts(paid, "household__category"), Category.choices),
        levels=_named(_parts(paid, "household__level"), Level.choices),
        stages=_named(_parts(paid.exclude(stage=""), "stage"), Stage.choices),
        funds=list(_parts(paid, "batch__budget__fund__name").values()),
        households=totals["households"],
        failed=totals["failed"],
        refunded=totals["refunded"] or ZERO,
        batches=_batches(drive, user, union, lines),
    )


def _parts(paid: QuerySet[Payment], field: str) -> dict[str, Part]:
    rows = paid.values(field).annotate(
        lines=Count("pk"), homes=Count("household", distinct=True), sum=Sum(F("amount") - F("refunded"))
    )
    return {row[field]: Part(row[field], row["lines"], row["homes"], row["sum"]) for row in rows.order_by(field)}


def _named(parts: dict[str, Part], choices: Iterable[tuple[str, str]]) -> list[Part]:
    """Return the parts in the order of the code list, under its words."""
    found = [(parts[code], label) for code, label in choices if code in parts]
    return [Part(label, part.lines, part.households, part.amount) for part, label in found]


def _batches(drive: AidDrive, user: User, union: Union, lines: QuerySet[Payment]) -> list[BatchLine]:
    summed = lines.values("batch").annotate(
        count=Count("pk", filter=PAID),
        sum=Sum(F("amount") - F("refunded"), filter=PAID),
        missed=Count("pk", filter=LOST),
    )
    numbers = {row["batch"]: (row["count"], row["sum"] or ZERO, row["missed"]) for row in summed}
    batches = Batch.objects.visible_to(user).for_list().filter(drive=drive, pk__in=numbers).order_by("pk")
    return [BatchLine(batch, *numbers[batch.pk]) for batch in batches]
