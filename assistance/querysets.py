"""Querysets of aid received, measures, department tasks and policies."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Self, cast

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, SmallIntegerField, Subquery, When

from assistance.enums import AT_COUNTY, AT_OFFICE, ListStatus, MeasureProgress, Outcome, TaskStatus
from core import clock
from households.enums import IN_CARE, OPEN_STATUSES
from households.querysets import PartQuerySet, in_scope
from organizations.models import Office, Union
from organizations.scope import paths_down_to

if TYPE_CHECKING:
    from assistance.models import AidRecord, Task
    from households.models import Household
    from organizations.models import User
    from organizations.querysets import OfficeQuerySet


class AidQuerySet(PartQuerySet):
    def last_entered_by(self, user: User) -> AidRecord | None:
        """Return what the user entered last on screen, whose source and department the next one proposes."""
        return cast("AidRecord | None", self.filter(created_by=user, import_key="").order_by("-pk").first())


class MeasureQuerySet(PartQuerySet):
    def visible_to(self, user) -> MeasureQuerySet:
        """Narrow to measures of the households in the user's scope."""
        return self.filter(in_scope(user, "difficulty__household"))

    def to_list(self) -> MeasureQuerySet:
        """Narrow to measures that a task list may ask of a department.

        Planned with lead and deadline, not solved yet, on no live list, for an open difficulty of a household in care.
        """
        from assistance.models import Task  # noqa: PLC0415 -- models use these querysets

        found = self.filter(difficulty__closed_on__isnull=True, difficulty__household__status__in=IN_CARE)
        found = found.filter(deadline__isnull=False).exclude(lead_department="")
        found = found.exclude(progress=MeasureProgress.RESOLVED).exclude(outcome=Outcome.RELIEVED)
        live = Task.objects.filter(measure=OuterRef("pk")).exclude(status=TaskStatus.RETURNED)
        return found.filter(~Exists(live))

    def for_lines(self) -> MeasureQuerySet:
        """Load what a line of a task list says, in the order of the lines; two queries."""
        from households.models import Member  # noqa: PLC0415 -- models use these querysets

        workers = Member.objects.workers().only("household_id", "relation", "identity_no")
        head = Prefetch("difficulty__household__members", workers, to_attr="workers")
        rows = self.select_related("difficulty__household__union").defer("difficulty__household__search")
        order = ("difficulty__household__union_path", "difficulty__household__archive_no", "difficulty__number", "pk")
        return rows.prefetch_related(head).order_by(*order)

    def of_household(self, household: Household) -> MeasureQuerySet:
        """Narrow to one household, with the difficulties that they are against."""
        return self.filter(difficulty__household=household).select_related("difficulty__household")


class StatementQuerySet(PartQuerySet):
    def contradicted(self) -> StatementQuerySet:
        """Narrow to statements of none for years that have records by now."""
        from assistance.models import AidRecord  # noqa: PLC0415 -- models use these querysets

        return self.filter(Exists(AidRecord.objects.filter(household=OuterRef("household"), year=OuterRef("year"))))


class PlanQuerySet(PartQuerySet):
    """Plans of households."""


class TemplateQuerySet(models.QuerySet):
    """Frequent measures."""

    def visible_to(self, user: User) -> Self:
        """Narrow to those of the user's regions, and of the unions above, which hold there as well."""
        return self.filter(user.scope.around("union__path"))

    def holding_for(self, union: Union) -> Self:
        """Narrow to those in use that are offered to a union's households: its own and those from above."""
        return self.filter(is_active=True, union__path__in=paths_down_to(union.path))

    def offered_for(self, union: Union, need: str = "") -> Self:
        """Narrow to what the form of a measure offers, the nearest union's first."""
        rows = self.holding_for(union)
        return (rows.filter(need=need) if need else rows).order_by("-union__path", "need", "pk")

    def for_list(self) -> Self:
        """Load the unions beside the frequent measures, those in use first."""
        return self.select_related("union").order_by("-is_active", "need", "union__path", "pk")


def _with_offices(user: User) -> Q:
    if not user.scope.offices:
        return Q(pk__in=[])
    return Q(office__in=user.scope.offices)


class TaskListQuerySet(models.QuerySet):
    """Task lists."""

    def visible_to(self, user: User) -> Self:
        """Narrow to the lists of the user's subtree roles, and for a liaison to those sent to the own office."""
        own = _with_offices(user) & Q(status=ListStatus.SENT)
        return self.filter(user.scope.subtree("union_path") | own)

    def of_own_office(self, user: User) -> Self:
        """Narrow to the lists sent to the user's office, whatever other role the user holds."""
        return self.sent().filter(office__in=user.scope.offices)

    def with_progress(self) -> Self:
        """Annotate how many lines there are, wait to be signed for, and have no final answer; for the office's list."""
        waiting = Count("tasks", filter=Q(tasks__status=TaskStatus.SENT))
        unanswered = Count("tasks", filter=Q(tasks__status__in=AT_OFFICE))
        counted = self.annotate(lines=Count("tasks"), waiting=waiting, unanswered=unanswered)
        return counted.select_related("union", "office")

    def sent(self) -> Self:
        """Narrow to lists that were sent."""
        return self.filter(status=ListStatus.SENT)

    def for_list(self) -> Self:
        """Load what the list of lists shows, with how many lines there are, wait at the office, are late, arrived."""
        from assistance.models import Task  # noqa: PLC0415 -- models use these querysets

        def counted(rows: TaskQuerySet) -> Subquery:
            of_list = rows.filter(task_list=OuterRef("pk")).order_by().values("task_list")
            return Subquery(of_list.annotate(count=Count("pk")).values("count"))

        lines = Task.objects.all()
        found = self.select_related("union", "office", "drawn_by")
        found = found.annotate(lines=counted(lines), waiting=counted(lines.at_office()))
        return found.annotate(
            late=counted(lines.overdue()),
            refused=counted(lines.at_county()),
            done=counted(lines.to_confirm()),
            arrived=counted(lines.filter(status=TaskStatus.ARRIVED)),
        )


