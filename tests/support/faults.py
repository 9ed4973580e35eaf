"""Faults of an archive for tests of pages, without a run."""

import datetime
from typing import Any

from audits.actions.quality.waivers import waive_fault
from audits.models import Fault, FaultDay, QualityRun
from audits.quality.catalogue import RULES
from core import clock
from households.models import Household
from organizations.models import User
from organizations.scope import COUNTY_PATH


def fault_of(household: Household, rule: str = "card-shape", **facts: Any) -> Fault:
    """Make a fault that was found today."""
    facts = {"detail": "银行卡号共 4 位", "found_on": clock.today(), "subject": ""} | facts
    return Fault.objects.create(rule=rule, household=household, union_path=household.union_path, **facts)


def run_now(**facts: Any) -> QualityRun:
    """Keep a run of all rules that ended just now."""
    times = {"began_at": clock.now(), "ended_at": clock.now(), "day": clock.today()}
    done = {"total": len(RULES), "seconds": {rule.code: 0.1 for rule in RULES}}
    return QualityRun.objects.create(**times | done | facts)


def faulty(household: Household, checker: User) -> dict[str, object]:
    """Give an archive a fault, and another that is waived; one run has ended, one is on its way."""
    fault = fault_of(household)
    until = clock.today() + datetime.timedelta(days=9)
    waived = waive_fault(fault_of(household, "papers-none"), by=checker, reason="原件在单位", until=until)
    FaultDay.objects.create(
        day=clock.today(), rule="card-shape", union_path=household.union_path[:COUNTY_PATH], faults=1
    )
    run_now()
    running = run_now(ended_at=None, seconds={})
    return {"fault": fault.pk, "waiver": waived.pk, "quality_run": running.pk}
