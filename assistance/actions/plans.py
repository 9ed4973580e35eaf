"""Writing the plan of a household (一户一计划): what its measures are to come to."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from assistance.models import HelpPlan
from core import clock
from core.errors import DomainError
from households.actions.facts import changed_facts, validate, write_facts
from households.actions.working import lock_to_work
from households.history import signed
from households.models import Household
from organizations.models import User


@transaction.atomic
@signed
def write_plan(household: Household, *, by: User, facts: Mapping[str, Any], seen: str = "") -> HelpPlan:
    """Write the plan of a household, or change it; what it said before stays in the history.

    Raises Conflict when somebody changed it since it was ``seen``, and DomainError for an agreement in the future or
    an end before it.
    """
    household = lock_to_work(household, by=by)
    plan = HelpPlan.objects.filter(household=household).first()
    if plan is None:
        _check(facts)
        plan = HelpPlan(household=household, made_by=by, made_at=clock.now(), **facts)
        validate(plan, facts)
        plan.save(force_insert=True)
        return plan
    if changed := changed_facts(plan, facts, seen=seen):
        _check({name: getattr(plan, name) for name in ("target_on", "agreed_on")} | changed)
        plan.made_by, plan.made_at = by, clock.now()
        write_facts(plan, changed, also=("made_by", "made_at"))
    return plan


def _check(facts: Mapping[str, Any]) -> None:
    agreed, target = facts.get("agreed_on"), facts.get("target_on")
    if agreed and agreed > clock.today():
        raise DomainError("与职工商定的日期不能晚于今天。", field="agreed_on")
    if agreed and target and target < agreed:
        raise DomainError(f"计划脱困时间不能早于商定日期 {agreed:%Y-%m-%d}。", field="target_on")