class TaskQuerySet(models.QuerySet):
    """Lines of task lists."""

    def visible_to(self, user: User) -> Self:
        """Narrow to lines on households in the user's scope; for a liaison to those sent to the own office.

        A line that the office has handed on stays in its sight, since it stands on its list.
        """
        seen = user.scope.subtree("union_path")
        if user.scope.offices:
            own = Q(office__in=user.scope.offices) | Q(task_list__office__in=user.scope.offices)
            seen |= own & Q(task_list__status=ListStatus.SENT)
        elif not user.scope.prefixes():
            seen |= in_scope(user, "household")
        return self.filter(seen)

    def of_own_office(self, user: User) -> Self:
        """Narrow to lines that the user's office has, or had on a list, whatever other role the user holds."""
        own = Q(office__in=user.scope.offices) | Q(task_list__office__in=user.scope.offices)
        return self.filter(own, task_list__status=ListStatus.SENT)

    def for_office(self) -> Self:
        """Load what the pages of an office show of each line; of the archive only whether it is still open."""
        return self.select_related("task_list__union", "office__union").annotate(archive_status=F("household__status"))

    def for_book(self) -> Self:
        """Load what the workbook of an office needs, in the order of the list, with the archives for the access log."""
        return self.for_office().annotate(archive_no=F("household__archive_no")).order_by("position")

    def pressing_first(self) -> Self:
        """Order by what waits for an office, the earliest deadline first."""
        waits = Case(When(status__in=AT_OFFICE, then=0), default=1, output_field=SmallIntegerField())
        return self.order_by(waits, "deadline", "pk")

    def due_within(self, days: int) -> Self:
        """Narrow to lines without a final answer whose deadline falls on today or on one of the next days."""
        today = clock.today()
        return self.at_office().filter(deadline__range=(today, today + datetime.timedelta(days=days)))

    def sent(self) -> Self:
        """Leave out lines that no office has been given yet."""
        return self.exclude(status=TaskStatus.LISTED)

    def at_office(self) -> Self:
        """Narrow to lines that an office still has to answer."""
        return self.filter(status__in=AT_OFFICE)

    def answerable_by(self, user: User) -> Self:
        """Narrow to lines of open archives that wait for an answer of the user's own office."""
        return self.at_office().filter(office__in=user.scope.offices, household__status__in=OPEN_STATUSES)

    def at_county(self) -> Self:
        """Narrow to lines that were refused, or whose help did not arrive: the county plans anew."""
        return self.filter(status__in=AT_COUNTY)

    def overdue(self, day: datetime.date | None = None) -> Self:
        """Narrow to lines past their deadline without a final answer."""
        return self.at_office().filter(deadline__lt=day or clock.today())

    def to_replan(self) -> Self:
        """Narrow to lines that the county takes back: refused, missed, late, or of an archive that is over."""
        late = Q(deadline__lt=clock.today()) | ~Q(household__status__in=OPEN_STATUSES)
        return self.filter(Q(status__in=AT_COUNTY) | Q(status__in=AT_OFFICE) & late)

    def under_watch_of(self, user: User) -> Self:
        """Narrow to late lines that were passed up to a union of the user."""
        return self.overdue().filter(user.scope.subtree("escalated_to__path"))

    def for_list(self) -> Self:
        """Load what a list of lines shows, with the latest answer of each."""
        from assistance.models import TaskAnswer  # noqa: PLC0415 -- models use these querysets

        latest = TaskAnswer.objects.filter(task=OuterRef("pk")).order_by("-pk")
        found = self.select_related("task_list__union", "office", "household", "escalated_to").defer(
            "household__search"
        )
        return found.annotate(said=Subquery(latest.values("note")[:1]))

    def to_confirm(self) -> Self:
        """Narrow to lines whose help is said to have arrived, for the cadre to see at the next visit."""
        return self.filter(status=TaskStatus.DONE)


class AnswerQuerySet(models.QuerySet):
    """Answers of offices."""

    def visible_to(self, user: User) -> Self:
        """Narrow to answers on lines that the user sees."""
        from assistance.models import Task  # noqa: PLC0415 -- models use these querysets

        return self.filter(task__in=Task.objects.visible_to(user).order_by().values("pk"))

    def of_own_office(self, user: User) -> Self:
        """Narrow to what the user's office has answered itself, and to what was answered on the lines that it has."""
        own = Q(office__in=user.scope.offices) | Q(task__office__in=user.scope.offices)
        return self.filter(own)


def offices_to_hand_to(task: Task) -> OfficeQuerySet:
    """Return the other offices in use that may take a line over: of its county, and of the unions above and below."""
    paths = {*paths_down_to(task.union_path), *paths_down_to(task.office.union.path)}
    return Office.objects.filter(is_active=True, union__path__in=paths).exclude(pk=task.office_id).for_list()
