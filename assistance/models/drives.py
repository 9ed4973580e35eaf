"""Seasonal actions (专项帮扶活动) and the households that they are for."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assistance.drives.enums import DriveKind, DriveStatus
from assistance.drives.querysets import DriveQuerySet, QuotaQuerySet, TargetQuerySet
from assistance.models.ceilings import AidItem
from assistance.models.funds import Fund
from assistance.models.triggers import HOUSEHOLD_PATH
from core import clock
from core.money import ZERO
from households.models import Household, Member
from organizations.models import Union


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class AidDrive(models.Model):
    """One seasonal action of a union: what is planned for whom, from when until when; batches carry it out."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="drives", verbose_name="组织工会")
    kind = models.CharField("类别", max_length=16, choices=DriveKind.choices)
    name = models.CharField("名称", max_length=60)
    year = models.PositiveSmallIntegerField("年度", validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    item = models.ForeignKey(AidItem, models.PROTECT, related_name="drives", verbose_name="帮扶项目")
    fund = models.ForeignKey(
        Fund, models.PROTECT, null=True, blank=True, related_name="drives", verbose_name="主要资金来源"
    )
    plan = models.TextField("活动方案", max_length=4000, blank=True)
    planned_households = models.PositiveIntegerField("计划帮扶（户次）", default=0)
    planned_amount = models.DecimalField("计划金额（元）", max_digits=14, decimal_places=2, default=ZERO)
    status = models.CharField("状态", max_length=10, choices=DriveStatus.choices, default=DriveStatus.PLANNED)
    summary = models.TextField("总结", max_length=4000, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="拟定人")
    created_at = models.DateTimeField("拟定时间", default=clock.now, editable=False)
    closed_at = models.DateTimeField("结束登记时间", null=True, editable=False)

    objects = DriveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专项帮扶活动"
        ordering = ["-year", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="drive_forward",
                violation_error_message="结束日期不能早于开始日期。",
            ),
            models.UniqueConstraint(
                fields=["union", "name", "year"], name="drive_name_once", violation_error_message="本年度已有同名活动。"
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="legal_drive",
                field="status",
                transitions=[
                    (DriveStatus.PLANNED, DriveStatus.RUNNING),
                    (DriveStatus.RUNNING, DriveStatus.CLOSED),
                ],
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("drive", args=[self.pk])


class DriveTarget(models.Model):
    """A household (or one of its members, such as a student) that a seasonal action is for."""

    drive = models.ForeignKey(AidDrive, models.CASCADE, related_name="targets", verbose_name="活动")
    household = models.ForeignKey(Household, models.PROTECT, related_name="drive_targets", verbose_name="档案")
    union_path = models.CharField(max_length=255, editable=False)
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="drive_targets", verbose_name="对象"
    )
    note = models.CharField("备注", max_length=100, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="列入人")
    added_at = models.DateTimeField("列入时间", default=clock.now, editable=False)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "活动对象"
        ordering = ["drive", "union_path", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["drive", "household"], condition=Q(member__isnull=True), name="household_once_in_a_drive"
            ),
            models.UniqueConstraint(
                fields=["drive", "member"], condition=Q(member__isnull=False), name="person_once_in_a_drive"
            ),
        ]
        indexes = [
            models.Index(
                fields=["drive", "union_path"], name="drive_target_scope", opclasses=["int8_ops", "text_pattern_ops"]
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="target_scope_path",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("household_id"),
                func=HOUSEHOLD_PATH,
            )
        ]

    def __str__(self) -> str:
        return f"{self.drive_id} {self.household_id}"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class DriveQuota(models.Model):
    """What a seasonal action asks of one of the unions below: how many households, and for how much (任务分解)."""

    drive = models.ForeignKey(AidDrive, models.CASCADE, related_name="quotas", verbose_name="活动")
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="工会")
    households = models.PositiveIntegerField("计划帮扶（户次）", default=0)
    amount = models.DecimalField("计划金额（元）", max_digits=14, decimal_places=2, default=ZERO)

    objects = QuotaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任务分解"
        ordering = ["drive", "union__path"]
        constraints = [
            models.UniqueConstraint(fields=["drive", "union"], name="quota_once"),
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="quota_not_negative", violation_error_message="计划金额不能是负数。"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drive_id} {self.union_id}"
