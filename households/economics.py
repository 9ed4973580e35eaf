"""What the latest report of 民政 says against a household, as plain facts.

Whether they bar an archive is judged elsewhere.
"""

import datetime

from core import clock
from core.money import format_money
from households.enums import COUNTED_ITEMS, EconomicItem
from households.models import EconomicCheck, EconomicLine, Household

# Codes of the negative list (households.eligibility.shipped.VETOES).
TWO_HOMES, VEHICLE, SHOP, COMPANY = "second_home", "vehicle", "business", "shareholder"
MOST_HOMES = 1  # domain reference 1.5: two or more dwellings bar an archive
UNITS = {
    EconomicItem.HOUSING: "套",
    EconomicItem.VEHICLE: "辆",
    EconomicItem.BUSINESS: "户",
    EconomicItem.COMPANY: "家",
}


def latest_check(household: Household) -> EconomicCheck | None:
    """Return the latest check of a household that a report has answered, with its lines; two queries."""
    answered = household.economic_checks.filter(reported_on__isnull=False)
    return answered.order_by("-reported_on", "-id").prefetch_related("lines").first()


def economic_flags(household: Household, *, on: datetime.date | None = None) -> dict[str, str]:
    """Return what a report in force on a day (today) says that may bar an archive: code → what it says, in Chinese.

    Empty when there is no report, when it has run out, and when it speaks of nothing of the kind. Two queries.
    """
    check = latest_check(household)
    return flags_of(check) if check is not None and check.holds_on(on or clock.today()) else {}


def flags_of(check: EconomicCheck) -> dict[str, str]:
    """Return the same of one report (from the prefetched lines), whether or not it is still in force."""
    return {code: f"核对报告{_number(check)}：{words_of(line)}" for line in check.lines.all() if (code := _code(line))}


def words_of(line: EconomicLine) -> str:
    """Say what a line says: the item, how many or how much, and the words of the report."""
    item = EconomicItem(line.item)
    if not line.found:
        return f"{item.label}：无"
    figure = f" {line.count} {UNITS[item]}" if line.count and item in COUNTED_ITEMS else ""
    money = f" {format_money(line.amount)} 元" if line.amount is not None else ""
    text = f"（{line.text}）" if line.text else ""
    return f"{item.label}{figure or money or '：有'}{text}"


def _code(line: EconomicLine) -> str:
    if not line.found:
        return ""
    match line.item:
        case EconomicItem.HOUSING:
            return TWO_HOMES if (line.count or 0) > MOST_HOMES else ""
        case EconomicItem.VEHICLE:
            return VEHICLE
        case EconomicItem.BUSINESS:
            return SHOP
        case EconomicItem.COMPANY:
            return COMPANY
    return ""


def _number(check: EconomicCheck) -> str:
    day = f"{check.reported_on:%Y-%m-%d}"
    return f" {check.report_no}（{day}）" if check.report_no else f"（{day}）"
