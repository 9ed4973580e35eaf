"""专项行动: a named drive over archives fixed at its start, what each of them has come to, and its progress by day."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from audits.enums import ClearBy
from audits.querysets import CampaignDayQuerySet, CampaignQuerySet, TargetQuerySet
from core import clock
from households.enums import Category, Level
from households.models import Household
from organizations.models import Union
from pairing.enums import VisitMethod


def home_visits() -> list[str]:
    """Return what counts as a visit unless the campaign says otherwise."""
    return [VisitMethod.HOME]


class Campaign(models.Model):
    """One drive (专项行动) over archives in care below a union; its targets are fixed on the day it starts."""

    name = models.CharField("名称", max_length=60)
    union = models.ForeignKey(Union, models.PROTECT, related_name="campaigns", verbose_name="组织单位")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("截止日期")
    levels = ArrayField(models.CharField(max_length=12, choices=Level.choices), verbose_name="建档标准", default=list)
    visit_methods = ArrayField(
        models.CharField(max_length=8, choices=VisitMethod.choices), verbose_name="计入走访的方式", default=home_visits
    )
    visits_wanted = models.PositiveSmallIntegerField(
        "每户至少走访次数", default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    clear_by = models.CharField("六清认定", max_length=8, choices=ClearBy.choices, default=ClearBy.COMPUTED)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发起人")
    created_at = models.DateTimeField("发起时间", default=clock.now)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="结束人"
    )
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专项行动"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="campaign_ends_after_start",
                violation_error_message="截止日期不能早于开始日期。",
            ),
            models.UniqueConstraint(
                fields=["union", "name"], name="campaign_name_once", violation_error_message="已有同名的专项行动。"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("campaign", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_fresh(self) -> bool:
        """Whether no day but that before its start was kept, so that its targets may still be others; one query."""
        return not self.days.filter(day__gte=clock.day_of(self.created_at)).exists()


class CampaignCorrection(models.Model):
    """What was corrected of an open campaign, by whom and why; ``changes`` are rows of label, before and after."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="corrections", verbose_name="专项行动")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="更正人")
    at = models.DateTimeField("更正时间", default=clock.now)
    reason = models.CharField("更正原因", max_length=200)
    changes = models.JSONField("更正内容")

    class Meta:
        verbose_name = verbose_name_plural = "专项行动更正"
        ordering = ["-at", "-id"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.at:%Y-%m-%d}"


class Counters(models.Model):
    """The figures of a campaign, of one archive or summed over many (docs/algorithms/campaign.md)."""

    visits = models.PositiveIntegerField("走访人次", default=0)
    difficulties = models.PositiveIntegerField("困难问题", default=0)
    measures = models.PositiveIntegerField("帮扶措施", default=0)
    tasks = models.PositiveIntegerField("部门任务", default=0)
    solved = models.PositiveIntegerField("部门解决", default=0)

    class Meta:
        abstract = True


class CampaignTarget(Counters):
    """One archive of a campaign; ``level`` and ``category`` are those at the start.

    The database keeps the rest: triggers on what the figures are made of count the archive anew while the campaign is
    open, so a board over a province adds up one narrow table.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="targets", verbose_name="专项行动")
    household = models.ForeignKey(Household, models.CASCADE, related_name="campaign_targets", verbose_name="档案")
    union_path = models.CharField(max_length=255, editable=False)
    level = models.CharField("建档标准", max_length=12, choices=Level.choices, blank=True)
    category = models.CharField("困难类别", max_length=16, choices=Category.choices, blank=True)
    visited = models.BooleanField("已走访", default=False)
    clear_mask = models.PositiveSmallIntegerField("六清", default=0)
    ready = models.BooleanField("达到退出条件", default=False)
    exited = models.BooleanField("已脱困", default=False)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专项行动对象"
        ordering = ["campaign", "id"]
        constraints = [models.UniqueConstraint(fields=["campaign", "household"], name="one_target_per_archive")]
        indexes = [
            models.Index(
                fields=["campaign", "union_path"], name="target_scope", opclasses=["int8_ops", "text_pattern_ops"]
            ),
            models.Index(fields=["household"], name="target_household"),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.household_id}"


class CampaignDay(Counters):
    """The figures of a campaign at the end of a day, for each county (or union without one); for progress over time."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="days", verbose_name="专项行动")
    day = models.DateField("日期")
    union_path = models.CharField(max_length=255, editable=False)
    targets = models.PositiveIntegerField("对象户数", default=0)
    visited = models.PositiveIntegerField("已走访户数", default=0)
    clear_1 = models.PositiveIntegerField("基本情况清", default=0)
    clear_2 = models.PositiveIntegerField("政策资金清", default=0)
    clear_3 = models.PositiveIntegerField("困难清", default=0)
    clear_4 = models.PositiveIntegerField("措施清", default=0)
    clear_5 = models.PositiveIntegerField("成效清", default=0)
    clear_6 = models.PositiveIntegerField("结对清", default=0)
    clear = models.PositiveIntegerField("六清户数", default=0)
    ready = models.PositiveIntegerField("达到退出条件户数", default=0)
    exited = models.PositiveIntegerField("已脱困户数", default=0)

    objects = CampaignDayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "专项行动逐日进度"
        ordering = ["campaign", "day", "union_path"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "day", "union_path"], name="one_row_per_campaign_day_place")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.day}"
