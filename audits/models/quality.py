"""Faults that the rules of data quality found, who waived them, and how many there were by day."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Collate

from audits.quality.catalogue import BY_CODE
from audits.quality.querysets import (
    FaultDayQuerySet,
    FaultQuerySet,
    PlantedQuerySet,
    RunQuerySet,
    WaiverQuerySet,
)
from audits.quality.rule import Rule
from core import clock
from core.models import Job
from households.models import Household
from organizations.models import Union

if TYPE_CHECKING:
    from audits.models.rectification import Rectification

PERSON = settings.AUTH_USER_MODEL


class Fault(models.Model):
    """One fault of an archive by one rule (``audits.quality.catalogue``); ``subject`` names what of the archive, or "".

    A fault stands until a run no longer finds it (``gone_on``); the same that comes back is found anew. It is not
    counted through ``waived_until``, which repeats the day of its waiver. ``union_path`` repeats the archive's, so that
    a province is counted in one narrow index; a trigger on the archive keeps it.
    """

    rule = models.CharField("规则", max_length=40)
    household = models.ForeignKey(Household, models.CASCADE, related_name="faults", verbose_name="档案")
    subject = models.CharField("对象", max_length=40, blank=True)
    detail = models.CharField("情况", max_length=300)
    found_on = models.DateField("发现日期")
    gone_on = models.DateField("消除日期", null=True)
    waived_until = models.DateField("例外至", null=True, editable=False)
    union_path = models.CharField(max_length=255, editable=False)

    objects = FaultQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数据问题"
        ordering = ["rule", "household", "subject"]
        constraints = [models.UniqueConstraint(fields=["rule", "household", "subject"], name="one_fault_per_subject")]
        indexes = [
            models.Index(fields=["household"], condition=Q(gone_on__isnull=True), name="fault_standing"),
            models.Index(
                fields=["union_path", "rule"],
                opclasses=["text_pattern_ops", "varchar_ops"],
                include=["waived_until"],
                condition=Q(gone_on__isnull=True),
                name="fault_place",
            ),
            # The order of the lists. Named by its bytes, an order by the path serves any part of the tree.
            models.Index(Collate("union_path", "C"), F("household"), F("rule"), F("subject"), name="fault_in_tree"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.household_id}"

    @property
    def kind(self) -> Rule | None:
        """The rule, None when it is no longer in the catalogue."""
        return BY_CODE.get(self.rule)

    @property
    def title(self) -> str:
        """What its rule is called, the code of one that is no longer in the catalogue."""
        return self.kind.title if self.kind else self.rule

    @property
    def being_mended(self) -> list["Rectification"]:
        """The rectification of it that is not verified, loaded by ``for_list``; none where that was not asked."""
        return getattr(self, "open_rectifications", [])

    @property
    def is_waived(self) -> bool:
        return self.waived_until is not None and self.waived_until >= clock.today()


class Waiver(models.Model):
    """A fault that somebody looked at and found right, until a day (例外); its rule finds it in vain meanwhile."""

    fault = models.ForeignKey(Fault, models.CASCADE, related_name="waivers", verbose_name="数据问题")
    reason = models.CharField("理由", max_length=200)
    until = models.DateField("有效期至")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")
    ended_at = models.DateTimeField("撤销时间", null=True, blank=True)
    ended_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤销人")

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "例外"
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["fault"], condition=Q(ended_at__isnull=True), name="one_waiver_per_fault"),
            models.CheckConstraint(condition=~Q(reason=""), name="waiver_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.fault} {self.until}"

    @property
    def is_valid(self) -> bool:
        return self.ended_at is None and self.until >= clock.today()


class FaultDay(models.Model):
    """How many faults of a rule stood in a county (or union without one) after the run of a day, for the trend."""

    day = models.DateField("日期")
    rule = models.CharField("规则", max_length=40)
    union_path = models.CharField(max_length=255, editable=False)
    faults = models.PositiveIntegerField("问题数")

    objects = FaultDayQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数据问题逐日数"
        ordering = ["day", "rule", "union_path"]
        constraints = [models.UniqueConstraint(fields=["day", "rule", "union_path"], name="one_row_per_fault_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.rule}"


class QualityRun(models.Model):
    """One run of all rules, over the whole register or (``union``) one union and those below; one at a time of each.

    Each rule that is done stands in ``seconds``; one that the database refused stands in ``failed`` as well. Whoever
    goes on with it begins after those. ``job`` shows the progress of one that somebody asked for. Who cancelled it
    (``stopped_by``) may be noted before it ends, since the rule that is being run is run to its end.
    """

    union = models.ForeignKey(Union, models.PROTECT, null=True, related_name="+", verbose_name="检查范围")
    day = models.DateField("日期")
    began_at = models.DateTimeField("开始时间")
    ended_at = models.DateTimeField("结束时间", null=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="发起人")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+", verbose_name="任务")
    is_nightly = models.BooleanField("每日自动检查", default=False)
    total = models.PositiveSmallIntegerField("规则数")
    found = models.PositiveIntegerField("问题数", default=0)
    seconds = models.JSONField("各规则用时（秒）", default=dict)
    failed = models.JSONField("未能检查的规则", default=list)
    stopped_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="取消人")

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数据质量检查"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                Coalesce(F("union"), 0), condition=Q(ended_at__isnull=True), name="one_quality_run_of_a_place"
            ),
            models.UniqueConstraint(fields=["day"], condition=Q(is_nightly=True), name="one_nightly_quality_run"),
        ]

    def __str__(self) -> str:
        return f"{self.day}"

    @property
    def place(self) -> str:
        """What was checked, in words."""
        return self.union.name if self.union else "全部档案"

    @property
    def done(self) -> int:
        """How many rules are done."""
        return len(self.seconds)

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    @property
    def is_whole(self) -> bool:
        """Whether every rule was run."""
        return self.done >= self.total

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def took(self) -> str:
        """How long it took in words, "" while it runs."""
        if self.ended_at is None:
            return ""
        minutes, seconds = divmod(round((self.ended_at - self.began_at).total_seconds()), 60)
        return f"{minutes} 分 {seconds} 秒" if minutes else f"{seconds} 秒"


class PlantedFault(models.Model):
    """A fault that demo data was given on purpose, so that what the rules find can be held against it."""

    rule = models.CharField("规则", max_length=40)
    household = models.ForeignKey(Household, models.CASCADE, related_name="planted_faults", verbose_name="档案")
    what = models.CharField("植入的内容", max_length=200)
    planted_at = models.DateTimeField("植入时间", default=clock.now)

    objects = PlantedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "演示植入的问题"
        ordering = ["rule", "household"]
        constraints = [models.UniqueConstraint(fields=["rule", "household"], name="planted_once")]

    def __str__(self) -> str:
        return f"{self.rule} {self.household_id}"
