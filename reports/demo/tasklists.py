"""Task lists of the demo county, made through the real actions: one sent to each demo office, one draft to check."""

import datetime
import uuid
from typing import Any

from django.db import transaction

from assistance.actions.answers import answer_task
from assistance.actions.tasklists import check_list, draw_list, send_list, sign_list
from assistance.enums import AnswerKind
from assistance.forms.tasklists import usual_period
from assistance.lines import collect, offices_for
from assistance.models import Measure, Task, TaskList
from core import clock
from core.workdays import add_workdays
from organizations.enums import Department
from organizations.models import Union, User
from reports.demo.places import COUNTY

CADRE = "普文清"
SPACE = uuid.UUID("6f1d2026-0000-4000-8000-000000000001")
MOST = 8  # lines of a list that is sent; what is left waits for the next one
SENT_AGO, ANSWERED_AGO, DUE_IN = 15, 7, 30  # working days
NOTE = "请按时限逐项办理，在“部门任务”中签收、答复，或下载清单填写后上传。"


class Lists:
    """Makes the task lists of a home that has just been seeded; needs the demo accounts."""

    def __init__(self) -> None:
        self.county = Union.objects.get(code=COUNTY)
        self.offices = offices_for(self.county)
        names = ("county-officer", "county-reviewer", "county-second", "liaison", "liaison-medical")
        self.users = User.objects.in_bulk(names, field_name="username")

    @transaction.atomic
    def make(self) -> None:
        """Send a list to each office, let the medical one answer three lines, and leave a draft for the other."""
        with clock.at(ago(SENT_AGO)):
            self.send(Department.HUMAN_RESOURCES)
            medical = self.send(Department.MEDICAL_INSURANCE)
        with clock.at(ago(ANSWERED_AGO)):
            self._answer(medical)
        self.draw(Department.HUMAN_RESOURCES)

    def draw(self, department: str) -> TaskList:
        """Draw a list of the measures that wait for one department."""
        waiting = sorted(collect(self.county, department).for_lines(), key=self._order)
        facts: dict[str, Any] = {"period": usual_period(clock.today()), "note": NOTE}
        facts |= {"office": self.offices[department], "due_on": add_workdays(clock.today(), DUE_IN).day}
        return draw_list(by=self.users["county-officer"], union=self.county, measures=waiting[:MOST], **facts)

    def send(self, department: str) -> TaskList:
        """Draw a list, and let it be checked, signed and sent."""
        drawn = self.draw(department)
        check_list(drawn, by=self.users["county-reviewer"])
        sign_list(drawn, by=self.users["county-second"])
        return send_list(drawn, by=self.users["county-officer"])

    def _order(self, measure: Measure) -> tuple[bool, bool, datetime.date]:
        """Put what the demo cadre will look after first, then what is due soonest, at last what was due long ago."""
        deadline = measure.deadline or datetime.date.max
        theirs = CADRE not in measure.difficulty.household.cadre_names
        return theirs, deadline < clock.today(), deadline

    def _answer(self, task_list: TaskList) -> None:
        said: tuple[tuple[str, str], ...] = (
            (AnswerKind.DONE, "已纳入医疗救助，费用按规定报销到位。"),
            (AnswerKind.REFUSED, "经核查，该职工在州本级参保，不属我县经办。"),
            (AnswerKind.ACCEPTED, ""),
        )
        for task, (kind, note) in zip(task_list.tasks.all(), said, strict=False):
            self._say(task, kind, note)

    def _say(self, task: Task, kind: str, note: str) -> None:
        key = uuid.uuid5(SPACE, f"{task.pk}")
        by = self.users["liaison-medical"]
        answer_task(task, by=by, client_id=key, kind=kind, on_day=clock.today(), note=note)


def ago(days: int) -> datetime.date:
    """Return the day from which so many working days lead to today or before it."""
    day = clock.today()
    while add_workdays(day, days).day > clock.today():
        day -= datetime.timedelta(days=1)
    return day
