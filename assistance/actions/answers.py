"""What an office answers to the lines that were sent to it: signing for them, reporting, refusing, handing on."""

import datetime
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum

from assistance.enums import AT_OFFICE, AnswerKind, AnswerSource, MeasureProgress, TaskStatus
from assistance.models import Measure, Task, TaskAnswer, TaskList
from assistance.querysets import offices_to_hand_to
from assistance.rules import is_of_office
from core import clock
from core.errors import Conflict, DomainError, NotAllowed
from households.actions.attachments import attach_evidence
from households.actions.facts import unless_taken, validate
from households.actions.locks import lock_household
from households.enums import OPEN_STATUSES, AttachmentKind
from households.history import signed
from households.models import Attachment, Household
from organizations.models import Office, User

ONLY_OFFICE = "任务由承办部门的联络员答复；您的角色或授权期限不允许，请联系本部门联络员或县级工会。"
ARCHIVE_OVER = "该户档案已结束，这项任务不必再答复；如有疑问请联系交办工会。"
STATUS_AFTER = {
    AnswerKind.ACCEPTED: TaskStatus.ACCEPTED,
    AnswerKind.PARTLY: TaskStatus.PARTLY,
    AnswerKind.DONE: TaskStatus.DONE,
    AnswerKind.REFUSED: TaskStatus.REFUSED,
    AnswerKind.HANDED: TaskStatus.SENT,
}
PROGRESS_AFTER = {
    AnswerKind.ACCEPTED: MeasureProgress.UNDER_WAY,
    AnswerKind.PARTLY: MeasureProgress.UNDER_WAY,
    AnswerKind.DONE: MeasureProgress.RESOLVED,
    AnswerKind.REFUSED: MeasureProgress.UNRESOLVED,
}
# Of what was given, rather than of what is being done about it.
CARRIED_OUT = frozenset({AnswerKind.PARTLY, AnswerKind.DONE})


@transaction.atomic
@signed
def answer_task(
    task: Task,
    *,
    by: User,
    client_id: uuid.UUID,
    kind: str,
    on_day: datetime.date,
    amount: Decimal | None = None,
    note: str = "",
    evidence: UploadedFile | None = None,
    to_office: Office | None = None,
    source: str = AnswerSource.WEB,
) -> TaskAnswer:
    """Answer one line for the office that has it; the same ``client_id`` again returns the first answer.

    The status of the line and the progress of its measure follow. Raises DomainError with the field, Conflict when a
    colleague has answered for good or handed the line on meanwhile, NotAllowed for anybody but a liaison of the office.
    """
    if same := TaskAnswer.objects.filter(task=task, client_id=client_id).first():
        return same
    paper = _keep_evidence(task, by, evidence)
    task = _lock(task, by)
    facts = {"kind": kind, "on_day": on_day, "amount": amount, "note": note.strip(), "to_office": to_office}
    _check_facts(task, facts)
    if kind == AnswerKind.ACCEPTED and (signed_for := _nothing_new(task, facts, paper)):
        return signed_for
    answer = _write(task, by, facts, evidence=paper, source=source, client_id=client_id)
    _follow(task, answer)
    return answer


