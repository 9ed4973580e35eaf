"""The check before a household leaves: its income held against the standard, and the seven items of 两有五保障."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from audits.enums import ExitItem, Finding
from audits.querysets import ExitRuleQuerySet
from households.enums import Level
from households.models import Attachment, Household, IncomeSurvey
from households.querysets import PartQuerySet
from organizations.models import Union

MONTHS = models.PositiveSmallIntegerField


class ExitRule(models.Model):
    """When a household may leave, how long it tapers, and when it is looked at afterwards; of a region from a day on.

    Never changed: the next rule takes over from its day. ``level`` narrows it to archives of one level.
    """

    union = models.ForeignKey(Union, models.PROTECT, related_name="exit_rules", verbose_name="适用地区")
    level = models.CharField("建档标准", max_length=12, choices=Level.choices, blank=True)
    valid_from = models.DateField("执行日期")
    multiple = models.DecimalField("低保标准倍数", max_digits=4, decimal_places=2)
    months = MONTHS("连续达到月数")
    survey_age = MONTHS("收支调查有效月数", help_text="核算期止距核查日不超过的月数")
    check_days = models.PositiveSmallIntegerField("退出核查有效天数")
    taper_months = MONTHS("渐退期月数", help_text="0 表示不设渐退期")
    monitor_months = ArrayField(MONTHS(), verbose_name="退出后监测月数", help_text="退出后第几个月回访")
    source = models.CharField("依据", max_length=120, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )

    objects = ExitRuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "退出规则"
        ordering = ["union", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "level", "valid_from"],
                name="one_exit_rule_per_day",
                violation_error_message="该地区当日已有退出规则。",
            ),
            models.CheckConstraint(
                condition=Q(multiple__gt=0), name="exit_multiple_positive", violation_error_message="倍数应大于零。"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.union} {self.valid_from:%Y-%m-%d} 起退出规则"


class ExitCheck(models.Model):
    """One check at the household (退出核查); never changed, who finds otherwise makes another one.

    ``periods`` are the surveys that the income test read, each with its figure and standard, so that the result can be
    computed again from this row alone (``audits.incometest.recompute``). ``client_id`` makes a form sent twice one row.
    """

    household = models.ForeignKey(Household, models.CASCADE, related_name="exit_checks", verbose_name="档案")
    on_day = models.DateField("核查日期")
    rule = models.ForeignKey(ExitRule, models.PROTECT, related_name="+", verbose_name="退出规则")
    survey = models.ForeignKey(IncomeSurvey, models.PROTECT, null=True, related_name="+", verbose_name="收支调查")
    periods = models.JSONField("所依据的收支调查", default=list)
    per_head = models.DecimalField("家庭月人均纯收入", max_digits=10, decimal_places=2, null=True)
    threshold = models.DecimalField("退出标准（元/人·月）", max_digits=10, decimal_places=2, null=True)
    months_met = MONTHS("连续达到月数", default=0)
    income_passed = models.BooleanField("收入达到退出标准")
    income_words = models.CharField("收入核查说明", max_length=400)
    passed = models.BooleanField("达到退出条件")
    note = models.CharField("核查意见", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="核查人")
    by_name = models.CharField("核查人姓名", max_length=40)
    at = models.DateTimeField("登记时间")
    client_id = models.UUIDField(unique=True, editable=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "退出核查"
        ordering = ["household", "-on_day", "-id"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.on_day} {'达到' if self.passed else '未达到'}退出条件"

    @property
    def is_secured(self) -> bool:
        """Tell whether none of the seven is wanting (from the prefetched findings)."""
        return all(found.finding != Finding.NO for found in self.findings.all())


class ExitFinding(models.Model):
    """One of the seven items with what was found, and by what it is known."""

    check_made = models.ForeignKey(ExitCheck, models.CASCADE, related_name="findings", verbose_name="退出核查")
    item = models.CharField("项目", max_length=10, choices=ExitItem.choices)
    finding = models.CharField("结论", max_length=4, choices=Finding.choices)
    evidence = models.CharField("依据", max_length=300)
    paper = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="佐证附件"
    )

    class Meta:
        verbose_name = verbose_name_plural = "两有五保障"
        ordering = ["check_made", "id"]
        constraints = [
            models.UniqueConstraint(fields=["check_made", "item"], name="one_finding_per_item"),
            models.CheckConstraint(
                condition=~Q(evidence=""), name="finding_with_evidence", violation_error_message="请写明依据。"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_item_display()}：{self.get_finding_display()}"
