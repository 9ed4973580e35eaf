"""部门任务清单: what departments were asked to do for households, and what came of it."""

import datetime
from operator import attrgetter
from typing import Any

import django_filters
from django.db.models import OuterRef, Q, Subquery

from assistance.enums import AT_OFFICE, TaskStatus
from assistance.models import Task, TaskAnswer
from core import clock
from households.enums import Need
from organizations.enums import Department
from reports.catalogue.archives import PLACES
from reports.catalogue.base import RUNNING, Field, RegisterKind, Topic
from reports.catalogue.linefields import LINE_FIELDS, LineFilter, dated, worded, words_for
from reports.catalogue.lines import LineSource
from reports.catalogue.periods import period_of
from reports.catalogue.query import Query
from reports.registers.data import Cell, Kind

OPEN, LATE, BACK, ARRIVED = "open", "late", "back", "arrived"
STATES = [(OPEN, "部门未办结"), (LATE, "逾期未办结"), (BACK, "不予办理或回访未到位"), (ARRIVED, "已到位")]
ANSWER = "answer"


class TaskFilter(LineFilter):
    """What tasks are narrowed to: by department, need and state; the days are those of handing over."""

    department = django_filters.ChoiceFilter(
        label="承办部门", field_name="office__department", choices=Department.choices, empty_label="全部"
    )
    need = django_filters.ChoiceFilter(label="需求类别", choices=Need.choices, empty_label="全部")
    state = django_filters.ChoiceFilter(label="办理情况", choices=STATES, method="by_state", empty_label="全部")
    period = django_filters.CharFilter(label="期次", field_name="task_list__period", max_length=40)

    class Meta(LineFilter.Meta):
        model = Task

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        """Narrow to those that an office still has, of these to the late ones, or to those that ended in some way."""
        if value == LATE:
            return rows.overdue()
        wanted: dict[str, tuple[str, ...]] = {
            OPEN: AT_OFFICE,
            BACK: (TaskStatus.REFUSED, TaskStatus.MISSED),
            ARRIVED: (TaskStatus.ARRIVED,),
        }
        return rows.filter(status__in=wanted[value])


def tasks_of(query: Query) -> Any:
    """Return the tasks handed over in the days that are asked, without those that the county took back."""
    period, mine = period_of(query), query.user.scope.subtree("union_path")
    rows = Task.objects.visible_to(query.user).filter(mine, task_list__sent_on__range=(period.first, period.last))
    return rows.exclude(status=TaskStatus.RETURNED)


def _latest(name: str) -> Subquery:
    return Subquery(TaskAnswer.objects.filter(~Q(note=""), task=OuterRef("pk")).order_by("-pk").values(name)[:1])


def _number(line: Any) -> Cell:
    return f"〔{line.year}〕{line.seq}号第{line.position}项"


def _days_late(line: Any) -> Cell:
    if line.status not in AT_OFFICE:
        return None
    late: datetime.timedelta = clock.today() - line.deadline
    return late.days if late.days > 0 else None


COLUMNS = {
    "archive_no": "household__archive_no",
    "name": "worker_name",
    "identity": "identity_masked",
    "union": "place_name",
    "category": "household__category",
    "level": "household__level",
    "department": "office__department",
    "office": "office__name",
    "year": "task_list__year",
    "seq": "task_list__seq",
    "position": "position",
    "of_period": "task_list__period",
    "sent_on": "task_list__sent_on",
    "need": "need",
    "problem": "problem",
    "measure": "text",
    "expected": "expected",
    "deadline": "deadline",
    "status": "status",
    "answered_on": "answered_on",
    "amount": "amount",
    "closed_on": "closed_on",
    ANSWER: _latest("note"),
}
SHARED = {field.key: field for field in LINE_FIELDS}

TASK_LIST = RegisterKind(
    name="task_list",
    title="困难职工精准帮扶任务清单（部门）",
    about="已交办各部门的任务：谁家、什么困难、什么措施、哪个部门、何时完成、办得怎样。",
    topic=Topic.WORK,
    unit="项",
    measure="单位：项、元",
    fields=(
        RUNNING,
        *(SHARED[key] for key in ("prefecture", "county", "union", "archive_no", "name")),
        Field("identity", "身份证号\n（隐去）", 34, Kind.CODE, attrgetter("identity")),
        *(SHARED[key] for key in ("category", "level")),
        Field("need", "需求类别", 22, Kind.WORD, worded("need", words_for(Need))),
        Field("problem", "困难问题", 56, Kind.TEXT, attrgetter("problem")),
        Field("measure", "帮扶措施", 56, Kind.TEXT, attrgetter("measure")),
        Field("expected", "预期效果", 40, Kind.TEXT, attrgetter("expected")),
        Field("department", "承办部门", 22, Kind.WORD, worded("department", words_for(Department))),
        Field("office", "承办单位", 36, Kind.TEXT, attrgetter("office")),
        Field("number", "清单编号", 36, Kind.WORD, _number),
        Field("of_period", "期次", 28, Kind.WORD, attrgetter("of_period")),
        Field("sent_on", "交办日期", 20, Kind.CODE, dated("sent_on")),
        Field("deadline", "完成时限", 20, Kind.CODE, dated("deadline")),
        Field("status", "办理情况", 24, Kind.WORD, worded("status", words_for(TaskStatus))),
        Field("late", "逾期\n天数", 12, Kind.COUNT, _days_late),
        Field("answered_on", "反馈日期", 20, Kind.CODE, dated("answered_on")),
        Field(ANSWER, "落实情况", 46, Kind.TEXT, lambda line: line.answer or "", needs=ANSWER),
        Field("amount", "落实金额", 22, Kind.MONEY, attrgetter("amount"), is_summed=True),
        Field("closed_on", "办结日期", 20, Kind.CODE, dated("closed_on")),
    ),
    usual=(
        *("no", "county", "union", "archive_no", "name", "need", "problem", "measure", "office"),
        *("sent_on", "deadline", "status", "answer", "amount"),
    ),
    orders={"place": "按建档单位", "office": "按承办单位", "deadline": "按完成时限"},
    groupings={**PLACES, "department": "承办部门", "office": "承办单位", "need": "需求类别", "status": "办理情况"},
    filters=TaskFilter,
    source=LineSource(
        tasks_of,
        COLUMNS,
        path="union_path",
        orders={
            "place": ("union_path", "household__archive_no", "pk"),
            "office": ("office__union__path", "office__name", "office_id", "deadline", "pk"),
            "deadline": ("deadline", "pk"),
        },
        groups={
            "department": (("office__department",), worded("department", words_for(Department))),
            "office": (("office__union__path", "office__name", "office_id"), attrgetter("office")),
            "need": (("need",), worded("need", words_for(Need))),
            "status": (("status",), worded("status", words_for(TaskStatus))),
        },
    ),
    is_wide=True,
    period_of=period_of,
    note="按交办日期统计，收回重定的不列；职工、困难和措施为交办时的内容。",
)
