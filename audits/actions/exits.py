"""Checking at the household whether it may leave, and the dated rules that it is held against."""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from audits.enums import ExitItem, Finding
from audits.exitrules import RuleBook
from audits.incometest import IncomeTest, Period, income_of
from audits.models import ExitCheck, ExitFinding, ExitRule
from audits.rules import can_check_exit, can_set_exit_rule
from core import clock
from core.errors import DomainError
from households.actions.facts import unless_taken, validate
from households.actions.locks import lock_household
from households.models import Attachment, Household
from organizations.models import Union, User
from organizations.rules import require

LONGEST_EVIDENCE = 300
WHO_CHECKS = "退出核查由本户的帮扶干部或建档单位及上级的经办人员办理，档案须在档或在渐退期。"


@dataclass(frozen=True)
class Found:
    """What was found of one item, by what it is known, and perhaps the paper that shows it."""

    finding: str
    evidence: str
    paper: Attachment | None = None


@transaction.atomic
def record_exit_check(
    household: Household,
    *,
    by: User,
    client_id: uuid.UUID,
    on_day: datetime.date,
    findings: Mapping[str, Found],
    note: str = "",
) -> ExitCheck:
    """Keep a check of the seven items together with the income test as of that day.

    The same ``client_id`` again returns the first one. Raises DomainError, with the field, for a day in the future or
    before filing, and for an item without finding or evidence.
    """
    require(can_check_exit(by, household), WHO_CHECKS)
    locked = lock_household(household)
    if same := locked.exit_checks.filter(client_id=client_id).first():
        return same
    _check_day(locked, on_day)
    _check_findings(findings)
    made = ExitCheck(
        household=locked, on_day=on_day, note=note.strip(), by=by, by_name=by.name, at=clock.now(), client_id=client_id
    )
    _test_income(made, secured=all(found.finding != Finding.NO for found in findings.values()))
    made.save(force_insert=True)
    _keep_findings(made, findings)
    return made


def _test_income(made: ExitCheck, *, secured: bool) -> None:
    """Set the columns that follow from the surveys up to the day, and whether the household meets all conditions."""
    made.rule = RuleBook.on(made.on_day).rule_of(made.household)
    result, surveys = income_of(made.household, made.rule, made.on_day)
    made.survey = surveys[0] if surveys else None
    made.periods = [Period.of(survey).to_keep() for survey in surveys]
    made.passed = result.passed and secured
    for name, value in _columns(result).items():
        setattr(made, name, value)


def _columns(result: IncomeTest) -> dict[str, Any]:
    return {
        "per_head": result.per_head,
        "threshold": result.threshold,
        "months_met": result.months_met,
        "income_passed": result.passed,
        "income_words": result.words[:400],
    }


def _keep_findings(made: ExitCheck, findings: Mapping[str, Found]) -> None:
    ExitFinding.objects.bulk_create(
        ExitFinding(
            check_made=made,
            item=item,
            finding=findings[item].finding,
            evidence=findings[item].evidence.strip()[:LONGEST_EVIDENCE],
            paper=findings[item].paper,
        )
        for item in ExitItem
    )


def _check_day(household: Household, day: datetime.date) -> None:
    if day > clock.today():
        raise DomainError("核查日期不能晚于今天。", field="on_day")
    if household.filed_on and day < household.filed_on:
        raise DomainError(f"核查日期不能早于建档日期 {household.filed_on:%Y-%m-%d}。", field="on_day")


def _check_findings(findings: Mapping[str, Found]) -> None:
    for item in ExitItem:
        found = findings.get(item)
        if found is None or found.finding not in Finding.values:
            raise DomainError(f"请选择“{item.label}”的核查结论。", field=f"{item}_finding")
        if not found.evidence.strip():
            raise DomainError(f"请写明“{item.label}”的依据。", field=f"{item}_evidence")


@transaction.atomic
def set_exit_rule(*, by: User, union: Union, valid_from: datetime.date, **facts: Any) -> ExitRule:
    """Add the rule of a region from a day on; the very same one again is returned as it stands."""
    require(can_set_exit_rule(by, union), "退出规则由本级及上级的经办人员登记。")
    level = facts.get("level", "")
    existing = ExitRule.objects.filter(union=union, level=level, valid_from=valid_from).first()
    if existing and all(getattr(existing, name) == value for name, value in facts.items()):
        return existing
    taken = DomainError(
        f"{union} {valid_from:%Y-%m-%d} 起已登记退出规则，不能重复登记；请另选执行日期。", field="valid_from"
    )
    if existing:
        raise taken
    rule = ExitRule(union=union, valid_from=valid_from, created_by=by, **facts)
    validate(rule, facts)
    with unless_taken("one_exit_rule_per_day", taken):
        rule.save(force_insert=True)
    return rule
