"""The dated days of grievances of a region."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from audits.grievances.rules import can_set_terms
from audits.grievances.shipped import FROM
from audits.models import Grievance, GrievanceTerm
from core import clock
from core.errors import DomainError
from households.actions.facts import validate
from organizations.models import Union, User
from organizations.rules import require


@transaction.atomic
def set_grievance_term(
    *, by: User, union: Union, category: str, valid_from: datetime.date, source: str, days: Mapping[str, int]
) -> GrievanceTerm:
    """Add the days of a category in a region from a day on; the same again is returned as it stands.

    They are never changed, since what runs under them keeps them. Raises DomainError for others on the same day, and
    for a day on or after which some came already: they were told the days that held when they came.
    """
    require(can_set_terms(by, union), "办理期限由本级及以上的审核、审批人员登记。")
    Union.objects.select_for_update(no_key=True).get(pk=union.pk)
    facts = {"source": source.strip(), **days}
    own = {"union": union, "category": category, "valid_from": valid_from}
    if existing := GrievanceTerm.objects.filter(**own).first():
        if all(getattr(existing, name) == value for name, value in days.items()):
            return existing
        raise DomainError("该地区这一类当日已有办理期限，请另定执行日期。", field="valid_from")
    _check_day(union, category, valid_from)
    row = GrievanceTerm(**own, **facts)
    validate(row, facts)
    row.save(force_insert=True)
    return row


def _check_day(union: Union, category: str, valid_from: datetime.date) -> None:
    last = clock.months_after(clock.today(), 12)
    if not FROM <= valid_from <= last:
        raise DomainError(f"执行日期应在 {FROM:%Y-%m-%d} 至 {last:%Y-%m-%d} 之间，请核对。", field="valid_from")
    own = Grievance.objects.filter(union__path__startswith=union.path, category=category)
    latest = own.order_by("-received_at").values_list("received_at", flat=True).first()
    if latest and clock.day_of(latest) >= valid_from:
        first = clock.day_of(latest) + datetime.timedelta(days=1)
        came = f"{clock.day_of(latest):%Y-%m-%d} 已收到这一类信访件，期限已按当天的规定确定"
        raise DomainError(f"{came}；执行日期请填 {first:%Y-%m-%d} 或以后。", field="valid_from")
