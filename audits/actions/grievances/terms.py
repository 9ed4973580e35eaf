"""The dated days of grievances of a region."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from audits.grievances.rules import can_set_terms
from audits.models import GrievanceTerm
from core.errors import DomainError
from households.actions.facts import validate
from organizations.models import Union, User
from organizations.rules import require


@transaction.atomic
def set_grievance_term(
    *, by: User, union: Union, category: str, valid_from: datetime.date, source: str, days: Mapping[str, int]
) -> GrievanceTerm:
    """Add the days of a category in a region from a day on; the same again is returned as it stands.

    They are never changed, since what runs under them keeps them. Raises DomainError for others on the same day.
    """
    require(can_set_terms(by, union), "办理期限由本级及以上的审核、审批人员登记。")
    Union.objects.select_for_update(no_key=True).get(pk=union.pk)
    facts = {"source": source.strip(), **days}
    own = {"union": union, "category": category, "valid_from": valid_from}
    if existing := GrievanceTerm.objects.filter(**own).first():
        if all(getattr(existing, name) == value for name, value in days.items()):
            return existing
        raise DomainError("该地区这一类当日已有办理期限，请另定执行日期。", field="valid_from")
    row = GrievanceTerm(**own, **facts)
    validate(row, facts)
    row.save(force_insert=True)
    return row
