"""What is printed of a task list, in official form; a sent one as it was sent, a draft marked as one."""

from dataclasses import dataclass, field
from typing import ClassVar

from assistance.enums import ListStatus
from assistance.lines import lines_of
from assistance.models import Task, TaskList
from households.enums import Need
from organizations.models import User
from reports.booklet.data import text
from reports.forms.data import BLANK_DAY, PrintedForm
from reports.forms.words import long_day


@dataclass(frozen=True)
class Line:
    """One task: whose, what the matter is, what is to be done, what for, until when."""

    number: int
    name: str = text("职工姓名")
    identity: str = text("身份证号")
    place: str = text("建档单位")
    need: str = text("困难类别")
    problem: str = text("存在困难")
    measure: str = text("帮扶措施")
    expected: str = text("预期效果")
    deadline: str = text("完成时限")


@dataclass(frozen=True, kw_only=True)
class TaskListPaper(PrintedForm):
    """Who hands what to which office until when, who drew, checked and signed it, and room for both seals."""

    title: ClassVar[str] = "困难职工精准帮扶任务清单"
    template: ClassVar[str] = "reports/forms/task_list.html"
    sheet: ClassVar[str] = "tasks.css"
    label: ClassVar[str] = "清单编号"
    has_foot: ClassVar[bool] = False
    union: str = text("交办工会")
    office: str = text("承办部门")
    period: str = text("期次")
    numbered: str = ""
    due_on: str = ""
    has_later: bool = False  # a measure has more time than the list as a whole
    note: str = text("交办说明")
    drawn_by: str = text("拟稿人")
    checked_by: str = text("审核人")
    signed_by: str = text("签发人")
    dated: str = BLANK_DAY
    is_draft: bool = False
    lines: tuple[Line, ...] = field(default=(), metadata={"label": "任务"})

    @property
    def households(self) -> int:
        """How many workers the tasks are for."""
        return len({(line.name, line.identity) for line in self.lines})


def paper_of(task_list: TaskList) -> TaskListPaper:
    """Return the paper of a list, loaded with its people and office; three queries for its lines."""
    sent, lines = task_list.is_sent, lines_of(task_list)
    return TaskListPaper(
        number=f"{task_list.year}-{task_list.seq}" if sent else f"草稿{task_list.pk}",
        whose=task_list.office.name,
        union=task_list.union.name,
        office=task_list.office.name,
        period=task_list.period,
        numbered=f"〔{task_list.year}〕{task_list.seq}号" if sent else "",
        due_on=long_day(task_list.due_on),
        has_later=any(line.deadline > task_list.due_on for line in lines),
        note=task_list.note,
        drawn_by=task_list.drawn_by.name,
        checked_by=_name(task_list.checked_by),
        signed_by=_name(task_list.signed_by),
        dated=long_day(task_list.sent_on),
        is_draft=task_list.status != ListStatus.SENT,
        lines=tuple(_line(task) for task in lines),
    )


def _name(user: User | None) -> str:
    return user.name if user else ""


def _line(task: Task) -> Line:
    return Line(
        number=task.position,
        name=task.worker_name,
        identity=task.identity_masked,
        place=task.place_name,
        need=str(Need(task.need).label),
        problem=task.problem,
        measure=task.text,
        expected=task.expected,
        deadline=f"{task.deadline:%Y-%m-%d}",
    )
