"""Entering what the rates of a region are held against."""

import datetime
from decimal import Decimal

from django.db import transaction

from audits.models import RateStandard
from audits.verification.rules import can_keep_verification
from core.errors import DomainError
from households.actions.facts import unless_taken, validate
from organizations.models import Union, User
from organizations.rules import require

WHO_SETS = "核查标准由本级及上级的经办人员登记。"


@transaction.atomic
def set_rate_standard(
    *, by: User, union: Union, code: str, valid_from: datetime.date, limit: Decimal, source: str
) -> RateStandard:
    """Add the standard of a rate in a region from a day on; the very same again is returned as it stands."""
    require(can_keep_verification(by, union), WHO_SETS)
    if not source.strip():
        raise DomainError("请写明依据的文件或会议。", field="source")
    existing = RateStandard.objects.filter(union=union, code=code, valid_from=valid_from).first()
    if existing and (existing.limit, existing.source) == (limit, source.strip()):
        return existing
    words = f"{union} {valid_from:%Y-%m-%d} 起已登记这项标准，标准不能改动；请另选执行日期。"
    taken = DomainError(words, field="valid_from")
    if existing:
        raise taken
    facts = {"union": union, "code": code, "valid_from": valid_from, "limit": limit, "source": source.strip()}
    standard = RateStandard(**facts)
    validate(standard, facts)
    with unless_taken("one_rate_standard_per_day", taken):
        standard.save(force_insert=True)
    return standard
