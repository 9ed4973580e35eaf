"""From what was found to the page on which it is mended, the reason filled in; what may be done follows the archive."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from audits.actions.grounds import FROM
from audits.enums import CancelCause
from audits.models import Rectification, VerificationFinding
from audits.quality.repairing import repair_of
from audits.rules import can_apply, can_check_exit, can_relapse, can_reverify
from audits.verification.enums import FINAL, Outcome, RectificationStatus
from households.enums import Status
from households.models import Household
from households.rules import can_edit
from organizations.enums import Role
from organizations.models import User
from reviews.enums import Subject

NOTE_LENGTH = 300


@dataclass(frozen=True)
class Offer:
    """One way to begin: what the button says, where it leads."""

    label: str
    icon: str
    url: str


def offers_of(user: User, found: Rectification) -> list[Offer]:
    """Return what the user may begin now about what is to be mended, the likeliest first."""
    if found.status == RectificationStatus.WITHDRAWN:
        return []
    if found.finding:
        return offers_for(user, found.finding, found.household)
    return list(_of_archive(user, found, found.household)) if found.household else []


def _of_archive(user: User, found: Rectification, household: Household) -> Iterator[Offer]:
    if (fault := found.fault) and fault.kind and fault.gone_on is None:
        officer, owns = user.scope.holds([Role.OFFICER], household.union_path), user.pk == found.owner_id
        repair = repair_of(fault.kind, household.archive_no, fault.subject, officer=officer, works=officer or owns)
        if repair.url:
            yield Offer(repair.action, "edit", repair.url)
    elif can_edit(user, household):
        yield _offer("修改档案", "edit", "household_edit", household)
    if can_reverify(user, household):
        yield _offer("年度复核", "rotate", "reverify", household, note=f"问题整改：{found.wrong}"[:NOTE_LENGTH])


def offers_for(user: User, finding: VerificationFinding, household: Household | None) -> list[Offer]:
    """Return what the user may begin now about a final finding, the likeliest first."""
    if finding.status not in FINAL or finding.outcome == Outcome.CORRECT:
        return []
    if household is None:
        return list(_of_missed(user, finding))
    offers = [*OFFERS[Outcome(finding.outcome)](user, finding, household)]
    if can_reverify(user, household):
        offers.append(_offer("年度复核", "rotate", "reverify", household, note=_note(finding)))
    return offers


def _note(finding: VerificationFinding) -> str:
    reasons = "".join(finding.reasons) if finding.outcome == finding.proposed else finding.third_words
    found = finding.get_outcome_display()
    return f"第三方核查“{finding.verification}”认定为{found}。{reasons}"[:NOTE_LENGTH]


def _offer(label: str, icon: str, name: str, household: Household, **said: str) -> Offer:
    query = f"?{urlencode(said)}" if said else ""
    return Offer(label, icon, reverse(name, args=[household.archive_no]) + query)


def _of_missed(user: User, finding: VerificationFinding) -> Iterator[Offer]:
    if user.scope.holds([Role.OFFICER], finding.sample.unit.union.path):
        yield Offer("新建档案", "plus", reverse("household_create"))


def _of_wrongly_filed(user: User, finding: VerificationFinding, household: Household) -> Iterator[Offer]:
    if can_apply(user, household) and household.status in FROM[Subject.CANCEL]:
        said = {"cause": CancelCause.NOT_QUALIFIED.value, "note": _note(finding)}
        yield _offer("申请注销", "x", "cancel_apply", household, **said)


def _of_overdue(user: User, finding: VerificationFinding, household: Household) -> Iterator[Offer]:
    if can_check_exit(user, household):
        yield _offer("到户退出核查", "clipboard-check", "exit_check_record", household)
    if can_apply(user, household) and household.status in FROM[Subject.EXIT]:
        yield _offer("申请脱困退出", "arrow-right", "exit_apply", household, note=_note(finding))


def _of_wrongly_exited(user: User, finding: VerificationFinding, household: Household) -> Iterator[Offer]:
    if can_apply(user, household) and household.status in FROM[Subject.RETURN]:
        yield _offer("申请恢复在档", "arrow-back-up", "return_apply", household, note=_note(finding))
    if can_relapse(user, household):
        yield _offer("返困，重新建档", "rotate", "household_reviews", household)
    if household.status == Status.CANCELLED and user.scope.holds([Role.OFFICER], household.union_path):
        yield Offer("新建档案", "plus", reverse("household_create"))


def _of_wrong_facts(user: User, finding: VerificationFinding, household: Household) -> Iterator[Offer]:
    if can_edit(user, household):
        yield _offer("更正档案", "edit", "household_edit", household)


OFFERS = {
    Outcome.WRONGLY_FILED: _of_wrongly_filed,
    Outcome.OVERDUE: _of_overdue,
    Outcome.WRONGLY_EXITED: _of_wrongly_exited,
    Outcome.WRONG_FACTS: _of_wrong_facts,
    Outcome.MISSED: lambda user, finding, household: iter(()),
}
