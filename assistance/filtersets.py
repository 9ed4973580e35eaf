"""What the lists of the API can be narrowed to: the choices of the pages, as django-filter has them."""

from typing import Any, ClassVar

import django_filters
from django.db import models
from django.http import QueryDict

from assistance.enums import AidKind, AidProject, AidSource, MeasureProgress, Outcome, TaskStatus
from assistance.filters import LATE, OPEN
from assistance.models import AidRecord, Measure, Payment, Task
from assistance.payments.enums import PaymentStatus
from assistance.querysets import TaskQuerySet
from households.enums import Need
from households.models import Difficulty
from organizations.choosing import UnionFilter, unions_in_scope
from organizations.enums import Department
from organizations.models import Union, User

YES, NO = "yes", "no"
WHETHER = [(YES, "是"), (NO, "否")]


class OfHouseholds(django_filters.FilterSet):
    """Rows about households: of one archive, or of a union and all below it.

    ``household`` is the look-up path to the archive, ``path`` the column that holds the tree path of its union.
    """

    household: ClassVar[str] = "household"
    path: ClassVar[str] = "household__union_path"

    archive = django_filters.CharFilter(label="档案编号", max_length=15, method="of_archive")
    union = UnionFilter(label="建档单位及下级", queryset=Union.objects.none(), to_field_name="code", method="in_union")

    def __init__(self, query: QueryDict, rows: models.QuerySet[Any], *, user: User) -> None:
        super().__init__(query, rows)
        self.filters["union"].queryset = unions_in_scope(user, asked=query.get("union", ""))

    def of_archive(self, rows: models.QuerySet[Any], name: str, number: str) -> models.QuerySet[Any]:
        """Narrow to the rows of one archive."""
        return rows.filter(**{f"{self.household}__archive_no": number})

    def in_union(self, rows: models.QuerySet[Any], name: str, union: Union) -> models.QuerySet[Any]:
        """Narrow to the rows of a union's subtree."""
        return rows.filter(**{f"{self.path}__startswith": union.path})


class DifficultyFilter(OfHouseholds):
    """Difficulties by kind, whether they are struck off, and day."""

    need = django_filters.ChoiceFilter(label="困难类别", choices=Need.choices)
    open = django_filters.ChoiceFilter(label="未销号", choices=WHETHER, method="by_open")
    since = django_filters.DateFilter(label="发现日期起", field_name="found_on", lookup_expr="gte")
    until = django_filters.DateFilter(label="发现日期止", field_name="found_on", lookup_expr="lte")

    class Meta:
        model = Difficulty
        fields: list[str] = []

    def by_open(self, rows: models.QuerySet[Any], name: str, choice: str) -> models.QuerySet[Any]:
        """Narrow to those that are open, or that are struck off."""
        return rows.filter(closed_on__isnull=choice == YES)


class MeasureFilter(OfHouseholds):
    """Measures by difficulty, kind of need, department, progress, outcome and deadline."""

    household = "difficulty__household"
    path = "difficulty__household__union_path"

    difficulty = django_filters.NumberFilter(label="困难编号", method="of_difficulty", min_value=0, max_value=2**62)
    need = django_filters.ChoiceFilter(label="困难类别", field_name="difficulty__need", choices=Need.choices)
    department = django_filters.ChoiceFilter(label="责任部门", field_name="lead_department", choices=Department.choices)
    progress = django_filters.ChoiceFilter(label="落实情况", choices=MeasureProgress.choices)
    outcome = django_filters.ChoiceFilter(label="帮扶成效", choices=Outcome.choices)
    judged = django_filters.ChoiceFilter(label="已评价成效", choices=WHETHER, method="by_judged")
    since = django_filters.DateFilter(label="完成时限起", field_name="deadline", lookup_expr="gte")
    until = django_filters.DateFilter(label="完成时限止", field_name="deadline", lookup_expr="lte")

    class Meta:
        model = Measure
        fields: list[str] = []

    def of_difficulty(self, rows: models.QuerySet[Any], name: str, number: Any) -> models.QuerySet[Any]:
        """Narrow to the measures against one difficulty."""
        return rows.filter(difficulty=int(number))

    def by_judged(self, rows: models.QuerySet[Any], name: str, choice: str) -> models.QuerySet[Any]:
        """Narrow to those that were judged, or that were not."""
        return rows.exclude(outcome="") if choice == YES else rows.filter(outcome="")


class TaskLineFilter(OfHouseholds):
    """Lines of task lists by state, department that has them, and day of sending."""

    path = "union_path"

    status = django_filters.ChoiceFilter(label="状态", choices=TaskStatus.choices)
    state = django_filters.ChoiceFilter(
        label="进展", choices=[(OPEN, "部门未办结"), (LATE, "部门逾期")], method="in_state"
    )
    department = django_filters.ChoiceFilter(
        label="承办部门", field_name="office__department", choices=Department.choices
    )
    since = django_filters.DateFilter(label="交办日期起", field_name="task_list__sent_on", lookup_expr="gte")
    until = django_filters.DateFilter(label="交办日期止", field_name="task_list__sent_on", lookup_expr="lte")

    class Meta:
        model = Task
        fields: list[str] = []

    def in_state(self, rows: TaskQuerySet, name: str, choice: str) -> TaskQuerySet:
        """Narrow to those that wait for an answer, or that are late."""
        return rows.overdue() if choice == LATE else rows.at_office()


class PaymentLineFilter(OfHouseholds):
    """Payments by state, batch, item, year and the day they were paid."""

    path = "union_path"

    status = django_filters.ChoiceFilter(label="状态", choices=PaymentStatus.choices)
    batch = django_filters.CharFilter(label="批次编号", field_name="batch__number", max_length=40)
    item = django_filters.CharFilter(label="帮扶项目编码", field_name="batch__item__code", max_length=40)
    year = django_filters.NumberFilter(label="年份", field_name="batch__year", min_value=1990, max_value=2100)
    since = django_filters.DateFilter(label="发放日期起", field_name="paid_on", lookup_expr="gte")
    until = django_filters.DateFilter(label="发放日期止", field_name="paid_on", lookup_expr="lte")

    class Meta:
        model = Payment
        fields: list[str] = []


class AidFilter(OfHouseholds):
    """Aid received by year, kind, project, source and department."""

    year = django_filters.NumberFilter(label="年度", min_value=1990, max_value=2100)
    kind = django_filters.ChoiceFilter(label="类别", choices=AidKind.choices)
    project = django_filters.ChoiceFilter(label="帮扶项目", choices=AidProject.choices)
    source = django_filters.ChoiceFilter(label="资金来源", choices=AidSource.choices)
    department = django_filters.ChoiceFilter(label="责任部门", choices=Department.choices)

    class Meta:
        model = AidRecord
        fields: list[str] = []
