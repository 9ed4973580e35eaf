"""Finding by the rules who is in hardship; recording what bars a household, and overriding that."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from core import clock
from core.errors import DomainError, NotAllowed
from households.actions.locks import lock_household
from households.eligibility.calculator import calculate
from households.eligibility.checks import lines_to_json
from households.eligibility.facts import facts_to_json
from households.eligibility.loading import Desk, Inputs
from households.models import Attachment, EligibilityCheck, Household, VetoFinding, VetoRule
from households.rules import can_check_eligibility, can_flag_veto, can_override_veto
from organizations.models import User

CHUNK = 500
NO_CHECKING = "认定测算由建档单位及以上的经办、审核、审批人员进行。"
NO_FLAGGING = "否决情形由建档单位及以上的经办、审核、审批人员登记，档案应在办。"
NO_OVERRIDING = "否决情形由建档单位及以上的审核、审批人员复核，登记人本人不能复核。"


@transaction.atomic
def check_eligibility(household: Household, *, by: User | None, on: datetime.date | None = None) -> EligibilityCheck:
    """Find what the rules in force on a day (today) say of a household, and keep it with all its inputs.

    The very same finding of the same day again is returned as it stands. Raises DomainError when a survey, a standard
    or the rules are missing.
    """
    household = lock_household(household, must_be_open=False)
    _require_checking(household, by)
    checks, missing = _check([household], by, on or clock.today())
    if missing:
        raise DomainError(missing[household.pk])
    return checks[0]


@transaction.atomic
def check_many(
    households: Iterable[Household], *, by: User | None, on: datetime.date | None = None
) -> list[EligibilityCheck]:
    """Find the same for many, in the order given; a dozen queries for each 500.

    Households that lack a survey, a standard or rules are left out; ``missing_inputs`` says why.
    """
    keys = list(dict.fromkeys(household.pk for household in households))
    found: dict[int, EligibilityCheck] = {}
    for part in _chunks(sorted(keys)):  # locked in the order of their keys, so that two never wait in a circle
        locked = Household.objects.select_for_update(no_key=True).filter(pk__in=part).order_by("pk")
        rows = list(locked.prefetch_related("union"))  # not joined, see lock_household
        for household in rows:
            _require_checking(household, by)
        found |= {check.household_id: check for check in _check(rows, by, on or clock.today())[0]}
    return [found[key] for key in keys if key in found]


def missing_inputs(households: Sequence[Household], *, on: datetime.date | None = None) -> dict[int, str]:
    """Return what each household lacks for a check, by its key; those that lack nothing are not named."""
    rows = list(Household.objects.select_related("union").filter(pk__in=[household.pk for household in households]))
    desk = Desk(rows, on or clock.today())
    said = ((household.pk, desk.inputs_of(household)) for household in rows)
    return {key: words for key, words in said if isinstance(words, str)}


def find_without_keeping(households: Iterable[Household]) -> list[EligibilityCheck]:
    """Return what ``check_many`` would find today; what is new is not written."""
    rows = Household.objects.select_related("union").filter(pk__in=[household.pk for household in households])
    return _find(list(rows), None, clock.today())[0]


def _chunks(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def _require_checking(household: Household, by: User | None) -> None:
    if by is not None and not can_check_eligibility(by, household):
        raise NotAllowed(NO_CHECKING)


def _check(
    households: Sequence[Household], by: User | None, on: datetime.date
) -> tuple[list[EligibilityCheck], dict[int, str]]:
    """Make the findings that are new, and return all in order, with what those without one lack."""
    checks, missing = _find(households, by, on)
    EligibilityCheck.objects.bulk_create([check for check in checks if check.pk is None])
    return checks, missing


def _find(
    households: Sequence[Household], by: User | None, on: datetime.date
) -> tuple[list[EligibilityCheck], dict[int, str]]:
    desk = Desk(households, on)
    latest = EligibilityCheck.objects.filter(household__in=households).latest_of_each()
    on_file = {check.household_id: check for check in latest}
    checks, missing = [], {}
    for household in households:
        inputs = desk.inputs_of(household)
        if isinstance(inputs, str):
            missing[household.pk] = inputs
            continue
        check = _made(household, inputs, by, on)
        former = on_file.get(household.pk)
        checks.append(former if former and _is_same(former, check) else check)
    return checks, missing


def _made(household: Household, inputs: Inputs, by: User | None, on: datetime.date) -> EligibilityCheck:
    finding = calculate(inputs.facts, inputs.rules)
    return EligibilityCheck(
        household=household,
        survey=inputs.survey,
        rule_set=inputs.rule_set,
        standard=inputs.standard,
        minimum_wage=inputs.minimum_wage,
        on_day=on,
        facts=facts_to_json(inputs.facts),
        category=finding.category,
        passed=finding.passed,
        lines=lines_to_json(finding.lines),
        by=by,
    )


def _is_same(former: EligibilityCheck, check: EligibilityCheck) -> bool:
    names = ("on_day", "survey_id", "rule_set_id", "standard_id", "minimum_wage_id", "facts")
    return all(getattr(former, name) == getattr(check, name) for name in names)


@transaction.atomic
def flag_veto(
    household: Household, *, by: User, rule: VetoRule, evidence: str, paper: Attachment | None = None
) -> VetoFinding:
    """Record that a household is in a situation of the negative list, with the evidence.

    One that stands already is returned as it is. The finding by the rules is made anew.
    """
    finding = {"rule": rule, "evidence": evidence, "paper": paper}
    return flag_vetoes(household, by=by, findings=[finding])[0]


@transaction.atomic
def flag_vetoes(household: Household, *, by: User, findings: Iterable[Mapping[str, Any]]) -> list[VetoFinding]:
    """Record several at once, each as ``flag_veto`` takes it, all or none; the finding is made anew once."""
    household = lock_household(household)
    if not can_flag_veto(by, household):
        raise NotAllowed(NO_FLAGGING)
    recorded = [_flag(household, by=by, **finding) for finding in findings]
    _check([household], by, clock.today())
    return recorded


def _flag(
    household: Household, *, by: User, rule: VetoRule, evidence: str, paper: Attachment | None = None
) -> VetoFinding:
    if not evidence.strip():
        raise DomainError("请写明核查情况和依据，如“2026-03-02 车管所查询，名下小型轿车 1 辆”。", field="evidence")
    _check_paper(household, paper, "paper")
    if standing := household.vetoes.filter(code=rule.code, overridden_at__isnull=True).first():
        return standing
    facts = {"code": rule.code, "label": rule.label, "evidence": evidence.strip(), "paper": paper}
    return VetoFinding.objects.create(household=household, found_by=by, **facts)


@transaction.atomic
def override_veto(finding: VetoFinding, *, by: User, reason: str, paper: Attachment | None = None) -> VetoFinding:
    """Decide that a recorded situation does not bar the household, with the reason; it is done once, by somebody else.

    An override that was made already is returned as it is. The finding by the rules is made anew.
    """
    household = lock_household(finding.household)
    locked = VetoFinding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if not locked.stands:
        return locked
    if not can_override_veto(by, household, locked):
        raise NotAllowed(NO_OVERRIDING)
    if not reason.strip():
        raise DomainError("请写明不作否决的理由和依据。", field="reason")
    _check_paper(household, paper, "override_paper")
    locked.override_reason, locked.override_paper = reason.strip(), paper
    locked.overridden_by, locked.overridden_at = by, clock.now()
    locked.save(update_fields=["override_reason", "override_paper", "overridden_by", "overridden_at"])
    _check([household], by, clock.today())
    return locked


def _check_paper(household: Household, paper: Attachment | None, field: str) -> None:
    if paper is not None and (paper.household_id != household.pk or paper.removed_at):
        raise DomainError("佐证材料应是本档案现有的附件，请先在“附件”页上传。", field=field)
