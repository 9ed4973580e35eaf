"""Appeals (复查): asked for within the days from the answer, decided by another person at the union or above it."""

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from audits.actions.grievances.answering import check_words
from audits.actions.grievances.locks import lock_grievance, note_step
from audits.actions.grievances.papers import keep_papers, read_papers
from audits.actions.grievances.receiving import REGISTRARS
from audits.grievances.enums import APPEALABLE, FileStage, GrievanceStatus, StepKind
from audits.grievances.rules import can_handle, can_register, had_a_hand
from audits.grievances.terms import last_day, term_of
from audits.models import Grievance
from core import clock
from core.errors import DomainError
from organizations.models import User
from organizations.rules import require

DECIDERS = "复查由受理单位及以上的审核、审批人员办理。"
ANOTHER = "复查须由没有承办、答复过这件信访件的另一人办理。"
DECIDED = ["appeal_upheld", "reanswer", "reanswered_by", "reanswered_at", "status"]


@transaction.atomic
def appeal_grievance(grievance: Grievance, *, text: str, by: User | None = None) -> Grievance:
    """Ask for another person's word on an answer, from outside (``by`` none) or written down by staff.

    Once, within the days that the answer gave. The same again while it is being decided changes nothing.
    """
    locked = lock_grievance(grievance, by=by)
    require(by is None or can_register(by, locked.union), REGISTRARS)
    if locked.status == GrievanceStatus.APPEALED:
        if locked.appeal != text.strip():
            raise DomainError("复查申请已经收到，正在办理；只能申请一次，刚才填写的没有记录。", field="text")
        return locked
    if locked.status not in APPEALABLE or locked.appeal_until is None:
        raise DomainError("这件信访件现在不能申请复查。")
    if not locked.can_be_appealed:
        raise DomainError(f"申请复查的期限已于 {locked.appeal_until:%Y-%m-%d} 截止。")
    check_words(text, "text", "对答复不满意的原因")
    locked.appeal, locked.appealed_at = text.strip(), clock.now()
    locked.reanswer_due_on = last_day(clock.today(), term_of(locked).reanswer_days)
    locked.status = GrievanceStatus.APPEALED
    locked.save(update_fields=["appeal", "appealed_at", "reanswer_due_on", "status"])
    note_step(locked, StepKind.APPEALED, by=by)
    return locked


def decide_appeal(
    grievance: Grievance, *, by: User, upheld: bool, text: str, uploads: Sequence[UploadedFile] = ()
) -> Grievance:
    """Answer an appeal; never who answered the grievance or was ever charged with it. Again changes nothing."""
    contents = read_papers(uploads)
    with transaction.atomic():
        locked = lock_grievance(grievance, by=by)
        require(can_handle(by, locked), DECIDERS)
        require(not had_a_hand(by, locked), ANOTHER)
        if locked.reanswered_at and (locked.reanswered_by_id, locked.reanswer) == (by.pk, text.strip()):
            return locked
        if locked.status != GrievanceStatus.APPEALED:
            raise DomainError(f"这件信访件{locked.get_status_display()}，没有复查须办理。")
        check_words(text, "text", "复查答复")
        locked.appeal_upheld, locked.reanswer, locked.status = upheld, text.strip(), GrievanceStatus.REANSWERED
        locked.reanswered_by, locked.reanswered_at = by, clock.now()
        locked.save(update_fields=DECIDED)
        keep_papers(locked, contents, FileStage.REANSWERED, by=by, uploads=uploads)
        note_step(locked, StepKind.REANSWERED, by=by, words="改变原答复" if upheld else "维持原答复")
        return locked
