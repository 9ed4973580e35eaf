"""What may be done about a finding on its page, and what of the decisions its reader may know."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q

from audits.actions.verification import findings as acts
from audits.forms.verification.findings import ContestForm, OutcomeForm, SettleForm
from audits.models import VerificationFinding
from audits.verification.enums import IN_DISPUTE, FindingStatus, Outcome
from audits.verification.querysets import FindingQuerySet
from audits.verification.rules import can_contest, can_judge
from core import clock
from organizations.models import User


@dataclass(frozen=True)
class Act:
    """One act: to whom it is open, its form, what it does, and who else does it."""

    allowed: Callable[[User, VerificationFinding], bool]
    form: Callable[[Any, Any, VerificationFinding], forms.Form]
    do: Callable[..., VerificationFinding]
    refusal: str


@dataclass(frozen=True)
class Decision:
    """What one of the two, or the third, said."""

    who: str
    by: User
    at: Any
    outcome: str
    words: str


def is_undecided_by(user: User, finding: VerificationFinding) -> bool:
    """Tell whether one of the two words is still to be said, and the user has not said the other."""
    return finding.status in (FindingStatus.PROPOSED, FindingStatus.FIRST) and finding.first_by_id != user.pk


def may_decide(user: User, finding: VerificationFinding) -> bool:
    """Tell whether the user says now as one of two what was found."""
    return is_undecided_by(user, finding) and can_judge(user, finding.verification.union)


def may_settle(user: User, finding: VerificationFinding) -> bool:
    """Tell whether the user says now as the third what holds."""
    contest = getattr(finding, "contest", None)
    took_part = (finding.first_by_id, finding.second_by_id, contest.by_id if contest else None)
    is_third = finding.status in IN_DISPUTE and user.pk not in took_part
    return is_third and can_judge(user, finding.verification.union)


def may_contest(user: User, finding: VerificationFinding) -> bool:
    """Tell whether the user may contest it now: something is wrong, and the days are not over."""
    until = finding.contest_until
    is_open = finding.status == FindingStatus.DECIDED and until is not None and clock.today() <= until
    return is_open and finding.outcome != Outcome.CORRECT and can_contest(user, finding.sample.unit.union)


ACTS = {
    "decide": Act(
        may_decide,
        lambda data, files, finding: OutcomeForm(data, finding=finding),
        acts.decide_finding,
        acts.JUDGES,
    ),
    "settle": Act(
        may_settle,
        lambda data, files, finding: SettleForm(data, finding=finding),
        acts.settle_finding,
        acts.JUDGES,
    ),
    "contest": Act(
        may_contest,
        lambda data, files, finding: ContestForm(data, files),
        acts.contest_finding,
        acts.CONTESTERS,
    ),
}


def decisions_of(user: User, finding: VerificationFinding) -> list[Decision]:
    """Return who said what; until both have said it, each of the two sees the own word alone."""
    found = []
    both = finding.second_by_id is not None
    if finding.first_by and (both or finding.first_by_id == user.pk):
        found.append(_decision("第一人", finding, "first"))
    if finding.second_by:
        found.append(_decision("第二人", finding, "second"))
    if finding.third_by:
        words, outcome = finding.third_words, finding.get_outcome_display()
        found.append(Decision("裁定", finding.third_by, finding.third_at, outcome, words))
    return found


def _decision(who: str, finding: VerificationFinding, place: str) -> Decision:
    said = getattr(finding, f"get_{place}_outcome_display")()
    values = (getattr(finding, f"{place}_{name}") for name in ("by", "at", "words"))
    by, at, words = values
    return Decision(who, by, at, said, words)


def neighbours(
    finding: VerificationFinding, waiting: FindingQuerySet
) -> tuple[VerificationFinding | None, VerificationFinding | None]:
    """Return the ones before and after among those that wait, in the order of the list; two queries."""
    stratum, place = finding.sample.stratum_id, finding.sample.unit.place
    own, at = "sample__stratum", "sample__unit__place"
    earlier = Q(**{f"{own}__lt": stratum}) | Q(**{own: stratum, f"{at}__lt": place})
    later = Q(**{f"{own}__gt": stratum}) | Q(**{own: stratum, f"{at}__gt": place})
    rows = waiting.select_related(None).select_related("sample__unit")
    return (
        rows.filter(earlier).order_by(f"-{own}", f"-{at}").first(),
        rows.filter(later).order_by(own, at).first(),
    )
