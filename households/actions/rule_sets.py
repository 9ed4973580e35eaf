"""Versions of the identification rules: copying one, changing the draft, publishing it, dropping it."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from households.actions.facts import unless_taken, validate
from households.enums import CATEGORIES, RuleVersion
from households.history import values_of, version_of
from households.models import RuleCase, RuleSet, VetoRule
from households.rules import can_edit_rules, can_write_rules
from organizations.models import Union, User

NO_WRITING = "认定规则由省、州市总工会的经办、审批人员制定。"
PUBLISHED = "“{}”已发布，不能再改动；需要调整的，请复制为新版本。"
TAKEN = "该地区当日起已发布另一版认定规则，请改用其他执行日期。"
FACTS = (
    "regime",
    "name",
    "valid_from",
    "note",
    "income_kinds",
    "counts_union_aid",
    "excludes_basic_pension",
    "excludes_government_aid",
    "months_basis",
    "imputes_idle",
    "idle_positions",
    "working_age_from",
    "working_age_men",
    "working_age_women",
    "serious_illnesses",
    "ceiling_multiple",
    "ceiling_amount",
    "ceiling_operator",
)
CASE_FACTS = (
    "category",
    "name",
    "circumstance",
    "min_months",
    "over",
    "over_operator",
    "upto",
    "upto_operator",
    "deducted_kinds",
    "takes_off_compensation",
    "adds_assets",
    "limit",
    "limit_operator",
    "loss_share",
    "loss_operator",
)
VETO_FACTS = ("code", "label", "in_force")
Rows = Iterable[Mapping[str, Any]]


@transaction.atomic
def copy_rules(
    rule_set: RuleSet, *, by: User, union: Union, name: str, valid_from: datetime.date, note: str = ""
) -> RuleSet:
    """Begin a new version of a union with the values of another one; it is a draft until it is published."""
    if not can_write_rules(by, union):
        raise NotAllowed(NO_WRITING)
    facts = values_of(rule_set, FACTS) | {"name": name, "valid_from": valid_from, "note": note}
    draft = RuleSet.objects.create(union=union, created_by=by, **facts)
    _write_cases(draft, (values_of(case, CASE_FACTS) for case in rule_set.cases.all()))
    _write_vetoes(draft, (values_of(veto, VETO_FACTS) for veto in rule_set.vetoes.all()))
    return draft


@transaction.atomic
def edit_rules(
    rule_set: RuleSet, *, by: User, facts: Mapping[str, Any], cases: Rows, vetoes: Rows, seen: str = ""
) -> RuleSet:
    """Change a draft: its values, its cases and its negative list, each in the order given.

    Raises Conflict when somebody changed the draft since it was ``seen``.
    """
    draft = _lock_draft(rule_set, by)
    if seen and rules_version(draft) != seen:
        raise Conflict("您填写期间，有人修改了这一版规则。您填写的内容仍在下面，请核对后再次保存，将以您填写的为准。")
    for name, value in facts.items():
        setattr(draft, name, value)
    validate(draft, facts)
    draft.save(update_fields=list(facts))
    draft.cases.all().delete()
    draft.vetoes.all().delete()
    _write_cases(draft, cases)
    _write_vetoes(draft, vetoes)
    return draft


@transaction.atomic
def publish_rules(rule_set: RuleSet, *, by: User) -> RuleSet:
    """Put a version in force from its day on; from then on it never changes. Publishing twice changes nothing."""
    locked = RuleSet.objects.select_for_update(of=("self",)).select_related("union").get(pk=rule_set.pk)
    if locked.is_published and can_write_rules(by, locked.union):
        return locked
    draft = _lock_draft(rule_set, by)
    _check_complete(draft)
    draft.published_at, draft.published_by = clock.now(), by
    with unless_taken("one_published_rule_set_per_day", DomainError(TAKEN, field="valid_from")):
        draft.save(update_fields=["published_at", "published_by"])
    return draft


@transaction.atomic
def drop_rules(rule_set: RuleSet, *, by: User) -> None:
    """Throw a draft away."""
    _lock_draft(rule_set, by).delete()


def rules_version(rule_set: RuleSet) -> str:
    """Return the version of a draft with its rows, for a form to carry; two queries."""
    cases = {f"case:{case.position}": str(values_of(case, CASE_FACTS)) for case in rule_set.cases.all()}
    vetoes = {f"veto:{veto.position}": str(values_of(veto, VETO_FACTS)) for veto in rule_set.vetoes.all()}
    return version_of(values_of(rule_set, FACTS) | cases | vetoes)


def _lock_draft(rule_set: RuleSet, by: User) -> RuleSet:
    draft = RuleSet.objects.select_for_update(of=("self",)).select_related("union").get(pk=rule_set.pk)
    if draft.is_published:
        raise DomainError(PUBLISHED.format(draft.name))
    if not can_edit_rules(by, draft):
        raise NotAllowed(NO_WRITING)
    return draft


def _check_complete(draft: RuleSet) -> None:
    """Refuse a version without cases, or with categories of the other regime."""
    cases = list(draft.cases.all())
    if not cases:
        raise DomainError("还没有认定情形，不能发布。")
    if not draft.income_kinds:
        raise DomainError("没有选择计入收入的项目，不能发布。", field="income_kinds")
    foreign = [case.name for case in cases if case.category not in CATEGORIES[RuleVersion(draft.regime)]]
    if foreign:
        raise DomainError(f"认定类别不属于 {draft.get_regime_display()}规则：{'、'.join(foreign)}。请改正后再发布。")


def _write_cases(draft: RuleSet, rows: Rows) -> None:
    cases = [RuleCase(rule_set=draft, position=position, **row) for position, row in enumerate(rows, 1)]
    for case in cases:
        validate(case, dict.fromkeys(CASE_FACTS))
    RuleCase.objects.bulk_create(cases)


def _write_vetoes(draft: RuleSet, rows: Rows) -> None:
    """Write the negative list; an item of the union's own gets the next free code."""
    listed = list(rows)
    taken = {row["code"] for row in listed if row.get("code")}
    free = (f"own_{number}" for number in range(1, 1000) if f"own_{number}" not in taken)
    VetoRule.objects.bulk_create(
        VetoRule(rule_set=draft, position=position, **{**row, "code": row.get("code") or next(free)})
        for position, row in enumerate(listed, 1)
    )
