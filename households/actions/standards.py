"""The dated 低保 standards of each region."""

import datetime
from decimal import Decimal

from django.db import transaction

from core.errors import DomainError
from core.money import to_money
from households.actions.facts import validate
from households.models import IncomeSurvey, LivingStandard
from organizations.models import Union, User


@transaction.atomic
def set_standard(
    *, by: User, union: Union, valid_from: datetime.date, amount: Decimal, source: str = ""
) -> LivingStandard:
    """Add the standard of a region from a day on; the same one again is returned as it stands.

    A standard is never changed, since what surveys were held against has to stay. Raises DomainError when the region
    has another one for this day.
    """
    Union.objects.select_for_update(no_key=True).get(pk=union.pk)
    existing = LivingStandard.objects.filter(union=union, valid_from=valid_from).first()
    if existing and existing.amount == amount:
        return existing
    if existing:
        raise DomainError(
            f"{union} {valid_from:%Y-%m-%d} 起已登记 {existing.amount} 元，不能重复登记。"
            "登记有误而未被收支调查使用的，请先移除再登记。",
            field="valid_from",
        )
    standard = LivingStandard(union=union, valid_from=valid_from, amount=to_money(amount), source=source)
    validate(standard, {"amount": standard.amount, "source": source})
    standard.save(force_insert=True)
    return standard


@transaction.atomic
def remove_standard(standard: LivingStandard, *, by: User) -> None:
    """Remove a standard that no survey was held against; removing it twice changes nothing."""
    Union.objects.select_for_update(no_key=True).get(pk=standard.union_id)
    used = IncomeSurvey.objects.filter(
        household__union_path__startswith=standard.union.path,
        period_end__gte=standard.valid_from,
        standard=standard.amount,
    )
    if used.exists() or standard.checks.exists():
        raise DomainError(
            f"{standard.union} {standard.valid_from:%Y-%m-%d} 起的标准已被收支调查或认定测算使用，不能移除。"
            "标准有变动的，请按新的执行日期另登记一条。"
        )
    LivingStandard.objects.filter(pk=standard.pk).delete()
