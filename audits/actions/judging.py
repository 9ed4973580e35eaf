"""What the rules say of households that are applied for, found as the application is handed in."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from households.actions.eligibility import check_many, find_without_keeping, missing_inputs
from households.enums import RuleVersion, Status, rule_version_of
from households.models import EligibilityCheck, Household
from organizations.models import User
from reviews.enums import Subject


@dataclass(frozen=True)
class Judged:
    """By the key of the household: the finding, or what is missing for one; of archives under old rules neither."""

    found: dict[int, EligibilityCheck] = field(default_factory=dict)
    lacking: dict[int, str] = field(default_factory=dict)


def judge(wanted: Iterable[tuple[str, Household, str]], *, by: User | None) -> Judged:
    """Find what the rules say today of households, each with the subject and the category that is asked for it.

    A finding of today that nothing has changed since stands; others are kept anew, without ``by`` they are only shown.
    A fixed number of queries; archives of the old regime stay as they were judged.
    """
    rows = [household for subject, household, category in wanted if _is_judged(subject, household, category)]
    if not rows:
        return Judged()
    found = {check.household_id: check for check in (check_many(rows, by=by) if by else find_without_keeping(rows))}
    left = [household for household in rows if household.pk not in found]
    return Judged(found, missing_inputs(left) if left else {})


def _is_judged(subject: str, household: Household, category: str) -> bool:
    if rule_version_of(category) != RuleVersion.B2020:
        return False
    return subject == Subject.CHANGE or (subject == Subject.ENTRY and household.status == Status.DRAFT)


def category_of(subject: str, household: Household, facts: dict[str, object]) -> str:
    """Return the category that is applied for."""
    return str(facts.get("category") or "") if subject == Subject.CHANGE else household.category
