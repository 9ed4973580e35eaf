"""The dated 低保 standards and minimum wages of each region."""

import datetime
from decimal import Decimal
from typing import TypeVar

from django.db import transaction

from core.errors import DomainError
from core.money import to_money
from households.actions.facts import validate
from households.models import IncomeSurvey, LivingStandard, MinimumWage
from households.rules import can_set_standard
from organizations.models import Union, User
from organizations.rules import require

STANDARD_SETTERS = "低保标准由本级及以上经办人员登记。"
WAGE_SETTERS = "最低工资标准由本级及以上经办人员登记。"
Dated = TypeVar("Dated", LivingStandard, MinimumWage)


@transaction.atomic
def set_standard(
    *, by: User, union: Union, valid_from: datetime.date, amount: Decimal, source: str = ""
) -> LivingStandard:
    """Add the standard of a region from a day on; the same one again is returned as it stands.

    A standard is never changed, since what surveys were held against has to stay. Raises DomainError when the region
    has another one for this day.
    """
    require(can_set_standard(by, union), STANDARD_SETTERS)
    row = LivingStandard(union=union, valid_from=valid_from, amount=to_money(amount), source=source)
    return _set(row, unused="未被收支调查使用的")


@transaction.atomic
def set_minimum_wage(
    *, by: User, union: Union, valid_from: datetime.date, amount: Decimal, source: str = ""
) -> MinimumWage:
    """Add the minimum wage of a region from a day on, by the same rules as a standard."""
    require(can_set_standard(by, union), WAGE_SETTERS)
    row = MinimumWage(union=union, valid_from=valid_from, amount=to_money(amount), source=source)
    return _set(row, unused="未被认定测算使用的")


def _set(row: Dated, *, unused: str) -> Dated:
    Union.objects.select_for_update(no_key=True).get(pk=row.union_id)
    existing: Dated | None = type(row).objects.filter(union=row.union, valid_from=row.valid_from).first()
    if existing and existing.amount == row.amount:
        return existing
    if existing:
        raise DomainError(
            f"{row.union} {row.valid_from:%Y-%m-%d} 起已登记 {existing.amount} 元，不能重复登记。"
            f"登记有误而{unused}，请先移除再登记。",
            field="valid_from",
        )
    validate(row, {"amount": row.amount, "source": row.source})
    row.save(force_insert=True)
    return row


@transaction.atomic
def remove_standard(standard: LivingStandard, *, by: User) -> None:
    """Remove a standard that no survey and no finding was held against; removing it twice changes nothing."""
    require(can_set_standard(by, standard.union), STANDARD_SETTERS)
    Union.objects.select_for_update(no_key=True).get(pk=standard.union_id)
    used = IncomeSurvey.objects.filter(
        household__union_path__startswith=standard.union.path,
        period_end__gte=standard.valid_from,
        standard=standard.amount,
    )
    _remove(standard, used=used.exists(), by_what="收支调查或认定测算")


@transaction.atomic
def remove_minimum_wage(wage: MinimumWage, *, by: User) -> None:
    """Remove a minimum wage that no finding was held against; removing it twice changes nothing."""
    require(can_set_standard(by, wage.union), WAGE_SETTERS)
    Union.objects.select_for_update(no_key=True).get(pk=wage.union_id)
    _remove(wage, used=False, by_what="认定测算")


def _remove(row: Dated, *, used: bool, by_what: str) -> None:
    if used or row.checks.exists():
        raise DomainError(
            f"{row.union} {row.valid_from:%Y-%m-%d} 起的标准已被{by_what}使用，不能移除。"
            "标准有变动的，请按新的执行日期另登记一条。"
        )
    type(row).objects.filter(pk=row.pk).delete()
