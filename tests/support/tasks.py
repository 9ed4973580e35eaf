"""Task lists that were sent past everybody who signs, where their lines stand, and the liaisons who answer them."""

import datetime
import uuid

from django.db.models import Max
from django.utils import timezone

from assistance.actions.answers import answer_task
from assistance.enums import ENDED_TASKS, ListStatus, TaskStatus
from assistance.models import Measure, Task, TaskAnswer, TaskList
from core import clock
from organizations.enums import Role
from organizations.models import Office, RoleAssignment, User
from tests.support.factories import OfficeFactory, TaskFactory, TaskListFactory, UserFactory

SENT_ON = datetime.date(2026, 3, 2)


def send(task_list: TaskList, *, on: datetime.date = SENT_ON) -> TaskList:
    """Send a list as it stands, checked and signed by whoever drew it."""
    by = task_list.drawn_by
    signed = {"checked_by": by, "signed_by": by, "sent_by": by, "sent_on": on, "sent_at": timezone.now()}
    sent = TaskList.objects.filter(union=task_list.union_id, year=on.year)
    signed |= {"year": on.year, "seq": (sent.aggregate(last=Max("seq"))["last"] or 0) + 1}
    TaskList.objects.filter(pk=task_list.pk).update(status=ListStatus.SENT, **signed)
    task_list.tasks.update(status=TaskStatus.SENT)
    task_list.refresh_from_db()
    return task_list


def sent_list(*measures: Measure, office: Office | None = None, on: datetime.date = SENT_ON, **facts) -> TaskList:
    """Draw a list of these measures for an office, and send it."""
    task_list = TaskListFactory(office=office or OfficeFactory(), **facts)
    for measure in measures:
        TaskFactory(task_list=task_list, measure=measure)
    return send(task_list, on=on)


def sent_task(measure: Measure, *, office: Office | None = None, **facts) -> Task:
    """Draw a list of one measure for an office, send it, and return its line."""
    return sent_list(measure, office=office, **facts).tasks.get()


def walk(task: Task, *statuses: str) -> Task:
    """Take a line through statuses, one after another, without anybody who answers or looks."""
    for status in statuses:
        task.status = status
        if status in ENDED_TASKS:
            task.closed_on = clock.today()
        task.save(update_fields=["status", "closed_on"])
    return task


def answer(task: Task, by: User, *, kind: str, **facts) -> TaskAnswer:
    """Answer a line on the day that it was sent, or as the keywords say."""
    common = {"client_id": uuid.uuid4(), "on_day": task.task_list.sent_on}
    return answer_task(task, by=by, kind=kind, **common | facts)


def liaison_of(office: Office, *, days: int = 365, **facts) -> User:
    """Make an account that is liaison of an office for so many days from today."""
    user, today = UserFactory(union=office.union, **facts), timezone.localdate()
    lasts = {"valid_from": today - datetime.timedelta(days=400), "expires_on": today + datetime.timedelta(days=days)}
    RoleAssignment.objects.create(user=user, role=Role.LIAISON, office=office, **lasts)
    return user
