"""What a region has, has spent and has on the way, fund by fund, and how the year's money is burnt month by month."""

import calendar
import datetime
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from assistance.models import Batch, Budget, Fund, Payment, SpendingTotal
from assistance.payments.enums import AWAITED, SUBMITTED
from core.money import ZERO, format_money
from core.shares import percent
from organizations.models import Union, User

MONTHS = 12
SUMS = {"net": Sum(F("received") - F("passed_on")), "used": Sum("spent"), "left": Sum("balance")}
KEEPS_PACE, WHOLE = 5, 100  # percentage points between spending and time that are no lag yet; all of the year


@dataclass(frozen=True)
class Card:
    """One fund in a region and year; all amounts in 元.

    ``received`` and ``passed_on`` are those of the union itself, ``net`` is what the whole region was given.
    ``spent`` holds ``on_the_way`` (locked, not yet with the household); ``deciding`` is asked for and not yet booked.
    """

    fund: Fund
    received: Decimal
    passed_on: Decimal
    net: Decimal
    spent: Decimal
    balance: Decimal
    on_the_way: Decimal = ZERO
    deciding: Decimal = ZERO

    @property
    def burnt(self) -> Decimal | None:
        """The share of the money that was spent, in percent; None when there was none."""
        return percent(self.spent, self.net)


@dataclass(frozen=True)
class Point:
    """The end of a month: what was spent in it, since the year began, and which share of the money that is."""

    month: datetime.date
    spent: Decimal
    so_far: Decimal
    burnt: Decimal | None
    gone: Decimal


def year_gone(year: int, today: datetime.date) -> Decimal:
    """Return how much of a year is over, in percent with one place."""
    days = 366 if calendar.isleap(year) else 365
    over = (today - datetime.date(year, 1, 1)).days + 1
    return percent(min(max(over, 0), days), days) or Decimal(0)


def budgets_of(union: Union, year: int, user: User, *, own: bool) -> QuerySet[Budget]:
    """Return the budgets of a union and year that the user sees, with those of all below it unless only its own."""
    rows = Budget.objects.visible_to(user).filter(year=year)
    return rows.filter(union=union) if own else rows.filter(union_path__startswith=union.path)


def cards_of(union: Union, year: int, user: User, *, own: bool) -> list[Card]:
    """Return a card for each fund with a budget there, in the order of the funds; four queries."""
    budgets = budgets_of(union, year, user, own=own)
    sums = budgets.order_by().values("fund")
    sums = sums.annotate(**SUMS, received_here=_own("received", union), passed_here=_own("passed_on", union))
    found: dict[int, Any] = {row["fund"]: row for row in sums}
    ways, decided = _on_the_way(budgets), _deciding(budgets)
    return [
        Card(
            fund,
            received=found[fund.pk]["received_here"],
            passed_on=found[fund.pk]["passed_here"],
            net=found[fund.pk]["net"],
            spent=found[fund.pk]["used"],
            balance=found[fund.pk]["left"],
            on_the_way=ways[fund.pk],
            deciding=decided[fund.pk],
        )
        for fund in Fund.objects.visible_to(user).filter(pk__in=found).select_related("union")
    ]


def _own(column: str, union: Union) -> Sum:
    return Sum(column, filter=Q(union=union), default=ZERO)


def total_of(cards: list[Card]) -> dict[str, Decimal | None]:
    """Add the cards up."""
    names = ("received", "passed_on", "net", "spent", "balance", "on_the_way", "deciding")
    sums = {name: sum((getattr(card, name) for card in cards), start=ZERO) for name in names}
    return {**sums, "burnt": percent(sums["spent"], sums["net"])}


def burn(union: Union, year: int, user: User, net: Decimal, today: datetime.date, *, own: bool) -> list[Point]:
    """Return the months of a year up to this one with what was spent of the year's budgets; one query.

    What was spent before or after the year itself counts in its first or last month.
    """
    budgets = budgets_of(union, year, user, own=own)
    rows = SpendingTotal.objects.filter(budget__in=budgets).order_by().values("month").annotate(sum=Sum("amount"))
    spent: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for row in rows:
        month = row["month"].month if row["month"].year == year else (1 if row["month"].year < year else MONTHS)
        spent[month] += row["sum"]
    last = MONTHS if today.year > year else today.month if today.year == year else 0
    last = max([last, *spent])
    points, so_far = [], ZERO
    for month in range(1, last + 1):
        so_far += spent[month]
        end = datetime.date(year, month, calendar.monthrange(year, month)[1])
        gone = year_gone(year, min(end, today))
        points.append(Point(datetime.date(year, month, 1), spent[month], so_far, percent(so_far, net), gone))
    return points


def finding_of(points: list[Point], net: Decimal) -> str:
    """Say in one sentence how spending goes against the year."""
    if not points or net <= ZERO:
        return "本年度还没有到位资金。"
    last = points[-1]
    share = last.burnt or Decimal(0)
    lag = last.gone - share
    if last.gone >= WHOLE:
        return f"全年支出到位资金的 {share}%，没有支出的还有 {format_money(net - last.so_far)} 元。"
    words = f"已支出到位资金的 {share}%，全年时间已过 {last.gone}%"
    if lag >= KEEPS_PACE:
        return f"{words}，支出进度落后 {lag} 个百分点。"
    if lag <= -KEEPS_PACE:
        return f"{words}，支出进度超前 {-lag} 个百分点。"
    return f"{words}，支出进度与时间进度基本一致。"


def _on_the_way(budgets: QuerySet[Budget]) -> dict[int, Decimal]:
    rows = Payment.objects.filter(status__in=AWAITED, batch__budget__in=budgets).order_by()
    return _by_fund(rows.values_list("batch__budget__fund").annotate(sum=Sum("amount")))


def _deciding(budgets: QuerySet[Budget]) -> dict[int, Decimal]:
    rows = Batch.objects.filter(status__in=SUBMITTED, budget__in=budgets).order_by()
    return _by_fund(rows.values_list("budget__fund").annotate(sum=Sum("amount")))


def _by_fund(rows: QuerySet) -> dict[int, Decimal]:
    found: dict[int, Decimal] = defaultdict(lambda: ZERO)
    found.update(dict(rows))
    return found
