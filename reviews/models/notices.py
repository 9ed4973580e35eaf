"""Public notices (公示) over one or many reviews, and objections against them."""

import secrets
import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from core.workdays import workdays_between
from organizations.enums import Role
from organizations.models import Union
from organizations.scope import COPY_PATH
from reviews.enums import NoticeStage, NoticeStatus, ObjectionKind, StepLevel, Subject
from reviews.models.notice_guards import DRAWN_UP_FIRST, LEGAL_NOTICE, ON_ONE_NOTICE, WHILE_IT_RUNS
from reviews.models.procedures import Step
from reviews.models.reviews import Review
from reviews.querysets import NoticeLineQuerySet, NoticeQuerySet, ObjectionQuerySet

SAID = ["notice", "line", "kind", "name", "contact", "text", "received_on", "received_at", "entered_by", "sent_key"]


def new_token() -> str:
    """Return the part of a public address that nobody guesses."""
    return secrets.token_urlsafe(12)


class Notice(models.Model):
    """One notice with its days; what stands on it (``lines``) is masked when it is drawn up, and frozen.

    ``ends_on`` is ``counted_days`` working days after ``counted_from``: the start, or the answer that let the clock run
    again after an objection. While an objection is open, ``paused_on`` is the day on which the clock stopped.
    """

    union = models.ForeignKey(Union, models.PROTECT, related_name="notices", verbose_name="公示单位")
    union_path = models.CharField(max_length=255, editable=False, default="")
    subject = models.CharField("事项", max_length=12, choices=Subject.choices)
    level = models.CharField("层级", max_length=10, choices=StepLevel.choices)
    step_name = models.CharField("环节", max_length=20)
    role = models.CharField("办理角色", max_length=12, choices=Role.choices, default=Role.OFFICER)
    title = models.CharField("标题", max_length=100)
    doc_number = models.CharField("文号", max_length=40, blank=True)
    hotline = models.CharField("监督电话", max_length=40, blank=True)
    days = models.PositiveSmallIntegerField("公示期（工作日）")
    status = models.CharField("状态", max_length=10, choices=NoticeStatus.choices, default=NoticeStatus.DRAFT)
    starts_on = models.DateField("公示开始日期", null=True, blank=True)
    ends_on = models.DateField("公示结束日期", null=True, blank=True)
    provisional = models.BooleanField("结束日期暂定", default=False)
    paused_on = models.DateField("暂停日期", null=True, blank=True)
    counted_from = models.DateField("起算日期", null=True, blank=True)
    counted_days = models.PositiveSmallIntegerField("起算后工作日", default=0)
    token = models.CharField(max_length=24, unique=True, default=new_token, editable=False)
    posted_place = models.CharField("张贴地点", max_length=100, blank=True)
    photo_sha256 = models.CharField("张贴照片", max_length=64, blank=True)
    photo_type = models.CharField(max_length=40, blank=True)
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="张贴人"
    )
    posted_at = models.DateTimeField("张贴登记时间", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="拟定人")
    created_at = models.DateTimeField("拟定时间", default=clock.now)
    closed_at = models.DateTimeField("结束登记时间", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="结束办理人"
    )
    withdrawn_reason = models.CharField("撤下原因", max_length=200, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[NoticeStatus.DRAFT, NoticeStatus.WITHDRAWN])
                | Q(starts_on__isnull=False, ends_on__isnull=False),
                name="running_notice_has_days",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "ends_on"], name="notice_running"),
            models.Index(fields=["union_path", "-id"], name="notice_scope", opclasses=["text_pattern_ops", "int8_ops"]),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="notice_scope_path",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("union_id"),
                func=COPY_PATH,
            ),
            pgtrigger.Trigger(
                name="drawn_up_first", when=pgtrigger.Before, operation=pgtrigger.Insert, func=DRAWN_UP_FIRST
            ),
            pgtrigger.Trigger(
                name="legal_notice", when=pgtrigger.Before, operation=pgtrigger.Update, func=LEGAL_NOTICE
            ),
            pgtrigger.Protect(name="notice_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("notice", args=[self.pk])

    @property
    def number(self) -> str:
        return f"{self.created_at:%Y}-{self.pk:05d}"

    @property
    def stage(self) -> NoticeStage:
        """Where it stands today."""
        if self.status != NoticeStatus.RUNNING:
            return NoticeStage(self.status)
        if self.paused_on:
            return NoticeStage.PAUSED
        return NoticeStage.ENDED if self.ends_on and self.ends_on < clock.today() else NoticeStage.RUNNING

    def standing_reviews(self) -> list[Review]:
        """Return the reviews that still stand on it, with their steps, each once."""
        lines = self.lines.standing().order_by().values("review")
        return list(Review.objects.filter(pk__in=lines).select_related("step", "union").order_by("union_path", "pk"))

    @property
    def days_left(self) -> int:
        """Working days still to run, today not among them."""
        return max(workdays_between(clock.today(), self.ends_on), 0) if self.ends_on else 0


class NoticeLine(models.Model):
    """One line of a notice: masked values by heading, in the order of the paper; it never changes.

    A review has one line, or many where one decision is about many people, such as a batch of payments.
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="lines", verbose_name="公示")
    review = models.ForeignKey(Review, models.PROTECT, related_name="notice_lines", verbose_name="审核")
    step = models.ForeignKey(Step, models.PROTECT, related_name="+", verbose_name="环节")
    round = models.PositiveSmallIntegerField("轮次")
    position = models.PositiveSmallIntegerField("序号")
    values = models.JSONField("公示内容", default=dict)

    objects = NoticeLineQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示对象"
        ordering = ["notice", "position"]
        constraints = [models.UniqueConstraint(fields=["notice", "position"], name="one_line_for_a_position")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="on_one_notice", when=pgtrigger.Before, operation=pgtrigger.Insert, func=ON_ONE_NOTICE
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id}/{self.position}"

    @property
    def has_left(self) -> bool:
        """Whether its review was returned, refused or withdrawn since it was drawn up, or has been passed."""
        return (self.review.step_id, self.review.round) != (self.step_id, self.round)


class Objection(models.Model):
    """Somebody's objection (异议) during a notice, what was found out, and the answer; an open one stops the clock."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections", verbose_name="公示")
    line = models.ForeignKey(
        NoticeLine, models.PROTECT, null=True, blank=True, related_name="objections", verbose_name="公示对象"
    )
    kind = models.CharField("方式", max_length=10, choices=ObjectionKind.choices)
    name = models.CharField("异议人", max_length=40, blank=True)
    contact = models.CharField("联系方式", max_length=40, blank=True)
    text = models.CharField("异议内容", max_length=1000)
    received_on = models.DateField("收到日期", default=clock.today)
    received_at = models.DateTimeField("登记时间", default=clock.now)
    sent_key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    investigation = models.CharField("调查情况", max_length=1000, blank=True)
    answer = models.CharField("答复", max_length=1000, blank=True)
    upheld = models.BooleanField("异议成立", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示异议"
        ordering = ["notice", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, upheld__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False, upheld__isnull=False),
                name="answered_whole",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ObjectionKind.NAMED, name=""),
                name="named_objection_has_a_name",
                violation_error_message="实名异议须填写姓名。",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="answered_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__answered_at__isnull=False),
            ),
            pgtrigger.Protect(name="objection_is_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="said_is_kept", fields=SAID),
            pgtrigger.Trigger(
                name="while_it_runs", when=pgtrigger.Before, operation=pgtrigger.Insert, func=WHILE_IT_RUNS
            ),
        ]

    def __str__(self) -> str:
        return self.text[:30]

    def get_absolute_url(self) -> str:
        return reverse("objection", args=[self.pk])

    @property
    def number(self) -> str:
        return f"{self.received_at:%Y}{self.pk:06d}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
