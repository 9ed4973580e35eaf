"""Income surveys with their lines, and the dated 低保 standards that they are held against."""

from decimal import Decimal

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock
from core.money import ZERO
from households.enums import INCOME_KINDS, MEMO_KINDS, RIGID_KINDS, LineKind
from households.feed import feed_triggers
from households.models.archive import Household
from households.querysets import PartQuerySet, StandardQuerySet
from organizations.models import Union

OF_SURVEY = "(SELECT survey.household_id FROM households_incomesurvey survey WHERE survey.id = {row}.survey_id)"


class LivingStandard(models.Model):
    """The urban 低保 standard of a region from a day on, in 元 per head and month."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="living_standards", verbose_name="适用地区")
    valid_from = models.DateField("执行日期")
    amount = models.DecimalField("标准（元/人·月）", max_digits=8, decimal_places=2)
    source = models.CharField("依据", max_length=120, blank=True, help_text="民政通知文号")

    objects = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "城市低保标准"
        ordering = ["union", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "valid_from"],
                name="one_standard_per_day",
                violation_error_message="该地区当日已有标准。",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="standard_positive", violation_error_message="标准应大于零。"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union} {self.valid_from} {self.amount}"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class IncomeSurvey(models.Model):
    """What a household earned and had to spend in one period, with the figure, the standard and the rule of that day.

    ``per_head`` is (income − rigid expenditure) ÷ persons ÷ months, in 元 per head and month; see
    docs/algorithms/per-head-income.md.
    """

    household = models.ForeignKey(Household, models.CASCADE, related_name="surveys", verbose_name="档案")
    period_start = models.DateField("核算期起")
    period_end = models.DateField("核算期止")
    persons = models.PositiveSmallIntegerField("共同生活人口")
    report_no = models.CharField("核对报告编号", max_length=40, blank=True)
    surveyed_on = models.DateField("调查日期", null=True, blank=True)
    surveyor = models.CharField("调查人", max_length=40, blank=True)
    remark = models.CharField("备注", max_length=200, blank=True)
    per_head = models.DecimalField("家庭月人均纯收入", max_digits=10, decimal_places=2)
    standard = models.DecimalField("低保标准（元/人·月）", max_digits=8, decimal_places=2, null=True, blank=True)
    standard_source = models.CharField("标准依据", max_length=160, blank=True)
    rule_version = models.CharField("核算规则", max_length=12, default="12-months-1")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="录入人"
    )
    created_at = models.DateTimeField("录入时间", default=clock.now, editable=False)
    import_key = models.CharField(max_length=40, blank=True, editable=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "家庭收支调查"
        ordering = ["household", "-period_end", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "period_start", "period_end"],
                name="one_survey_per_period",
                violation_error_message="该核算期已有收支调查，请修改原表。",
            ),
            models.CheckConstraint(
                condition=Q(period_end__gt=F("period_start")),
                name="survey_period_forward",
                violation_error_message="核算期止应晚于核算期起。",
            ),
            models.CheckConstraint(
                condition=Q(persons__range=(1, 30)),
                name="survey_persons",
                violation_error_message="共同生活人口应在 1 到 30 之间。",
            ),
        ]
        triggers = feed_triggers("archives", is_part=True, ignore=["import_key"])

    def __str__(self) -> str:
        return f"{self.period_start:%Y-%m}~{self.period_end:%Y-%m}"

    def amount(self, *kinds: str) -> Decimal:
        """Return the sum of the lines of these kinds, in 元 for the period (from the prefetched lines)."""
        return sum((line.amount for line in self.lines.all() if line.kind in kinds), ZERO)

    @property
    def income_lines(self) -> list["IncomeLine"]:
        return [line for line in self.lines.all() if line.kind in INCOME_KINDS]

    @property
    def rigid_lines(self) -> list["IncomeLine"]:
        return [line for line in self.lines.all() if line.kind in RIGID_KINDS]

    @property
    def memo_lines(self) -> list["IncomeLine"]:
        return [line for line in self.lines.all() if line.kind in MEMO_KINDS]

    @property
    def percent_of_standard(self) -> int | None:
        return round(self.per_head / self.standard * 100) if self.standard else None

    @property
    def income(self) -> Decimal:
        return self.amount(*INCOME_KINDS)

    @property
    def rigid(self) -> Decimal:
        return self.amount(*RIGID_KINDS)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), pghistory.ManualEvent("add"))
class IncomeLine(models.Model):
    """One amount of a survey, in 元 for the whole period, with its paper."""

    survey = models.ForeignKey(IncomeSurvey, models.CASCADE, related_name="lines", verbose_name="收支调查")
    kind = models.CharField("项目", max_length=16, choices=LineKind.choices)
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2)
    note = models.CharField("说明与凭据", max_length=120, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "收支项目"
        ordering = ["survey", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="line_not_negative", violation_error_message="金额不能是负数。"
            ),
            models.UniqueConstraint(
                fields=["survey", "kind"], name="one_line_per_kind", violation_error_message="每个收支项目只填一行。"
            ),
        ]
        triggers = feed_triggers("archives", household=OF_SURVEY, is_part=True)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"
