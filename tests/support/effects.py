"""What tests of effects begin with: tasks that an office answered, and a visit that may judge them."""

import datetime
import uuid

from assistance.enums import AnswerKind, TaskStatus
from assistance.models import Measure, Task, TaskAnswer
from pairing.actions.visits import log_visit
from pairing.enums import Met, VisitMethod
from tests.support.factories import UserFactory
from tests.support.tasks import sent_task

ANSWERED = datetime.date(2026, 3, 20)
SEEN = datetime.date(2026, 4, 2)
KINDS = {
    TaskStatus.ACCEPTED: AnswerKind.ACCEPTED,
    TaskStatus.PARTLY: AnswerKind.PARTLY,
    TaskStatus.DONE: AnswerKind.DONE,
    TaskStatus.REFUSED: AnswerKind.REFUSED,
}


def answered(measure: Measure, status=TaskStatus.DONE, *, on=ANSWERED, office=None, note="已报销到账") -> Task:
    """Send a measure to an office which answers, so that the line stands where it is wanted."""
    task = sent_task(measure, office=office)
    facts = {"kind": KINDS[status], "on_day": on, "note": note, "client_id": uuid.uuid4(), "by_name": "马联络"}
    TaskAnswer.objects.create(task=task, office=task.office, by=UserFactory(), **facts)
    Task.objects.filter(pk=task.pk).update(status=status, answered_on=on)
    task.refresh_from_db()
    return task


def visited(household, by, *, on=SEEN, **facts):
    """Log a home visit on which the worker was met."""
    seen = {"on": on, "method": VisitMethod.HOME, "met": Met.WORKER, "situation": "报销款已到账。"}
    return log_visit(household, by=by, client_id=uuid.uuid4(), **(seen | facts))
