"""Looking 3 and 6 months after a service whether the person works, and for what wage."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from assistance.models import Enrolment, FollowUp
from assistance.services.enums import AT_WORK, EnrolmentStatus, Work
from assistance.services.rules import WHO_FOLLOWS_UP, can_follow_up
from assistance.services.terms import LOOKED_AFTER
from core import clock
from core.errors import Conflict, DomainError
from core.money import to_money
from households.actions.facts import changed_facts, unless_taken, validate, write_facts
from households.actions.locks import lock_households
from households.history import signed, values_of
from households.models import Household
from organizations.models import User
from organizations.rules import require


@transaction.atomic
@signed
def record_follow_up(enrolment: Enrolment, *, by: User, months: int, facts: Mapping[str, Any]) -> FollowUp:
    """Enter what a look found; the same again changes nothing. Raises Conflict when somebody entered something else.

    Also for an archive that is closed by now. Who does not work has neither employer nor wage.
    """
    _lock(enrolment, by)
    row = Enrolment.objects.select_related("service", "member").get(pk=enrolment.pk)
    facts = _tidy(facts)
    if before := FollowUp.objects.filter(enrolment=row, months=months).select_related("by").first():
        if values_of(before, facts) == facts:
            return before
        raise Conflict(f"{before.by}已登记这次回访（{before.get_work_display()}），请打开后更正。")
    _check(row, months, facts)
    made = FollowUp(enrolment=row, months=months, by=by, **facts)
    validate(made, {**facts, "months": months})
    with unless_taken("one_look_for_a_term"):
        made.save(force_insert=True)
    return made


@transaction.atomic
@signed
def correct_follow_up(follow_up: FollowUp, *, by: User, facts: Mapping[str, Any], seen: str = "") -> FollowUp:
    """Correct what a look found; only what differs is written, the history keeps what it said before.

    Raises Conflict when somebody changed it since it was ``seen``.
    """
    _lock(follow_up.enrolment, by)
    locked = FollowUp.objects.select_related("enrolment__service", "enrolment__member").get(pk=follow_up.pk)
    facts = _tidy(facts)
    if changed := changed_facts(locked, facts, seen=seen):
        _check(locked.enrolment, locked.months, facts)
        write_facts(locked, changed)
    return locked


def _lock(enrolment: Enrolment, by: User) -> None:
    lock_households([enrolment.household_id])
    household = Household.objects.with_grant_for(by).get(pk=enrolment.household_id)
    require(can_follow_up(by, household), WHO_FOLLOWS_UP)


def _tidy(facts: Mapping[str, Any]) -> dict[str, Any]:
    if facts["work"] in AT_WORK:
        wage = facts.get("wage")
        return {**facts, "wage": None if wage is None else to_money(wage)}
    return {**facts, "employer": "", "wage": None}


def _check(row: Enrolment, months: int, facts: Mapping[str, Any]) -> None:
    if row.service.kind not in LOOKED_AFTER:
        raise DomainError("法律援助不做就业回访。")
    if row.status != EnrolmentStatus.COMPLETED or row.completed_on is None:
        raise DomainError(f"{row.member.name}还没有登记完成，不能登记回访。")
    due = clock.months_after(row.completed_on, months)
    if not due <= facts["on"] <= clock.today():
        raise DomainError(f"满 {months} 个月的回访日期应在 {due:%Y-%m-%d} 与今天之间。", field="on")
    if facts["work"] == Work.EMPLOYED and not facts["employer"]:
        raise DomainError("请填写就业单位。", field="employer")
    if facts["work"] == Work.EMPLOYED and not facts["wage"]:
        raise DomainError("请填写月工资。", field="wage")
