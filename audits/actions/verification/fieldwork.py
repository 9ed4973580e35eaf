"""Field work of a verification: sharing the sample out, and the interviews. Who cannot be asked: leaving."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.db import transaction

from audits.actions.verification.locks import lock_verification
from audits.models import Interview, Verification
from audits.verification.assessors import asked_of
from audits.verification.assigning import errands
from audits.verification.enums import WRITABLE, InterviewStatus, ProjectStatus
from audits.verification.field import lists_of
from audits.verification.questions import read_all
from audits.verification.rules import can_keep_verification
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from households.importing.bulk import insert_rows
from organizations.enums import Role
from organizations.models import User
from organizations.rules import require

KEEPERS = "样本由组织核查的工会的经办人员分派、退回和认可。"
NOT_YOURS = "该户不在您的核查任务中，或入户核查已经结束。"
MOST_TYPED = 50_000  # characters of one questionnaire, whole or not
MEANWHILE = "这份问卷已在另一个窗口保存过，请刷新后再填；您刚才填写的内容仍在下面。"


class Shares(TypedDict, total=False):
    """What part of a sample is asked a second time, as shares between 0 and 1."""

    blind_share: Decimal
    phone_share: Decimal


class Unanswered(DomainError):
    """Answers that cannot be taken; ``wrong`` says by question why."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        super().__init__(f"有 {len(wrong)} 题未答或填写有误，请按提示修改后提交。")
        self.wrong = dict(wrong)


@transaction.atomic
def assign_sample(
    verification: Verification, *, by: User, assessors: Sequence[User], **shares: Unpack[Shares]
) -> Verification:
    """Share the sample out among the agency's assessors, and begin the field work; a second press changes nothing.

    The shares that are asked again are those of the verification, unless others are given, which it keeps.
    """
    locked = lock_verification(verification, by=by, words=KEEPERS)
    if locked.status == ProjectStatus.DRAFT:
        raise DomainError("请先抽取样本，再分派。")
    if locked.status != ProjectStatus.DRAWN:
        return locked
    for name, share in shares.items():
        setattr(locked, name, share)
    _check_assessors(locked, assessors)
    terms = {"seed": locked.seed, "blind": locked.blind_share, "phone": locked.phone_share}
    insert_rows(
        Interview,
        [
            _interview(locked, int(errand.key), errand.round, assessors[errand.assessor], by)
            for errand in errands(asked_of(locked), len(assessors), **terms)
        ],
    )
    locked.status = ProjectStatus.RUNNING
    locked.save(update_fields=["status", *shares])
    return locked


def _check_assessors(verification: Verification, assessors: Sequence[User]) -> None:
    if not assessors:
        raise DomainError("请至少选一名核查员。", field="assessors")
    for assessor in assessors:
        check_assessor(verification, assessor, field="assessors")
    if len(assessors) == 1 and (verification.blind_share or verification.phone_share):
        raise DomainError("复访和电话回访须由另一人进行，请至少选两名核查员。", field="assessors")


def check_assessor(verification: Verification, assessor: User, *, field: str) -> None:
    """Refuse who does not verify there for the agency."""
    covers = assessor.is_active and assessor.scope.holds([Role.ASSESSOR], verification.union.path)
    if assessor.agency_id != verification.agency_id or not covers:
        raise DomainError(f"{assessor.name}不是{verification.agency}在本地的核查员，请另选。", field=field)


def _interview(verification: Verification, sample: int, which: str, assessor: User, by: User) -> Interview:
    return Interview(
        verification=verification,
        sample_id=sample,
        round=which,
        assessor=assessor,
        assigned_by=by,
        assigned_at=clock.now(),
    )


