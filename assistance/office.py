"""How a line of a task list looks to the office that has to answer it."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Q

from assistance.enums import AT_OFFICE, TaskStatus
from assistance.models import Task
from assistance.querysets import TaskQuerySet
from core import clock
from households.enums import OPEN_STATUSES
from organizations.models import User


class OfficeState(models.TextChoices):
    """How an office sorts its tasks."""

    WAITING = "waiting", "待签收"
    WORKING = "working", "办理中"
    SOON = "soon", "临期"
    OVERDUE = "overdue", "逾期"
    ANSWERED = "answered", "已答复"
    HANDED = "handed", "已转出"
    ALL = "all", "全部"


TONES = {
    TaskStatus.SENT: "todo",
    TaskStatus.ACCEPTED: "todo",
    TaskStatus.PARTLY: "soon",
    TaskStatus.DONE: "good",
    TaskStatus.REFUSED: "bad",
    TaskStatus.MISSED: "bad",
    TaskStatus.ARRIVED: "good",
    TaskStatus.RETURNED: "gone",
}


def changes_of_office(user: User) -> Q:
    """Return the condition that a change is of a line that the user's office has, or had on a list."""
    if not user.scope.offices:
        return Q(pk__in=[])
    lines = Task.objects.visible_to(user).of_own_office(user).order_by()
    return Q(resource="tasks", key__in=lines.values("pk"))


@dataclass(frozen=True)
class OfficeLine:
    """One line with its state in the office's words, and how near its deadline is ("" when nothing presses)."""

    task: Task
    state: str
    tone: str
    due: str
    due_tone: str
    waits: bool


def office_line(task: Task, user: User) -> OfficeLine:
    """Return how a line (loaded ``for_office``) looks to a liaison; no query."""
    if task.office_id not in user.scope.offices:
        return OfficeLine(task, f"已转交{task.office}", "gone", "", "", waits=False)
    at_office = task.status in AT_OFFICE
    if at_office and task.archive_status not in OPEN_STATUSES:  # type: ignore[attr-defined]
        return OfficeLine(task, "档案已结束，不必答复", "gone", "", "", waits=False)
    due, due_tone = _nearness(task) if at_office else ("", "")
    return OfficeLine(task, task.get_status_display(), TONES[TaskStatus(task.status)], due, due_tone, waits=at_office)


def _nearness(task: Task) -> tuple[str, str]:
    days = (task.deadline - clock.today()).days
    if days < 0:
        return f"逾期 {-days} 天", "bad"
    if days > settings.TASK_REMIND_DAYS:
        return "", ""
    return ("今天到期" if days == 0 else f"{days} 天内到期"), "soon"


def in_state(lines: TaskQuerySet, user: User, state: str) -> TaskQuerySet:
    """Narrow the lines of the own office to a state; anything else is all of them."""
    mine = Q(office__in=user.scope.offices)
    match state:
        case OfficeState.WAITING:
            return lines.answerable_by(user).filter(status=TaskStatus.SENT)
        case OfficeState.WORKING:
            return lines.answerable_by(user).exclude(status=TaskStatus.SENT)
        case OfficeState.SOON:
            return lines.answerable_by(user).due_within(settings.TASK_REMIND_DAYS)
        case OfficeState.OVERDUE:
            return lines.answerable_by(user).overdue()
        case OfficeState.ANSWERED:
            return lines.filter(mine).exclude(status__in=AT_OFFICE)
        case OfficeState.HANDED:
            return lines.exclude(mine)
    return lines


def counts_by_state(lines: TaskQuerySet, user: User) -> dict[str, int]:
    """Count the lines of the own office in each state; one query."""
    counts = {
        state.value: Count("pk", filter=Q(pk__in=in_state(lines, user, state).order_by().values("pk")))
        for state in OfficeState
        if state != OfficeState.ALL
    }
    return lines.order_by().aggregate(**{OfficeState.ALL.value: Count("pk")}, **counts)


def states_for(lines: TaskQuerySet, user: User, chosen: str) -> list[dict[str, Any]]:
    """Return the states as the page offers them, each with its count."""
    counts = counts_by_state(lines, user)
    return [
        {"key": state.value, "label": state.label, "count": counts[state.value], "active": state == chosen}
        for state in OfficeState
    ]
