"""What one tile of the first page counts, and what waits about money and grievances for each role."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from assistance.models import AidRequest, Batch, Payment
from assistance.payments.enums import BatchStatus
from assistance.payments.filters import SENT, STOPPED
from assistance.payments.querysets import BatchQuerySet
from assistance.requests.enums import RequestStatus
from audits.forms.rectifications import WITHDRAWN_LATELY
from audits.grievances.counts import OVERDUE, TO_ACCEPT, TO_DECIDE
from audits.grievances.enums import GrievanceStatus
from audits.models import Grievance, Rectification, ScoreCard, Verification, VerificationFinding
from organizations.enums import CHECKING_ROLES, OFFICE_ROLES, SUBTREE_ROLES, Role
from organizations.models import User


@dataclass(frozen=True)
class Line:
    """A thing to count: the rows, the tone while there are any, and the list behind."""

    label: str
    rows: Any
    tone: str
    name: str
    query: str = ""


def money_lines(user: User) -> Iterator[Line]:
    """Yield what waits about money: batches and applications of officers, locking and the bank's answers of finance."""
    if user.scope.has(Role.OFFICER):
        yield from _of_officer(user)
    if user.scope.has(Role.FINANCE):
        yield from _of_finance(user)


def verification_lines(user: User) -> Iterator[Line]:
    """Yield what waits of verifications: to share out, to take in, to decide or contest, to be mended and verified."""
    if not user.scope.has(*SUBTREE_ROLES, Role.CADRE):
        return
    findings = VerificationFinding.objects.visible_to(user)
    if user.scope.has(*CHECKING_ROLES):
        yield Line("核查认定待我办理", findings.waiting_for(user), "todo", "findings", "waiting=mine")
    if user.scope.has(Role.OFFICER):
        kept = Verification.objects.kept_by(user)
        yield Line("核查样本待分派", kept.to_share_out(), "todo", "verifications", "state=to_share_out")
        yield Line("核查有问卷待认可", kept.to_take_in(), "todo", "verifications", "state=to_take_in")
        yield Line("核查认定可以申辩", findings.contestable_by(user), "soon", "findings", "waiting=contest")
    own = Rectification.objects.visible_to(user)
    yield Line("整改待我完成", own.to_mend_by(user), "todo", "rectifications", "mine=owner&state=to_mend")
    yield Line("整改待我验收", own.to_verify_by(user), "todo", "rectifications", "mine=verifier&state=done")
    if user.scope.has(Role.OFFICER):
        yield Line("整改未定责任人或验收人", own.unassigned(), "soon", "rectifications", "state=unassigned")
    yield Line("整改已被撤回", own.lately_withdrawn_from(user), "soon", "rectifications", f"state={WITHDRAWN_LATELY}")
    if user.scope.has(*SUBTREE_ROLES):
        yield Line("整改已逾期", own.overdue(), "bad", "rectifications", "state=overdue")


def _of_officer(user: User) -> Iterator[Line]:
    own = _batches(user, Role.OFFICER)
    yield Line("停发待处理的批次", own.stopped(), "bad", "batches", f"status={STOPPED}")
    for status, label in ((BatchStatus.DRAFT, "批次待报批"), (BatchStatus.RETURNED, "退回的批次")):
        yield Line(label, own.filter(status=status), "todo", "batches", f"status={status}")
    asked = AidRequest.objects.visible_to(user).filter(user.scope.subtree("union_path", [Role.OFFICER]))
    yield Line("单户申请已批准待发放", asked.to_pay(), "todo", "aid_requests", "status=to_pay")
    back = asked.filter(status=RequestStatus.RETURNED)
    yield Line("退回的单户申请", back, "todo", "aid_requests", f"status={RequestStatus.RETURNED}")


def _of_finance(user: User) -> Iterator[Line]:
    own = _batches(user, Role.FINANCE)
    to_lock = own.filter(status=BatchStatus.APPROVED)
    yield Line("批次待锁定", to_lock, "todo", "batches", f"status={BatchStatus.APPROVED}")
    yield Line("批次待回盘", own.awaiting_bank(), "soon", "batches", f"status={SENT}")
    failed = Payment.objects.visible_to(user).filter(user.scope.subtree("batch__union_path", [Role.FINANCE]))
    yield Line("退汇待处理", failed.to_follow_up(), "bad", "payments_failed")


def score_lines(user: User) -> Iterator[Line]:
    """Yield the cards of the assessment that wait: for officers to score their own union, for who checks to check."""
    cards = ScoreCard.objects.visible_to(user)
    if user.scope.has(Role.OFFICER):
        yield Line("考核待自评", cards.to_self_score(user), "todo", "score_sheets")
    if user.scope.has(*CHECKING_ROLES):
        yield Line("考核待核定", cards.to_check(user), "todo", "score_sheets")


def _batches(user: User, role: Role) -> BatchQuerySet:
    return Batch.objects.visible_to(user).filter(user.scope.subtree("union_path", [role]))


def grievance_lines(user: User) -> Iterator[Line]:
    """Yield what waits about grievances for their owner and their handlers, what is late first."""
    if not user.scope.has(*OFFICE_ROLES):
        return
    seen = Grievance.objects.visible_to(user)
    handles = user.scope.has(*CHECKING_ROLES)
    late = seen.overdue()
    yield Line("信访逾期", late if handles else late.filter(owner=user), "bad", "grievances", _late(handles=handles))
    if handles:
        yield Line("信访待受理", seen.to_accept(user), "todo", "grievances", f"state={TO_ACCEPT}")
        yield Line("信访待我复查", seen.to_decide(user), "todo", "grievances", f"state={TO_DECIDE}")
    own = f"state={GrievanceStatus.ASSIGNED}&mine=on"
    yield Line("信访待我答复", seen.to_answer(user), "todo", "grievances", own)


def _late(*, handles: bool) -> str:
    return f"state={OVERDUE}" + ("" if handles else "&mine=on")