@transaction.atomic
def accept_interviews(verification: Verification, *, by: User) -> int:
    """Take over everything that was assigned to an assessor; returns how many were new."""
    mine = Interview.objects.in_hands_of(by).filter(verification=verification, status=InterviewStatus.ASSIGNED)
    keys = list(mine.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    return Interview.objects.filter(pk__in=keys).update(status=InterviewStatus.ACCEPTED, accepted_at=clock.now())


@transaction.atomic
def save_answers(interview: Interview, *, by: User, raw: Mapping[str, Any], version: int) -> Interview:
    """Keep what was answered so far, right or not; raises Conflict when another window has saved since ``version``."""
    return _keep_answers(lock_own(interview, by), raw, version)


def _keep_answers(locked: Interview, raw: Mapping[str, Any], version: int) -> Interview:
    """Write answers into a locked interview, which is in the field from the first of them on."""
    if sum(len(str(said)) for said in raw.values()) > MOST_TYPED:
        raise DomainError("填写的内容太长，没有保存，请缩短后再保存。")
    if locked.version != version and locked.answers != raw:
        raise Conflict(MEANWHILE)
    if locked.status == InterviewStatus.ACCEPTED:
        locked.status, locked.begun_at = InterviewStatus.IN_FIELD, clock.now()
    locked.answers, locked.version = dict(raw), locked.version + 1
    locked.save(update_fields=["answers", "version", "status", "begun_at"])
    return locked


@transaction.atomic
def submit_interview(interview: Interview, *, by: User, raw: Mapping[str, Any], version: int) -> Interview:
    """Hand an interview in; the answers are judged as a whole. Raises Unanswered with what is wrong, by question."""
    locked = lock_own(interview, by, also=[InterviewStatus.SUBMITTED])
    if locked.status == InterviewStatus.SUBMITTED:
        return locked
    saved = _keep_answers(locked, raw, version)
    questions = saved.verification.questionnaire.asks(saved.sample.stratum.population_class, saved.round)
    answers, wrong = read_all(questions, raw, lists_of(saved))
    if wrong:
        raise Unanswered(wrong)
    saved.answers, saved.on_day = answers, saved.on_day or clock.today()
    saved.status, saved.submitted_at = InterviewStatus.SUBMITTED, clock.now()
    saved.save(update_fields=["answers", "on_day", "status", "submitted_at"])
    return saved


def lock_own(interview: Interview, by: User, also: Sequence[str] = ()) -> Interview:
    """Lock an interview that the assessor may still write to."""
    mine = Interview.objects.in_hands_of(by).select_for_update(of=("self",))
    locked = mine.prefetch_related("verification__questionnaire__questions", "sample__stratum", "sample__unit")
    found = locked.filter(pk=interview.pk).first()
    if found is None:
        raise NotAllowed(NOT_YOURS)
    if found.status == InterviewStatus.ASSIGNED:
        raise DomainError("请先接收核查任务，再入户填写。")
    if found.status not in (*WRITABLE, *also):
        raise DomainError(f"该问卷{found.get_status_display()}，不能再改。")
    return found


@transaction.atomic
def send_back(interview: Interview, *, by: User, reason: str) -> Interview:
    """Give an interview back to its assessor with what is to be mended; once back, a second press changes nothing."""
    locked = _for_keeper(interview, by)
    if locked.status == InterviewStatus.RETURNED:
        return locked
    if not reason.strip():
        raise DomainError("请写明退回原因，核查员据此补充。", field="reason")
    _require_submitted(locked)
    locked.status, locked.returned_by, locked.returned_at = InterviewStatus.RETURNED, by, clock.now()
    locked.return_reason = reason.strip()
    locked.save(update_fields=["status", "returned_by", "returned_at", "return_reason"])
    return locked


@transaction.atomic
def agree_interviews(interviews: Sequence[Interview], *, by: User) -> list[Interview]:
    """Take interviews as they were handed in, so that they can be judged; who is agreed already is passed over."""
    done = []
    for interview in sorted(interviews, key=lambda one: one.pk):
        locked = _for_keeper(interview, by)
        if locked.status != InterviewStatus.AGREED:
            _require_submitted(locked)
            locked.status, locked.agreed_by, locked.agreed_at = InterviewStatus.AGREED, by, clock.now()
            locked.save(update_fields=["status", "agreed_by", "agreed_at"])
            done.append(locked)
    return done


def _for_keeper(interview: Interview, by: User) -> Interview:
    locked = (
        Interview.objects.select_for_update(of=("self",)).select_related("verification__union").get(pk=interview.pk)
    )
    require(can_keep_verification(by, locked.verification.union), KEEPERS)
    return locked


def _require_submitted(interview: Interview) -> None:
    if interview.status != InterviewStatus.SUBMITTED:
        raise DomainError(f"该问卷{interview.get_status_display()}，提交以后才能退回或认可。")
