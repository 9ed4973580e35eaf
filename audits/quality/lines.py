"""Faults as the lists show them: the rule's words, and where this user mends them."""

from collections.abc import Iterable
from dataclasses import dataclass

from audits.models import Fault, Rectification
from audits.quality.enums import Severity
from audits.quality.repairing import Repair, repair_of
from audits.quality.rule import Rule
from audits.rules import can_waive
from audits.verification.rules import can_rectify
from organizations.enums import SUBTREE_ROLES, Role
from organizations.models import User

TONES = {Severity.ERROR: "bad", Severity.DOUBT: "soon", Severity.NOTE: "todo"}


@dataclass(frozen=True)
class FaultLine:
    """One fault with its rule, the link of its repair, what is being mended of it, and what this user may do."""

    fault: Fault
    rule: Rule | None
    repair: Repair | None
    may_waive: bool
    may_send: bool = False
    mending: Rectification | None = None

    @property
    def may_pick(self) -> bool:
        return self.may_waive or self.may_send

    @property
    def tone(self) -> str:
        return TONES[self.rule.severity] if self.rule else "gone"


def lines_of(faults: Iterable[Fault], user: User) -> list[FaultLine]:
    """Return the lines of faults that were loaded with their archives and open rectifications; no query."""
    return [_line(fault, user) for fault in faults]


def _line(fault: Fault, user: User) -> FaultLine:
    rule, path = fault.kind, fault.union_path
    repair = None
    if rule and fault.gone_on is None:
        officer = user.scope.holds([Role.OFFICER], path)
        # What is seen by no subtree role was granted: it is the cadre's own.
        works = officer or not user.scope.holds(SUBTREE_ROLES, path)
        repair = repair_of(rule, fault.household.archive_no, fault.subject, officer=officer, works=works)
    mending = next(iter(fault.being_mended), None)
    if mending and not (user.scope.holds(SUBTREE_ROLES, path) or user.pk in (mending.owner_id, mending.verifier_id)):
        mending = None
    stands = fault.gone_on is None
    may_send = stands and not fault.is_waived and not fault.being_mended and can_rectify(user, fault)
    return FaultLine(fault, rule, repair, stands and can_waive(user, path), may_send, mending)
