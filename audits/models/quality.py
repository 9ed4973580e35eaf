"""Faults that the rules of data quality found, who waived them, and how many there were by day."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audits.quality.querysets import FaultQuerySet
from households.models import Household

PERSON = settings.AUTH_USER_MODEL


class Fault(models.Model):
    """One fault of an archive by one rule (``audits.quality.catalogue``); ``subject`` names what of the archive, or "".

    A fault stands until a run no longer finds it (``gone_on``); the same that comes back is found anew.
    """

    rule = models.CharField("规则", max_length=40)
    household = models.ForeignKey(Household, models.CASCADE, related_name="faults", verbose_name="档案")
    subject = models.CharField("对象", max_length=40, blank=True)
    detail = models.CharField("情况", max_length=300)
    found_on = models.DateField("发现日期")
    gone_on = models.DateField("消除日期", null=True)

    objects = FaultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数据问题"
        ordering = ["rule", "household", "subject"]
        constraints = [models.UniqueConstraint(fields=["rule", "household", "subject"], name="one_fault_per_subject")]
        indexes = [models.Index(fields=["household"], condition=Q(gone_on__isnull=True), name="fault_standing")]

    def __str__(self) -> str:
        return f"{self.rule} {self.household_id}"


class Waiver(models.Model):
    """A fault that somebody looked at and found right, until a day (例外); its rule finds it in vain meanwhile."""

    fault = models.ForeignKey(Fault, models.CASCADE, related_name="waivers", verbose_name="数据问题")
    reason = models.CharField("理由", max_length=200)
    until = models.DateField("有效期至")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("撤销时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "例外"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["fault"], condition=Q(ended_at__isnull=True), name="one_waiver_per_fault"),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.fault} {self.until}"


class FaultDay(models.Model):
    """How many faults of a rule stood in a county (or union without one) after the run of a day, for the trend."""

    day = models.DateField("日期")
    rule = models.CharField("规则", max_length=40)
    union_path = models.CharField(max_length=255, editable=False)
    faults = models.PositiveIntegerField("问题数")

    class Meta:
        verbose_name = verbose_name_plural = "数据问题逐日数"
        ordering = ["day", "rule", "union_path"]
        constraints = [models.UniqueConstraint(fields=["day", "rule", "union_path"], name="one_row_per_fault_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.rule}"


class QualityRun(models.Model):
    """One run of all rules over the whole register."""

    day = models.DateField("日期")
    began_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="发起人")
    found = models.PositiveIntegerField("问题数", default=0)
    seconds = models.JSONField("各规则用时（秒）", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "数据质量检查"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.day}"
