"""The way of a task list to its office: checked, signed, given back, sent; and lines that are taken back."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Max

from assistance.actions.lines import CHANGED, lock_list, lock_list_with_households, save_lines
from assistance.enums import ListStatus, MeasureProgress, TaskStatus
from assistance.lines import lines_of, lost_reason, version_of_list
from assistance.models import Measure, Task, TaskList
from assistance.rules import can_check, can_prepare, can_replan, can_return, may_be_taken_back
from core import clock
from core.errors import Conflict, DomainError
from households.actions.locks import lock_household
from households.history import last_change, signed
from organizations.models import User
from organizations.rules import require

CHECKERS = "任务清单由本级或上级的审核、审批人员审核签发，拟稿人不能审核签发自己拟的清单。"
SENDERS = "任务清单由所在工会的经办人员交办、收回。"
# First key of the lock under which numbers are handed out; the second is the union.
NUMBER_SPACE = 8803
MOST_NAMED = 5


@transaction.atomic
@signed
def check_list(task_list: TaskList, *, by: User, seen: str = "") -> TaskList:
    """Say that a draft is right; one that was checked stays as it is. Conflict when it differs from ``seen``."""
    locked = lock_list_with_households(task_list)
    require(can_check(by, locked), CHECKERS)
    if locked.status != ListStatus.DRAFT:
        return locked
    _hold_to(locked, seen)
    locked.status, locked.checked_by, locked.checked_at = ListStatus.CHECKED, by, clock.now()
    locked.save(update_fields=["status", "checked_by", "checked_at"])
    return locked


@transaction.atomic
@signed
def sign_list(task_list: TaskList, *, by: User, seen: str = "") -> TaskList:
    """Sign a checked list; one that was signed stays as it is. Conflict when it differs from ``seen``."""
    locked = lock_list_with_households(task_list)
    require(can_check(by, locked), CHECKERS)
    if locked.status in (ListStatus.SIGNED, ListStatus.SENT):
        return locked
    if locked.status != ListStatus.CHECKED:
        raise Conflict("任务清单还没有审核（或已退回修改），请先审核。")
    _hold_to(locked, seen)
    locked.status, locked.signed_by, locked.signed_at = ListStatus.SIGNED, by, clock.now()
    locked.save(update_fields=["status", "signed_by", "signed_at"])
    return locked


@transaction.atomic
@signed
def return_list(task_list: TaskList, *, by: User, reason: str) -> TaskList:
    """Give a checked or signed list back to be changed; it will be checked and signed anew. A draft stays one."""
    locked = lock_list(task_list)
    require(can_return(by, locked), SENDERS)
    if locked.is_sent:
        raise Conflict(f"任务清单{locked.number}已交办，不能退回；需要重定的措施请逐项收回。")
    if locked.status == ListStatus.DRAFT:
        return locked
    if not reason.strip():
        raise DomainError("请写明退回原因。", field="reason")
    locked.status, locked.returned_reason = ListStatus.DRAFT, reason.strip()
    locked.returned_by, locked.returned_at = by, clock.now()
    locked.checked_by = locked.checked_at = locked.signed_by = locked.signed_at = None
    changed = ("status", "returned_reason", "returned_by", "returned_at")
    locked.save(update_fields=[*changed, "checked_by", "checked_at", "signed_by", "signed_at"])
    return locked


@transaction.atomic
@signed
def send_list(task_list: TaskList, *, by: User) -> TaskList:
    """Hand a signed list to its office under the next number; from then on it is frozen. A sent one stays as it is.

    The lines are taken anew from their measures first. Raises DomainError, naming them, when some have no reason left.
    """
    locked = lock_list_with_households(task_list)
    require(can_prepare(by, locked), SENDERS)
    if locked.is_sent:
        return locked
    if locked.status != ListStatus.SIGNED:
        raise Conflict("任务清单须经审核、签发后才能交办。")
    lines = lines_of(locked)
    _check_sendable(locked, lines)
    save_lines(lines)
    _number(locked)
    locked.status, locked.sent_by, locked.sent_at, locked.sent_on = ListStatus.SENT, by, clock.now(), clock.today()
    locked.save(update_fields=["status", "year", "seq", "sent_by", "sent_at", "sent_on"])
    locked.tasks.update(status=TaskStatus.SENT)
    return locked


@transaction.atomic
@signed
def replan_task(task: Task, *, by: User, reason: str) -> Task:
    """Take a line back that was refused, missed or let pass its deadline: its measure is free to be planned anew.

    Of an archive that is over, which no office answers any more, at once. A line that was taken back stays as it is.
    """
    household = lock_household(task.household, must_be_open=False)
    locked = Task.objects.select_for_update(no_key=True, of=("self",)).get(pk=task.pk)
    require(can_replan(by, locked), SENDERS)
    if locked.status == TaskStatus.RETURNED:
        return locked
    if not may_be_taken_back(locked, household):
        raise Conflict(f"第 {locked.position} 行现为“{locked.get_status_display()}”且未逾期，不能收回。")
    if not reason.strip():
        raise DomainError("请写明收回原因。", field="reason")
    locked.status, locked.closed_on = TaskStatus.RETURNED, clock.today()
    locked.returned_by, locked.returned_reason = by, reason.strip()
    locked.save(update_fields=["status", "closed_on", "returned_by", "returned_reason"])
    measure = Measure.objects.select_for_update(no_key=True, of=("self",)).get(pk=locked.measure_id)
    measure.progress, measure.progress_note = MeasureProgress.PLANNED, ""
    measure.save(update_fields=["progress", "progress_note"])
    return locked


def _hold_to(task_list: TaskList, seen: str) -> None:
    """Refuse what was not on the screen, and write the lines as they are decided on."""
    lines = lines_of(task_list)
    if not lines:
        raise DomainError("任务清单还没有列入措施。")
    if seen and version_of_list(task_list, lines) != seen:
        raise Conflict(f"您查看期间，{last_change(task_list)}等改动了清单或所列措施。{CHANGED}")
    save_lines(lines)


def _check_sendable(task_list: TaskList, lines: Sequence[Task]) -> None:
    if task_list.due_on < clock.today():
        raise DomainError("要求完成时限已过，请先退回修改时限。", field="due_on")
    if not task_list.office.is_active:
        raise DomainError(f"{task_list.office}已停用，请退回后删除草稿，按在用部门重新生成。")
    lost = [(line, reason) for line in lines if (reason := lost_reason(line.measure))]
    if lost:
        named = "；".join(f"第 {line.position} 行 {line.worker_name}（{reason}）" for line, reason in lost[:MOST_NAMED])
        more = f"等 {len(lost)} 行" if len(lost) > MOST_NAMED else ""
        raise DomainError(f"{named}{more}，不需要再交办。请先退回修改，移出后重新审核签发。")


def _number(task_list: TaskList) -> None:
    """Hand out the next number of the union and year; who sends at the same moment waits for the end of this."""
    task_list.year = clock.today().year
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [NUMBER_SPACE, task_list.union_id])
    last = TaskList.objects.filter(union=task_list.union_id, year=task_list.year).aggregate(last=Max("seq"))["last"]
    task_list.seq = (last or 0) + 1
