"""Invented 低保 standards and minimum wages, a new one every second July."""

import datetime
from decimal import Decimal

from households.importing.bulk import insert_rows
from households.models import LivingStandard, MinimumWage
from organizations.enums import UnionKind
from organizations.models import Union

BASE, RISE = 480, 24  # 元 per head and month in 2016, and more each year
WAGE, WAGE_RISE = 1200, 50  # 元 per month in 2016, and more each year
SOURCE = "演示数据"


def ensure_standards(today: datetime.date) -> None:
    """Enter the standards of the regions that have none yet."""
    kinds = [UnionKind.COUNTY, UnionKind.PROVINCE]
    regions = Union.objects.filter(kind__in=kinds, is_active=True, living_standards__isnull=True)
    insert_rows(LivingStandard, [standard for union in regions.order_by("path") for standard in _of(union, today)])
    provinces = Union.objects.filter(kind=UnionKind.PROVINCE, is_active=True, minimum_wages__isnull=True)
    insert_rows(MinimumWage, [wage for union in provinces for wage in _wages_of(union, today)])


def _of(union: Union, today: datetime.date) -> list[LivingStandard]:
    better_off = 30 if union.name.endswith(("市总工会", "区总工会")) else 0
    return [
        LivingStandard(
            union=union, valid_from=day, amount=Decimal(BASE + better_off + RISE * (day.year - 2016)), source=SOURCE
        )
        for day in _days(today)
    ]


def _wages_of(union: Union, today: datetime.date) -> list[MinimumWage]:
    amounts = {day: Decimal(WAGE + WAGE_RISE * (day.year - 2016)) for day in _days(today)}
    return [MinimumWage(union=union, valid_from=day, amount=amounts[day], source=SOURCE) for day in amounts]


def _days(today: datetime.date) -> list[datetime.date]:
    days = [datetime.date(year, 7, 1) for year in range(2014, today.year + 1, 2)]
    return [day for day in days if day <= today]
