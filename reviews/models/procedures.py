"""Procedures: ordered steps as versioned data, in force for a subtree from a day."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.money import ZERO
from organizations.enums import Role
from organizations.models import Union
from reviews.enums import StepKind, StepLevel, Subject
from reviews.querysets import ProcedureQuerySet

FROZEN_STEPS = """
IF EXISTS (SELECT 1 FROM reviews_procedure WHERE id = COALESCE(OLD.procedure_id, NEW.procedure_id)
           AND published_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a published procedure keeps its steps';
END IF;
RETURN COALESCE(NEW, OLD);
"""


class Procedure(models.Model):
    """One version of how something is decided; published, it never changes, and running reviews keep theirs."""

    subject = models.CharField("事项", max_length=12, choices=Subject.choices)
    union = models.ForeignKey(Union, models.PROTECT, related_name="procedures", verbose_name="适用范围")
    name = models.CharField("名称", max_length=40)
    valid_from = models.DateField("执行日期")
    amount_from = models.DecimalField(
        "适用金额起点（元）",
        max_digits=14,
        decimal_places=2,
        default=ZERO,
        help_text="资金事项按金额分级审批：金额达到此数的用本程序；其他事项为 0",
    )
    note = models.CharField("说明", max_length=200, blank=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发布人"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="拟定人"
    )
    created_at = models.DateTimeField("拟定时间", auto_now_add=True)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理程序"
        ordering = ["subject", "union__path", "-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_from__gte=0),
                name="procedure_from_no_less_than_zero",
                violation_error_message="适用金额起点不能是负数。",
            ),
            models.UniqueConstraint(
                fields=["subject", "union", "valid_from", "amount_from"],
                condition=Q(published_at__isnull=False),
                name="one_procedure_from_a_day",
                violation_error_message="该范围同一执行日期已有发布的程序。",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}：{self.name}（{self.valid_from:%Y-%m-%d} 起）"

    def get_absolute_url(self) -> str:
        return reverse("procedure", args=[self.pk])


class Step(models.Model):
    """One step of a procedure: what is done, by which role, at which level, in how many working days."""

    procedure = models.ForeignKey(Procedure, models.CASCADE, related_name="steps", verbose_name="程序")
    number = models.PositiveSmallIntegerField("序号")
    kind = models.CharField("环节", max_length=8, choices=StepKind.choices)
    name = models.CharField("名称", max_length=20)
    level = models.CharField("层级", max_length=10, choices=StepLevel.choices)
    role = models.CharField("办理角色", max_length=12, choices=Role.choices)
    work_days = models.PositiveSmallIntegerField("办理时限（工作日）", default=5)
    notice_days = models.PositiveSmallIntegerField("公示期（工作日）", default=0)
    quorum = models.PositiveSmallIntegerField("最少到会人数", default=0)
    pass_percent = models.PositiveSmallIntegerField("同意票须超过到会人数的百分比", default=50)

    class Meta:
        verbose_name = verbose_name_plural = "程序环节"
        ordering = ["procedure", "number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="one_step_for_a_number"),
            models.CheckConstraint(
                condition=Q(kind=StepKind.NOTICE, notice_days__gte=1) | (~Q(kind=StepKind.NOTICE) & Q(notice_days=0)),
                name="notice_step_has_days",
                violation_error_message="公示环节须填写公示期，其他环节不填。",
            ),
            models.CheckConstraint(
                condition=Q(kind=StepKind.APPRAISE, quorum__gte=1) | (~Q(kind=StepKind.APPRAISE) & Q(quorum=0)),
                name="appraisal_step_has_quorum",
                violation_error_message="评议环节须填写最少到会人数，其他环节不填。",
            ),
            models.CheckConstraint(
                condition=Q(pass_percent__lt=100),
                name="votes_can_suffice",
                violation_error_message="同意票比例应小于百分之百。",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_steps_are_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=FROZEN_STEPS,
            )
        ]

    def __str__(self) -> str:
        return self.name
