"""Reading what was found, and finding it again from what is stored."""

import datetime
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from households.eligibility.calculator import calculate
from households.eligibility.facts import Finding, Line, facts_from_json
from households.eligibility.parameters import Rules, rules_of
from households.models import EligibilityCheck, Household, RuleSet, VetoRule


@dataclass(frozen=True)
class Difference:
    """A stored finding that the calculation does not give again: what is stored and what comes out now."""

    check: EligibilityCheck
    stored: str
    found: str


def latest_check(household: Household) -> EligibilityCheck | None:
    """Return the latest finding for a household, with what it is shown with; one query."""
    return household.checks.for_page().order_by("-id").first()


def vetoes_in_force(household: Household, on: datetime.date) -> list[VetoRule]:
    """Return the negative list that holds for a household on a day, in order; two queries."""
    rule_set = RuleSet.objects.in_force_for(household.union, on).first()
    return list(rule_set.vetoes.filter(in_force=True)) if rule_set else []


def recompute(check: EligibilityCheck) -> Finding:
    """Calculate a finding again from its stored facts and the version that it names."""
    return calculate(facts_from_json(check.facts), rules_of(check.rule_set))


def agrees(check: EligibilityCheck) -> bool:
    """Tell whether the calculation gives a stored finding again: category, result and each condition, not the words."""
    return _same(check, recompute(check))


def _same(check: EligibilityCheck, finding: Finding) -> bool:
    stored = (check.category, check.passed, [line["met"] for line in check.lines])
    return stored == (finding.category, finding.passed, [line.met for line in finding.lines])


def lines_to_json(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    """Write an explanation as it is stored."""
    return [asdict(line) for line in lines]


def differences() -> Iterator[Difference]:
    """Recompute every stored finding and yield those that come out otherwise; the rows are streamed.

    Category, result and each condition are compared, not the words, which a later release may say better.
    """
    rules: dict[int, Rules] = {row.pk: rules_of(row) for row in RuleSet.objects.with_parts()}
    for check in EligibilityCheck.objects.select_related("household").order_by("id").iterator(chunk_size=2000):
        finding = calculate(facts_from_json(check.facts), rules[check.rule_set_id])
        if not _same(check, finding):
            lines = lines_to_json(finding.lines)
            yield Difference(check, _said(check.category, check.lines), _said(finding.category, lines))


def _said(category: str, lines: list[dict[str, Any]]) -> str:
    return f"{category or '-'}：{lines[-1]['text']}"