@transaction.atomic
@signed
def accept_list(task_list: TaskList, *, by: User) -> int:
    """Sign for every line of a list that waits for it at the user's office, and return how many; again it is none."""
    if not _lines_to_sign(task_list, by).exists():
        if task_list.office_id not in by.scope.offices:
            raise NotAllowed(ONLY_OFFICE)
        return 0
    held = Household.objects.filter(pk__in=_lines_to_sign(task_list, by).values("household"), status__in=OPEN_STATUSES)
    open_now = set(held.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    waiting = _lines_to_sign(task_list, by).filter(household__in=open_now).order_by("pk")
    lines = list(waiting.select_for_update(no_key=True, of=("self",)))
    today, now = clock.today(), clock.now()
    common = {"kind": AnswerKind.ACCEPTED, "on_day": today, "by": by, "by_name": str(by), "at": now}
    TaskAnswer.objects.bulk_create(
        TaskAnswer(task=line, office_id=line.office_id, client_id=uuid.uuid4(), **common) for line in lines
    )
    Task.objects.filter(pk__in=[line.pk for line in lines]).update(status=TaskStatus.ACCEPTED, answered_on=today)
    Measure.objects.filter(pk__in=[line.measure_id for line in lines]).update(progress=MeasureProgress.UNDER_WAY)
    return len(lines)


def _lines_to_sign(task_list: TaskList, by: User) -> Any:
    return task_list.tasks.answerable_by(by).filter(status=TaskStatus.SENT)  # type: ignore[attr-defined]


def _keep_evidence(task: Task, by: User, upload: UploadedFile | None) -> Attachment | None:
    """Attach the paper before the row locks are taken, since reading a large photo takes a second."""
    if upload is None:
        return None
    if not is_of_office(by, task):
        raise NotAllowed(ONLY_OFFICE)
    if not task.household.is_open:
        raise DomainError(ARCHIVE_OVER)
    title = f"{task.office} {task.number}".strip()
    try:
        return attach_evidence(task.household, by=by, kind=AttachmentKind.TASK, title=title, upload=upload)
    except DomainError as refusal:
        raise DomainError(refusal.message, field="evidence") from refusal


def _lock(task: Task, by: User) -> Task:
    """Lock archive and line, and return the line as it is now, if it is the user's turn to answer."""
    household = lock_household(task.household, must_be_open=False)
    locked = Task.objects.select_for_update().get(pk=task.pk)
    if not is_of_office(by, locked):
        if is_of_office(by, task) or locked.task_list.office_id in by.scope.offices:
            raise Conflict(f"{_last_word(locked)}，不能再由本部门答复；您填写的内容没有保存。")
        raise NotAllowed(ONLY_OFFICE)
    if locked.status == TaskStatus.LISTED:
        raise DomainError("任务清单尚未交办，不能答复。")
    if locked.status not in AT_OFFICE:
        raise Conflict(f"{_last_word(locked)}，不能再答复；情况有变化的请联系交办工会。")
    if not household.is_open:
        raise DomainError(ARCHIVE_OVER)
    return locked


def _last_word(task: Task) -> str:
    last = task.answers.select_related("office", "to_office").last()  # type: ignore[attr-defined]
    if last is None or (task.status not in AT_OFFICE and STATUS_AFTER[AnswerKind(last.kind)] != task.status):
        return f"这项任务{task.get_status_display()}"
    where = f"转交{last.to_office}" if last.to_office else f"答复“{last.get_kind_display()}”"
    return f"{last.office}{last.by_name} 已{where}"


def _check_facts(task: Task, facts: Mapping[str, Any]) -> None:
    kind, day, sent, today = facts["kind"], facts["on_day"], task.task_list.sent_on, clock.today()
    if sent and day < sent:
        raise DomainError(f"日期不能早于交办日期 {sent:%Y-%m-%d}。", field="on_day")
    if day > today:
        raise DomainError("日期不能晚于今天。", field="on_day")
    if facts["amount"] is not None and kind not in CARRIED_OUT:
        raise DomainError("只有“部分落实”“已落实”才填金额。", field="amount")
    if kind == AnswerKind.PARTLY and not facts["note"]:
        raise DomainError("请写明落实了什么、还差什么。", field="note")
    if kind == AnswerKind.REFUSED and not facts["note"]:
        raise DomainError("不予办理的请写明原因，县级工会据此重新制定措施。", field="note")
    _check_hand_over(task, kind, facts["to_office"])


def _check_hand_over(task: Task, kind: str, to_office: Office | None) -> None:
    if kind != AnswerKind.HANDED:
        if to_office is not None:
            raise DomainError("只有“转交其他部门”才选接办部门。", field="to_office")
        return
    if to_office is None:
        raise DomainError("转交的请选择接办部门。", field="to_office")
    if not offices_to_hand_to(task).filter(pk=to_office.pk).exists():
        raise DomainError(f"不能转交{to_office}：只能转交本县或上下级在用的其他部门。", field="to_office")


def _write(task: Task, by: User, facts: Mapping[str, Any], **more: Any) -> TaskAnswer:
    signature = {"by": by, "by_name": str(by), "at": clock.now()}
    answer = TaskAnswer(task=task, office=task.office, **facts, **more, **signature)
    validate(answer, facts)
    with unless_taken("client_id", Conflict("这张表已用于另一项任务的答复，请重新打开该项任务。")):
        answer.save(force_insert=True)
    return answer


def _nothing_new(task: Task, facts: Mapping[str, Any], paper: Attachment | None) -> TaskAnswer | None:
    """Return the last signing for a line that is signed for already, unless this one says something more."""
    if task.status == TaskStatus.SENT or paper is not None:
        return None
    last = task.answers.filter(kind=AnswerKind.ACCEPTED, office=task.office).last()  # type: ignore[attr-defined]
    return last if last and facts["note"] in ("", last.note) else None


def _follow(task: Task, answer: TaskAnswer) -> None:
    """Bring the line and its measure up to the answer; news of what is under way moves neither status nor day."""
    kind = AnswerKind(answer.kind)
    if kind != AnswerKind.ACCEPTED or task.status == TaskStatus.SENT:
        task.status = STATUS_AFTER[kind]
        task.answered_on = None if kind == AnswerKind.HANDED else answer.on_day
    if answer.to_office is not None:
        task.office = answer.to_office
    given = task.answers.filter(kind__in=CARRIED_OUT)  # type: ignore[attr-defined]
    task.amount = given.aggregate(total=Sum("amount"))["total"]
    task.save(update_fields=["status", "office", "answered_on", "amount"])
    if kind in PROGRESS_AFTER:
        measure = Measure.objects.select_for_update().get(pk=task.measure_id)
        measure.progress = PROGRESS_AFTER[kind]
        measure.progress_note = answer.note or measure.progress_note
        measure.save(update_fields=["progress", "progress_note"])
