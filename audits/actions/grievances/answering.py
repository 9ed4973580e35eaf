"""Answering a grievance: declining it, taking longer once, the answer itself, the end."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from audits.actions.grievances.assigning import HANDLERS
from audits.actions.grievances.locks import lock_grievance, note_step
from audits.actions.grievances.papers import keep_papers, read_papers
from audits.grievances.enums import UNANSWERED, FileStage, Finding, GrievanceStatus, StepKind
from audits.grievances.rules import can_answer, can_handle, is_in_charge
from audits.grievances.terms import last_day, term_of
from audits.grievances.words import plain
from audits.models import Grievance
from audits.models.grievances import LONGEST
from core import clock
from core.errors import DomainError
from organizations.models import User
from organizations.rules import require

ANSWERED = ["answer", "finding", "answered_by", "answered_at", "appeal_until", "status"]
AT_ONCE = 500


@transaction.atomic
def decline_grievance(grievance: Grievance, *, by: User, reason: str) -> Grievance:
    """Say to whoever complained why nothing is done; against that one may appeal. The same again changes nothing."""
    locked = lock_grievance(grievance, by=by)
    require(can_handle(by, locked), HANDLERS)
    if locked.status == GrievanceStatus.DECLINED and locked.answered_by_id == by.pk:
        return locked
    if locked.status != GrievanceStatus.RECEIVED:
        raise DomainError(f"这件信访件{locked.get_status_display()}，不能再作不予受理。")
    check_words(reason, "reason", "不予受理的原因")
    _answer(locked, by, reason, GrievanceStatus.DECLINED)
    note_step(locked, StepKind.DECLINED, by=by, words=reason)
    return locked


@transaction.atomic
def extend_grievance(grievance: Grievance, *, by: User, reason: str) -> Grievance:
    """Take longer over an answer, once and before its day has passed; whoever complained reads why."""
    locked = lock_grievance(grievance, by=by)
    require(can_handle(by, locked), "延期由受理单位及以上的审核、审批人员批准。")
    if locked.status not in UNANSWERED:
        raise DomainError(f"这件信访件{locked.get_status_display()}，不能延期。")
    if locked.extended_at is not None:
        last = [step for step in locked.steps.all() if step.kind == StepKind.EXTENDED]
        if last and (last[-1].by_id, last[-1].words) == (by.pk, reason.strip()[:300]):
            return locked
        raise DomainError(f"这件信访件已延期一次，答复期限为 {locked.due_on:%Y-%m-%d}，不能再延。")
    check_words(reason, "reason", "延期的原因")
    if clock.today() > locked.due_on:
        raise DomainError(f"答复期限 {locked.due_on:%Y-%m-%d} 已过，不能延期，请尽快答复。")
    locked.due_on = last_day(locked.due_on, term_of(locked).extension_days)
    locked.extended_at = clock.now()
    locked.save(update_fields=["due_on", "extended_at"])
    note_step(locked, StepKind.EXTENDED, by=by, words=reason)
    return locked


def answer_grievance(
    grievance: Grievance, *, by: User, finding: str, text: str, uploads: Sequence[UploadedFile] = ()
) -> Grievance:
    """Answer as the owner, in words and files that whoever complained reads; what was answered stays.

    From today the days run in which one may appeal. The same answer again changes nothing.
    """
    contents = read_papers(uploads)
    with transaction.atomic():
        locked = lock_grievance(grievance, by=by)
        require(can_answer(by, locked), "信访件由承办人答复。")
        if locked.answered_at and (locked.answered_by_id, locked.answer) == (by.pk, text.strip()):
            return locked
        if locked.status != GrievanceStatus.ASSIGNED:
            raise DomainError(f"这件信访件{locked.get_status_display()}，不能再答复。")
        if finding not in Finding.values:
            raise DomainError("请选择核实结论。", field="finding")
        check_words(text, "text", "答复")
        _answer(locked, by, text, GrievanceStatus.ANSWERED, finding)
        keep_papers(locked, contents, FileStage.ANSWERED, by=by, uploads=uploads)
        note_step(locked, StepKind.ANSWERED, by=by, words=Finding(finding).label)
        return locked


@transaction.atomic
def close_grievance(grievance: Grievance, *, by: User) -> Grievance:
    """End a grievance that was answered, once nobody can appeal any more; closing it again changes nothing."""
    locked = lock_grievance(grievance, by=by)
    require(is_in_charge(by, locked), "信访件由承办人或受理人员办结。")
    if locked.status == GrievanceStatus.CLOSED:
        return locked
    if locked.is_open:
        raise DomainError(f"这件信访件{locked.get_status_display()}，答复以后才能办结。")
    if locked.can_be_appealed:
        raise DomainError(f"反映人可在 {locked.appeal_until:%Y-%m-%d} 以前申请复查，届满后才能办结。")
    _close(locked, by)
    return locked


def close_expired_grievances() -> int:
    """End what was answered and what nobody may appeal any more, a few at a time; returns how many."""
    keys = list(Grievance.objects.expired().order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    for key in keys:
        with transaction.atomic():
            locked = Grievance.objects.expired().select_for_update(of=("self",), no_key=True).filter(pk=key).first()
            if locked is not None:
                _close(locked, None)
    return len(keys)


def check_words(words: str, field: str, called: str) -> None:
    """Refuse no words and too many."""
    if not plain(words):
        raise DomainError(f"请填写{called}。", field=field)
    if len(words.strip()) > LONGEST:
        raise DomainError(f"{called}最多 {LONGEST} 字。", field=field)


def _answer(locked: Grievance, by: User, words: str, status: GrievanceStatus, finding: str = "") -> None:
    locked.answer, locked.finding, locked.status = words.strip(), finding, status
    locked.answered_by, locked.answered_at = by, clock.now()
    locked.appeal_until = last_day(clock.today(), term_of(locked).appeal_days)
    locked.save(update_fields=ANSWERED)


def _close(locked: Grievance, by: User | None) -> None:
    locked.status, locked.closed_by, locked.closed_at = GrievanceStatus.CLOSED, by, clock.now()
    locked.save(update_fields=["status", "closed_by", "closed_at"])
    note_step(locked, StepKind.CLOSED, by=by, words="" if by else "期满无复查申请，自动办结")
