"""Drawing task lists for the departments, and changing what stands on a draft.

Households are locked first, then the list, then its lines: the order that visits and measures keep as well.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from assistance.actions.lines import lock_list, write_lines
from assistance.actions.signing import check_list, replan_task, return_list, send_list, sign_list
from assistance.enums import ListStatus
from assistance.lines import collect, offices_for
from assistance.models import Measure, Task, TaskList
from assistance.rules import can_draw, can_prepare
from core import clock
from core.errors import Conflict, DomainError
from households.actions.facts import changed_facts, unless_taken, write_facts
from households.actions.locks import lock_household, lock_households
from households.history import last_change, signed
from households.models import Household
from organizations.models import Office, Union, User
from organizations.rules import require
from organizations.scope import paths_down_to

__all__ = [
    "add_tasks",
    "check_list",
    "discard_list",
    "draw_list",
    "draw_lists",
    "edit_list",
    "remove_task",
    "replan_task",
    "return_list",
    "send_list",
    "sign_list",
]
NOT_YOURS = "任务清单由所在工会的经办人员拟定、交办。"
# Beyond any list: where positions go while they are shifted.
FAR = 10_000


@transaction.atomic
@signed
def draw_list(
    *,
    by: User,
    union: Union,
    office: Office,
    period: str,
    due_on: datetime.date,
    measures: Iterable[Measure],
    note: str = "",
) -> TaskList:
    """Draw one list of measures for an office; the same request again returns the draft that it made.

    Raises DomainError for measures that are not the department's, and Conflict for those that another list has.
    """
    require(can_draw(by, union), NOT_YOURS)
    _check_due(due_on)
    wanted = {measure.pk for measure in measures}
    if not wanted:
        raise DomainError("请至少选择一项措施。", field="measures")
    _check_office(union, office)
    _lock_measures(wanted)
    if draft := _draft(union, office, period):
        if set(draft.tasks.values_list("measure", flat=True)) == wanted:
            return draft
        raise Conflict(f"{office}本期已有未交办的任务清单，请在该清单中添加措施。", field="period")
    task_list = _open(union, office, period, due_on, note, by)
    write_lines(task_list, _listable(wanted, union, office))
    return task_list


@transaction.atomic
@signed
def draw_lists(*, by: User, union: Union, period: str, due_on: datetime.date, note: str = "") -> list[TaskList]:
    """Draw a list for every department that has measures and an office; a draft of the period takes them up instead.

    Drafts that were checked already stay as they are: what came in since waits for the next list.
    """
    require(can_draw(by, union), NOT_YOURS)
    _check_due(due_on)
    offices = offices_for(union)
    found = collect(union).filter(lead_department__in=offices)
    locked = lock_households(Household.objects.filter(difficulties__measures__in=found))
    lists = []
    by_department: dict[str, list[Measure]] = {}
    # What came in at other archives while we waited is for the next list: whoever lists it too holds those locks.
    for measure in found.filter(difficulty__household__in=locked).for_lines():
        by_department.setdefault(measure.lead_department, []).append(measure)
    for department, measures in sorted(by_department.items()):
        draft = _draft(union, offices[department], period)
        if draft and draft.status != ListStatus.DRAFT:
            continue
        draft = draft or _open(union, offices[department], period, due_on, note, by)
        write_lines(draft, measures)
        lists.append(draft)
    return lists


@transaction.atomic
@signed
def add_tasks(task_list: TaskList, measures: Iterable[Measure], *, by: User) -> TaskList:
    """Add measures to a draft, behind its lines; those that stand on it already stay where they are."""
    wanted = {measure.pk for measure in measures}
    _lock_measures(wanted)
    locked = _lock_draft(task_list, by)
    wanted -= set(locked.tasks.values_list("measure", flat=True))
    if wanted:
        write_lines(locked, _listable(wanted, locked.union, locked.office))
    return locked


@transaction.atomic
@signed
def remove_task(task: Task, *, by: User) -> None:
    """Take a line off a draft, so that its measure is free again; a second time changes nothing."""
    lock_household(task.household, must_be_open=False)
    locked = _lock_draft(task.task_list, by)
    line = locked.tasks.filter(pk=task.pk).first()
    if line is None:
        return
    line.delete()
    # In two steps: no two lines may have one position, not even for a moment.
    locked.tasks.filter(position__gt=line.position).update(position=F("position") + FAR)
    locked.tasks.filter(position__gt=FAR).update(position=F("position") - FAR - 1)


@transaction.atomic
@signed
def discard_list(task_list: TaskList, *, by: User) -> None:
    """Discard a draft with its lines, whose measures are free again; a second time changes nothing."""
    lock_households(Household.objects.filter(tasks__task_list=task_list))
    if TaskList.objects.filter(pk=task_list.pk).exists():
        _lock_draft(task_list, by).delete()


@transaction.atomic
@signed
def edit_list(task_list: TaskList, *, by: User, facts: Mapping[str, Any], seen: str = "") -> TaskList:
    """Change period, deadline or note of a draft; only what differs is written. Conflict when it changed since."""
    locked = _lock_draft(task_list, by)
    changed = changed_facts(locked, facts, seen=seen)
    if "due_on" in changed:
        _check_due(changed["due_on"])
    if changed:
        with unless_taken("one_draft_per_office_and_period", _taken(locked.office)):
            write_facts(locked, changed)
    return locked


def _lock_draft(task_list: TaskList, by: User) -> TaskList:
    locked = lock_list(task_list)
    require(can_prepare(by, locked), NOT_YOURS)
    if locked.is_sent:
        raise Conflict(f"任务清单{locked.number}已于 {locked.sent_on:%Y-%m-%d} 由{locked.sent_by}交办，不能再改动。")
    if locked.status != ListStatus.DRAFT:
        raise Conflict(f"{last_change(locked)}把任务清单改为“{locked.get_status_display()}”，须先退回才能改动。")
    return locked


def _lock_measures(wanted: set[int]) -> None:
    lock_households(Household.objects.filter(difficulties__measures__in=wanted))


def _draft(union: Union, office: Office, period: str) -> TaskList | None:
    drafts = TaskList.objects.select_for_update(no_key=True, of=("self",)).exclude(status=ListStatus.SENT)
    return drafts.filter(union=union, office=office, period=period).first()


def _open(union: Union, office: Office, period: str, due_on: datetime.date, note: str, by: User) -> TaskList:
    facts = {"union": union, "office": office, "department": office.department, "period": period, "due_on": due_on}
    with unless_taken("one_draft_per_office_and_period", _taken(office)):
        return TaskList.objects.create(note=note, drawn_by=by, **facts)


def _taken(office: Office) -> Conflict:
    return Conflict(f"{office}本期刚刚已有人生成任务清单，请刷新后在该清单中添加措施。", field="period")


def _listable(wanted: set[int], union: Union, office: Office) -> Sequence[Measure]:
    found = list(collect(union, office.department).filter(pk__in=wanted).for_lines())
    if len(found) == len(wanted):
        return found
    left = Measure.objects.filter(pk__in=wanted - {measure.pk for measure in found})
    names = "；".join(
        f"{measure.difficulty.household.head_name}“{measure.text[:20]}”"
        for measure in left.select_related("difficulty__household")[:5]
    )
    raise Conflict(
        f"{len(wanted) - len(found)} 项措施不能列入：{names}。"
        f"可能刚刚列入了其他清单、困难已销号、措施已落实或不由{office}负责，请刷新后重新选择。",
        field="measures",
    )


def _check_due(due_on: datetime.date) -> None:
    if due_on < clock.today():
        raise DomainError("要求完成时限不能早于今天。", field="due_on")


def _check_office(union: Union, office: Office) -> None:
    if not office.is_active:
        raise DomainError(f"{office}已停用，请选择在用的部门。", field="office")
    if office.union.path not in paths_down_to(union.path):
        raise DomainError(f"{office}不是{union}或其上级工会所在地的部门。", field="office")
