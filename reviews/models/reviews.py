"""A running or finished review, what was submitted for it, and how each of its steps ended."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from organizations.enums import Role
from organizations.models import Union
from organizations.scope import COPY_PATH
from reviews.enums import LIVE, Outcome, ReviewStatus, StepKind, Subject
from reviews.models.notice_guards import PASSED_BY_ITS_NOTICE
from reviews.models.procedures import Procedure, Step
from reviews.models.review_guards import BEGINS_AT_ITS_FIRST_STEP, LEGAL_MOVE, OF_THE_WAITING_STEP
from reviews.querysets import MeetingQuerySet, RecordQuerySet, ReviewQuerySet


class Review(models.Model):
    """One case on its way through a procedure, kept to the version that it began with.

    ``step`` is the one that waits (none: finished); ``acting_path`` and ``acting_role`` repeat who acts on it.
    """

    subject = models.CharField("事项", max_length=12, choices=Subject.choices)
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="reviews", verbose_name="办理程序")
    union = models.ForeignKey(Union, models.PROTECT, related_name="reviews", verbose_name="申请单位")
    union_path = models.CharField(max_length=255, editable=False, default="")
    title = models.CharField("对象", max_length=120)
    subject_ref = models.CharField("编号", max_length=40, help_text="档案编号等")
    status = models.CharField("状态", max_length=12, choices=ReviewStatus.choices, default=ReviewStatus.OPEN)
    step = models.ForeignKey(
        Step, models.PROTECT, null=True, blank=True, related_name="waiting", verbose_name="当前环节"
    )
    acting_path = models.CharField(max_length=255, blank=True, editable=False)
    acting_role = models.CharField("办理角色", max_length=12, choices=Role.choices, blank=True, editable=False)
    entered_at = models.DateTimeField("进入环节时间", default=clock.now)
    due_on = models.DateField("办理期限", null=True, blank=True)
    due_provisional = models.BooleanField("期限暂定", default=False)
    round = models.PositiveSmallIntegerField("轮次", default=1)
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2, null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申请经办人"
    )
    applied_on = models.DateField("申请日期", default=clock.today)
    finished_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审核"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_ref"],
                condition=Q(status__in=LIVE),
                name="one_live_review",
                violation_error_message="该对象已有一项审核正在办理，请先办结或撤回。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["acting_role", "acting_path", "due_on", "id"],
                name="review_waiting",
                condition=Q(step__isnull=False),
            ),
            models.Index(fields=["union_path", "-id"], name="review_scope", opclasses=["text_pattern_ops", "int8_ops"]),
            models.Index(fields=["subject_ref", "-id"], name="review_of"),
            models.Index(fields=["status", "subject", "-finished_at"], name="review_finished"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="review_scope_path",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("union_id"),
                func=COPY_PATH,
            ),
            pgtrigger.Trigger(
                name="begins_at_its_first_step",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=BEGINS_AT_ITS_FIRST_STEP,
            ),
            pgtrigger.Trigger(
                name="legal_move",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=LEGAL_MOVE,
            ),
            pgtrigger.Protect(name="review_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.get_subject_display()}"

    def get_absolute_url(self) -> str:
        return reverse("review", args=[self.pk])

    @property
    def number(self) -> str:
        return f"{self.applied_on:%Y}-{self.pk:06d}"

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def stage(self) -> str:
        """Where it stands, in words: the waiting step, or how it ended."""
        if self.step is None or self.status == ReviewStatus.RETURNED:
            return self.get_status_display()
        if self.step.kind == StepKind.ASSESS:
            return f"{self.get_status_display()}，待{self.step.name}"
        return self.step.name


class Submission(models.Model):
    """What was put before the deciders in one round; it never changes.

    ``content`` is what they read: a list of [heading, [[label, value], …]]. ``facts`` is for the app that submitted.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="submissions", verbose_name="审核")
    round = models.PositiveSmallIntegerField("轮次")
    content = models.JSONField("申报内容", default=list)
    facts = models.JSONField("申报数据", default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提交人")
    at = models.DateTimeField("提交时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "申报内容"
        ordering = ["review", "round"]
        constraints = [models.UniqueConstraint(fields=["review", "round"], name="one_submission_a_round")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.review_id} 第 {self.round} 次"


class Record(models.Model):
    """How one step ended in one round, and who answers for it; it never changes."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="records", verbose_name="审核")
    step = models.ForeignKey(Step, models.PROTECT, related_name="+", verbose_name="环节")
    round = models.PositiveSmallIntegerField("轮次")
    outcome = models.CharField("结论", max_length=8, choices=Outcome.choices)
    opinion = models.CharField("意见", max_length=500, blank=True)
    returned_to = models.ForeignKey(
        Step, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="退回到"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="办理人")
    for_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="代办对象"
    )
    acting_path = models.CharField(max_length=255, editable=False, blank=True)
    at = models.DateTimeField("办理时间", default=clock.now)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        ordering = ["review", "round", "step__number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "step", "round"], name="one_record_for_a_step"),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.RETURN, returned_to__isnull=False)
                | (~Q(outcome=Outcome.RETURN) & Q(returned_to__isnull=True)),
                name="returned_somewhere",
            ),
        ]
        indexes = [models.Index(fields=["by", "-id"], name="record_by")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="of_the_waiting_step", when=pgtrigger.Before, operation=pgtrigger.Insert, func=OF_THE_WAITING_STEP
            ),
            pgtrigger.Trigger(
                name="passed_by_its_notice",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=PASSED_BY_ITS_NOTICE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.word}"

    @property
    def word(self) -> str:
        """How it ended, in the word of its kind of step: only a decision is agreed to."""
        if self.outcome == Outcome.PASS and self.step.kind != StepKind.DECIDE:
            return "已提交" if self.step.kind == StepKind.APPLY else "完成"
        return self.get_outcome_display()


class Meeting(models.Model):
    """An appraisal meeting (评议会): when, where, who chaired, who came, with its minutes."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="评议单位")
    held_on = models.DateField("评议日期")
    place = models.CharField("地点", max_length=60)
    chair = models.CharField("主持人", max_length=40)
    attendees = models.CharField("到会人员", max_length=500)
    attended = models.PositiveSmallIntegerField("到会人数")
    summary = models.CharField("评议情况", max_length=1000, blank=True)
    minutes_sha256 = models.CharField("会议纪要", max_length=64, blank=True)
    minutes_type = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="记录人")
    at = models.DateTimeField("登记时间", default=clock.now)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评议会"
        ordering = ["-id"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.place}"


class Appraisal(models.Model):
    """The votes of a meeting on one review; it never changes."""

    record = models.OneToOneField(Record, models.PROTECT, related_name="appraisal", verbose_name="办理记录")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="appraisals", verbose_name="评议会")
    attended = models.PositiveSmallIntegerField("到会人数")
    votes_for = models.PositiveSmallIntegerField("同意")
    votes_against = models.PositiveSmallIntegerField("不同意")
    votes_abstain = models.PositiveSmallIntegerField("弃权", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "评议表决"
        ordering = ["record"]
        constraints = [
            models.CheckConstraint(
                condition=Q(attended=models.F("votes_for") + models.F("votes_against") + models.F("votes_abstain")),
                name="votes_are_those_who_came",
                violation_error_message="同意、不同意、弃权票数之和应等于到会人数。",
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.votes_for}:{self.votes_against}"
