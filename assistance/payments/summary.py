"""What deciders read of a batch: what it is, its sums by union and category, and the reasons that were overridden."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum

from assistance.models import Batch, Payment, Stop
from assistance.payments.enums import PaymentStatus, StopState
from core.money import ZERO, format_money
from households.enums import Category

MOST_ROWS = 300  # of one table of what is put before the deciders
Part = tuple[str, int, Decimal]
Rows = list[list[str]]


@dataclass(frozen=True)
class Summary:
    """The lines that stand on a batch, counted; sums in 元."""

    lines: int
    households: int
    amount: Decimal
    by_union: list[Part]
    by_category: list[Part]


def summary_of(batch: Batch) -> Summary:
    """Count the lines that stand on a batch by union and category; three queries."""
    lines = standing_of(batch)
    whole = lines.aggregate(lines=Count("pk"), homes=Count("household", distinct=True), amount=Sum("amount"))
    by_union = _parts(lines.order_by("union__path").values_list("union__path", "union__name"), 2)
    by_category = _parts(lines.order_by("household__category").values_list("household__category"), 1)
    named = [(str(Category(code).label), count, total) for code, count, total in by_category]
    return Summary(whole["lines"], whole["homes"], whole["amount"] or ZERO, by_union, named)


def _parts(rows: Any, width: int) -> list[Part]:
    counted = rows.annotate(count=Count("pk"), total=Sum("amount"))
    return [(row[width - 1], row[width], row[width + 1]) for row in counted]


def standing_of(batch: Batch) -> Any:
    """Return the lines that stand on a batch, paid again ones once."""
    return Payment.objects.filter(batch=batch, again_of=None).exclude(status=PaymentStatus.DROPPED)


def overridden_of(batch: Batch) -> list[Stop]:
    """Return the reasons against standing lines that somebody has overridden, with who; one query."""
    found = Stop.objects.filter(payment__batch=batch, state=StopState.OVERRIDDEN)
    found = found.exclude(payment__status=PaymentStatus.DROPPED).select_related("payment__household", "by")
    return list(found.order_by("payment__position", "pk"))


def content_of(batch: Batch, summary: Summary) -> list[Any]:
    """Return what is put before the deciders of a batch, as [heading, [[label, value], …]]; one query."""
    content: list[Any] = [
        ["发放批次", _head(batch, summary)],
        ["按建档单位", _table(summary.by_union)],
        ["按困难类别", _table(summary.by_category)],
    ]
    if overridden := overridden_of(batch):
        content.append(
            [f"准予发放的停发事由（{len(overridden)} 项）", [_said(stop) for stop in overridden[:MOST_ROWS]]]
        )
    return content


def _head(batch: Batch, summary: Summary) -> Rows:
    rows = [
        ["批次编号", batch.number],
        ["名称", batch.title],
        ["帮扶项目", str(batch.item)],
        ["资金来源", str(batch.budget.fund)],
        ["发放期", batch.period_name],
        ["发放方式", batch.get_delivery_display() + (f"（{batch.goods}）" if batch.goods else "")],
        ["户次", f"{summary.lines}"],
        ["户数", f"{summary.households}"],
        ["金额（元）", format_money(summary.amount)],
        ["编制人", batch.drawn_by.name],
    ]
    return [*rows, ["说明", batch.note]] if batch.note else rows


def _table(parts: list[Part]) -> Rows:
    rows = [[name, f"{count} 户次，{format_money(total)} 元"] for name, count, total in parts[:MOST_ROWS]]
    return [*rows, ["其余", f"{len(parts) - MOST_ROWS} 行略"]] if len(parts) > MOST_ROWS else rows


def _said(stop: Stop) -> list[str]:
    whose = f"第 {stop.payment.position} 行 {stop.payment.household.head_name}"
    by = stop.by.name if stop.by else ""
    return [whose, f"{stop.get_kind_display()}：{stop.detail}准予发放的理由：{stop.reason}（{by}）"]
