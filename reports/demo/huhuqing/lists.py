"""The task lists of the counties: drawn, checked, signed and sent, then answered by the liaisons."""

import datetime
import uuid
from collections.abc import Iterable, Sequence

from assistance.actions.answers import accept_list, answer_task
from assistance.actions.signing import check_list, replan_task, send_list, sign_list
from assistance.actions.tasklists import draw_lists
from assistance.enums import AnswerKind, TaskStatus
from assistance.models import Task, TaskList
from core import clock
from organizations.enums import Role
from organizations.models import Union
from reports.demo.campaign.staff import Staff
from reports.demo.huhuqing.offices import Offices
from reports.demo.huhuqing.plan import Plan
from reports.demo.huhuqing.visiting import SPACE

DONE = "已按要求落实，材料留存备查。"
REFUSED = "经核不符合本部门现行政策条件，建议调整措施。"


class Lists:
    """Does at the desks of the counties and of the departments what lists need."""

    def __init__(self, plan: Plan, staff: Staff, offices: Offices) -> None:
        self.plan, self.staff, self.offices = plan, staff, offices

    def send(self, homes: Iterable[Union], *, due_on: datetime.date) -> int:
        """Let every county and industry system send what is planned by now; return how many lists."""
        count = 0
        for home in homes:
            officer = self.staff.officer(home)
            first, second = (self.staff.holding(Role.REVIEWER, home.path, last=last) for last in (False, True))
            for made in draw_lists(by=officer, union=home, period=f"{clock.today():%Y 年 %m 月}", due_on=due_on):
                check_list(made, by=first)
                sign_list(made, by=second)
                send_list(made, by=officer)
                count += 1
        return count

    def sign_for(self, sent_on: datetime.date) -> None:
        """Let each office sign for the lists that were sent on a day."""
        for made in TaskList.objects.sent().filter(sent_on=sent_on).order_by("pk"):
            accept_list(made, by=self.offices.liaison(made.office_id))

    def answer(self, part: int, parts: int, refused: frozenset[tuple[str, str]]) -> None:
        """Let the offices answer one part of all lines: they refuse those named by archive and need."""
        rows = Task.objects.filter(status__in=[TaskStatus.ACCEPTED, TaskStatus.SENT]).order_by("pk")
        left = list(rows.select_related("household", "office", "task_list").defer("household__search"))
        for task in left[: -(-len(left) // (parts - part))]:
            refuses = (task.household.archive_no, task.need) in refused
            answer_task(
                task,
                by=self.offices.liaison(task.office_id),
                client_id=uuid.uuid5(SPACE, f"answer/{task.pk}"),
                kind=AnswerKind.REFUSED if refuses else AnswerKind.DONE,
                on_day=clock.today(),
                note=REFUSED if refuses else DONE,
            )

    def plan_anew(self, homes: Sequence[Union]) -> None:
        """Let the counties take back what was refused."""
        for home in homes:
            refused = Task.objects.filter(task_list__union=home, status=TaskStatus.REFUSED)
            for task in refused.select_related("household").order_by("household", "pk"):
                replan_task(task, by=self.staff.officer(home), reason="部门不予办理，另行研究措施")
