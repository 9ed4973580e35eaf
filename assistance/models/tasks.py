"""What a county asks of a department (精准帮扶任务清单): lists, their lines, and every answer."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from assistance.enums import AT_OFFICE, ENDED_TASKS, AnswerKind, AnswerSource, ListStatus, TaskStatus
from assistance.models.measures import Measure
from assistance.models.triggers import LINE_TRIGGERS, LIST_TRIGGERS
from assistance.querysets import AnswerQuerySet, TaskListQuerySet, TaskQuerySet
from core import clock
from households.enums import Need
from households.feed import feed_triggers
from households.models import Attachment, Household
from organizations.enums import Department
from organizations.models import Office, Union, User


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["union_path"])
class TaskList(models.Model):
    """The measures that one office is asked to carry out in one period; frozen and numbered once sent.

    ``year`` and ``seq`` make the number, which is handed out on sending, without gaps for each union and year.
    """

    union = models.ForeignKey(Union, models.PROTECT, related_name="task_lists", verbose_name="交办工会")
    union_path = models.CharField(max_length=255, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="task_lists", verbose_name="承办部门")
    department = models.CharField("部门", max_length=20, choices=Department.choices)
    period = models.CharField("期次", max_length=40, help_text="如 2020 年第二季度")
    due_on = models.DateField("要求完成时限")
    note = models.CharField("交办说明", max_length=300, blank=True)
    status = models.CharField("状态", max_length=8, choices=ListStatus.choices, default=ListStatus.DRAFT)
    year = models.PositiveSmallIntegerField("年份", null=True, editable=False)
    seq = models.PositiveIntegerField("序号", null=True, editable=False)
    drawn_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="拟稿人")
    drawn_at = models.DateTimeField("拟稿时间", default=clock.now)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="审核人")
    checked_at = models.DateTimeField("审核时间", null=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="签发人")
    signed_at = models.DateTimeField("签发时间", null=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="退回人")
    returned_at = models.DateTimeField("退回时间", null=True)
    returned_reason = models.CharField("退回原因", max_length=300, blank=True)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="交办人")
    sent_on = models.DateField("交办日期", null=True)
    sent_at = models.DateTimeField("交办时间", null=True)

    objects = TaskListQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务清单"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["union", "year", "seq"], name="task_list_number_once"),
            models.UniqueConstraint(
                fields=["union", "office", "period"],
                condition=~Q(status=ListStatus.SENT),
                name="one_draft_per_office_and_period",
                violation_error_message="该部门本期已有未交办的任务清单。",
            ),
            models.CheckConstraint(
                condition=~Q(status=ListStatus.SENT)
                | Q(
                    year__isnull=False,
                    seq__isnull=False,
                    checked_by__isnull=False,
                    signed_by__isnull=False,
                    sent_by__isnull=False,
                    sent_on__isnull=False,
                    sent_at__isnull=False,
                ),
                name="sent_list_is_signed_and_numbered",
            ),
        ]
        indexes = [
            models.Index(fields=["office", "status"], name="task_list_office"),
            models.Index(fields=["union_path"], name="task_list_scope", opclasses=["text_pattern_ops"]),
        ]
        triggers = LIST_TRIGGERS

    def __str__(self) -> str:
        return f"{self.union} {self.number}".rstrip()

    def get_absolute_url(self) -> str:
        return reverse("task_list", args=[self.pk])

    @property
    def is_sent(self) -> bool:
        return self.status == ListStatus.SENT

    @property
    def number(self) -> str:
        """The number on the paper, "" before it is sent."""
        return f"〔{self.year}〕{self.seq} 号" if self.seq else ""


class Task(models.Model):
    """One measure on a task list, as it stood on paper, and where it stands now.

    ``office`` is who has it now: another one than the list's after it was handed on. ``union_path`` repeats the
    archive's, so that counts need no join.
    """

    task_list = models.ForeignKey(TaskList, models.CASCADE, related_name="tasks", verbose_name="任务清单")
    position = models.PositiveSmallIntegerField("序号")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="tasks", verbose_name="帮扶措施")
    household = models.ForeignKey(Household, models.PROTECT, related_name="tasks", verbose_name="档案")
    union_path = models.CharField(max_length=255, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="tasks", verbose_name="现承办部门")
    status = models.CharField("状态", max_length=8, choices=TaskStatus.choices, default=TaskStatus.LISTED)
    worker_name = models.CharField("职工姓名", max_length=60)
    identity_masked = models.CharField("身份证号", max_length=18, blank=True)
    place_name = models.CharField("建档单位", max_length=60)
    need = models.CharField("困难类别", max_length=12, choices=Need.choices)
    problem = models.CharField("困难问题", max_length=500)
    text = models.CharField("帮扶措施", max_length=500)
    expected = models.CharField("预期效果", max_length=300, blank=True)
    deadline = models.DateField("完成时限")
    answered_on = models.DateField("反馈日期", null=True)
    amount = models.DecimalField("落实金额（元）", max_digits=12, decimal_places=2, null=True)
    closed_on = models.DateField("办结日期", null=True)
    returned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="收回人")
    returned_reason = models.CharField("收回原因", max_length=300, blank=True)
    reminded_on = models.DateField("提醒日期", null=True)
    escalated_to = models.ForeignKey(Union, models.PROTECT, null=True, related_name="+", verbose_name="督办工会")
    escalated_on = models.DateField("督办日期", null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "部门任务"
        ordering = ["task_list", "position"]
        constraints = [
            models.UniqueConstraint(fields=["task_list", "position"], name="task_position_once"),
            models.UniqueConstraint(
                fields=["measure"],
                condition=~Q(status=TaskStatus.RETURNED),
                name="one_live_task_per_measure",
                violation_error_message="该措施已列入任务清单。",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(status__in=ENDED_TASKS), name="task_closed_when_over"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "status", "deadline"], name="task_of_office"),
            models.Index(fields=["household"], name="task_of_household"),
            models.Index(fields=["deadline", "id"], name="task_by_deadline"),
            models.Index(
                fields=["union_path", "status"], name="task_scope", opclasses=["text_pattern_ops", "varchar_ops"]
            ),
        ]
        triggers = [*LINE_TRIGGERS, *feed_triggers("tasks", ignore=["union_path", "reminded_on"])]

    def __str__(self) -> str:
        return f"{self.position} {self.worker_name} {self.text}"

    def get_absolute_url(self) -> str:
        return reverse("task", args=[self.pk])

    @property
    def number(self) -> str:
        """The number of the line, by which a returned workbook is matched."""
        return f"{self.task_list.year}-{self.task_list.seq}-{self.position:03d}" if self.task_list.seq else ""

    @property
    def is_overdue(self) -> bool:
        return self.status in AT_OFFICE and self.deadline < clock.today()


class TaskAnswer(models.Model):
    """One answer of an office to one line; never changed, the next answer stands beside it.

    ``client_id`` makes an answer sent twice one row.
    """

    task = models.ForeignKey(Task, models.CASCADE, related_name="answers", verbose_name="部门任务")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name="答复部门")
    kind = models.CharField("办理情况", max_length=8, choices=AnswerKind.choices)
    on_day = models.DateField("落实日期")
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    note = models.CharField("落实情况（未落实原因）", max_length=300, blank=True)
    evidence = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="佐证"
    )
    to_office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="转交部门"
    )
    source = models.CharField("来源", max_length=8, choices=AnswerSource.choices, default=AnswerSource.WEB)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="答复人")
    by_name = models.CharField("答复人姓名", max_length=40)
    at = models.DateTimeField("答复时间", default=clock.now)
    client_id = models.UUIDField("提交编号", unique=True, editable=False)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "部门答复"
        ordering = ["task", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=AnswerKind.REFUSED) | ~Q(note=""),
                name="refusal_with_reason",
                violation_error_message="不予办理的请写明原因。",
            ),
            models.CheckConstraint(
                condition=Q(kind=AnswerKind.HANDED, to_office__isnull=False)
                | (~Q(kind=AnswerKind.HANDED) & Q(to_office__isnull=True)),
                name="handed_to_an_office",
                violation_error_message="转交的请选择接办部门。",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="answer_amount_not_negative",
                violation_error_message="金额不能是负数。",
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.office} {self.get_kind_display()}"
