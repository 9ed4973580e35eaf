"""What the lists of task lists and of their lines can be narrowed to; every choice lives in the URL."""

from typing import Any

from django import forms

from assistance.enums import AT_OFFICE, ListStatus, TaskStatus
from assistance.querysets import TaskListQuerySet, TaskQuerySet
from organizations.enums import Department
from organizations.models import User
from pairing.filters import RegionFilter

DEPARTMENTS = [("", "全部部门"), *Department.choices]
OPEN, LATE, WATCHED, BACK = "open", "late", "watched", "back"
TASK_STATES = [
    ("", "全部状态"),
    (OPEN, "部门未办结"),
    (LATE, "部门逾期"),
    (WATCHED, "下级督办"),
    *TaskStatus.choices,
]
REPLAN_STATES = [
    ("", "全部"),
    (BACK, "退回和未到位"),
    (TaskStatus.REFUSED.value, "不予办理"),
    (TaskStatus.MISSED.value, "回访未到位"),
    (LATE, "逾期未办结"),
]


class ListFilter(RegionFilter):
    """Task lists by state, department, union, and words of the period."""

    status = forms.ChoiceField(label="状态", choices=[("", "全部"), *ListStatus.choices], required=False)
    department = forms.ChoiceField(label="部门", choices=DEPARTMENTS, required=False)
    period = forms.CharField(label="期次", max_length=40, required=False)

    def narrow(self, lists: TaskListQuerySet) -> TaskListQuerySet:
        """Apply what was chosen."""
        if self.place:
            lists = lists.filter(union_path__startswith=self.place.path)
        for name, lookup in (("status", "status"), ("department", "department"), ("period", "period__contains")):
            if chosen := self.choice(name):
                lists = lists.filter(**{lookup: chosen})
        return lists


class TaskFilter(RegionFilter):
    """Lines by state, department that has them, union of the household, the worker's name, and the days of sending."""

    status = forms.ChoiceField(label="状态", choices=TASK_STATES, required=False)
    department = forms.ChoiceField(label="部门", choices=DEPARTMENTS, required=False)
    q = forms.CharField(label="职工姓名", max_length=60, required=False)
    start = forms.DateField(label="交办日期", required=False)
    end = forms.DateField(label="至", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user

    def narrow(self, tasks: TaskQuerySet) -> TaskQuerySet:
        """Apply what was chosen."""
        if self.place:
            tasks = tasks.filter(union_path__startswith=self.place.path)
        lookups = {
            "department": "office__department",
            "q": "worker_name__contains",
            "start": "task_list__sent_on__gte",
            "end": "task_list__sent_on__lte",
        }
        for name, lookup in lookups.items():
            if chosen := self.choice(name):
                tasks = tasks.filter(**{lookup: chosen})
        return self._in_state(tasks, self.choice("status"))

    def _in_state(self, tasks: TaskQuerySet, state: str) -> TaskQuerySet:
        if state == OPEN:
            return tasks.filter(status__in=AT_OFFICE)
        if state == LATE:
            return tasks.overdue()
        if state == WATCHED:
            return tasks.under_watch_of(self.user)
        return tasks.filter(status=state) if state else tasks


class ReplanFilter(RegionFilter):
    """Lines to plan anew: why, of which department and union."""

    status = forms.ChoiceField(label="原因", choices=REPLAN_STATES, required=False)
    department = forms.ChoiceField(label="部门", choices=DEPARTMENTS, required=False)

    def narrow(self, tasks: TaskQuerySet) -> TaskQuerySet:
        """Apply what was chosen."""
        if self.place:
            tasks = tasks.filter(union_path__startswith=self.place.path)
        if department := self.choice("department"):
            tasks = tasks.filter(office__department=department)
        state = self.choice("status")
        if state == BACK:
            return tasks.at_county()
        if state == LATE:
            return tasks.overdue()
        return tasks.filter(status=state) if state else tasks
