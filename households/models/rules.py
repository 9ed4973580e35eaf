"""The identification rules as dated data, and the dated minimum wages that some of them impute."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from core.freezing import frozen_with
from households import codelists
from households.eligibility.enums import Above, Below, Circumstance, MonthsBasis
from households.eligibility.querysets import RuleSetQuerySet
from households.enums import INCOME_KINDS, RIGID_KINDS, Category, RuleVersion
from households.querysets import StandardQuerySet
from organizations.models import Union

INCOME_CHOICES = [(kind.value, kind.label) for kind in INCOME_KINDS]
RIGID_CHOICES = [(kind.value, kind.label) for kind in RIGID_KINDS]


def usual_income_kinds() -> list[str]:
    """Return the four kinds of disposable income."""
    return [kind.value for kind in INCOME_KINDS]


def usual_idle_positions() -> list[str]:
    """Return where somebody stands who could work and does not."""
    return ["失（无）业"]


def usual_serious_illnesses() -> list[str]:
    """Return the states of health that count as a serious illness."""
    plain = ["癌症", "恶性肿瘤", "尿毒症", "终末期肾病", "深度昏迷", "永久瘫痪"]
    return [*plain, "严重阿尔茨海默病", "严重帕金森病", "严重运动神经元病"]


class RuleSet(models.Model):
    """One version of the identification rules of a union, in force for its subtree from a day on.

    A published version never changes (a trigger holds it); other values are a new version.
    """

    union = models.ForeignKey(Union, models.PROTECT, related_name="rule_sets", verbose_name="适用地区")
    regime = models.CharField("规则体系", max_length=8, choices=RuleVersion.choices)
    name = models.CharField("名称", max_length=60)
    valid_from = models.DateField("执行日期")
    note = models.CharField("依据与说明", max_length=500, blank=True)

    income_kinds = ArrayField(
        models.CharField(max_length=16, choices=INCOME_CHOICES),
        verbose_name="计入收入的项目",
        default=usual_income_kinds,
    )
    counts_union_aid = models.BooleanField("工会帮扶资金计入收入", default=False)
    excludes_basic_pension = models.BooleanField("基础养老金不计入收入", default=True)
    excludes_government_aid = models.BooleanField("政府救助和优抚奖励金不计入收入", default=False)
    months_basis = models.CharField("月数", max_length=8, choices=MonthsBasis.choices, default=MonthsBasis.PERIOD)
    imputes_idle = models.BooleanField("有劳动能力未就业的按最低工资计算收入", default=False)
    idle_positions = ArrayField(
        models.CharField(max_length=12, choices=codelists.POSITION),
        verbose_name="视为未就业的身份",
        default=usual_idle_positions,
        blank=True,
    )
    working_age_from = models.PositiveSmallIntegerField("劳动年龄起（周岁）", default=16)
    working_age_men = models.PositiveSmallIntegerField("男劳动年龄止（不满周岁）", default=60)
    working_age_women = models.PositiveSmallIntegerField("女劳动年龄止（不满周岁）", default=55)
    serious_illnesses = ArrayField(
        models.CharField(max_length=12, choices=codelists.HEALTH),
        verbose_name="视为重大疾病的健康状况",
        default=usual_serious_illnesses,
        blank=True,
    )
    ceiling_multiple = models.DecimalField(
        "人均收入上限（低保标准的倍数）", max_digits=5, decimal_places=2, null=True, blank=True
    )
    ceiling_amount = models.DecimalField(
        "人均收入上限（元/人·年）", max_digits=10, decimal_places=2, null=True, blank=True
    )
    ceiling_operator = models.CharField("上限比较", max_length=4, choices=Below.choices, default=Below.LT)

    published_at = models.DateTimeField("发布时间", null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="发布人"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="起草人"
    )
    created_at = models.DateTimeField("起草时间", default=clock.now, editable=False)

    objects = RuleSetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "认定规则"
        ordering = ["union", "-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "valid_from"],
                condition=Q(published_at__isnull=False),
                name="one_published_rule_set_per_day",
                violation_error_message="该地区当日起已发布另一版认定规则。",
            ),
            models.CheckConstraint(
                condition=Q(working_age_from__lt=models.F("working_age_men"))
                & Q(working_age_from__lt=models.F("working_age_women")),
                name="working_age_forward",
                violation_error_message="劳动年龄止应大于劳动年龄起。",
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
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("rule_set", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class RuleCase(models.Model):
    """One case of a rule set, tried in order: whom it is for, what is deducted, and the limit that is to be kept.

    ``over`` and ``upto`` bound the income per head before deductions, ``limit`` what is left per head after them, all
    as multiples of the 低保 standard. ``loss_share`` is the percentage of the income that the deductions have to make.
    """

    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="cases", verbose_name="认定规则")
    position = models.PositiveSmallIntegerField("序号")
    category = models.CharField("认定类别", max_length=16, choices=Category.choices)
    name = models.CharField("情形", max_length=80)
    circumstance = models.CharField(
        "情况", max_length=20, choices=Circumstance.choices, blank=True, default=Circumstance.ANY
    )
    min_months = models.PositiveSmallIntegerField("核算期至少（月）", null=True, blank=True)
    over = models.DecimalField("人均收入下限（倍）", max_digits=5, decimal_places=2, null=True, blank=True)
    over_operator = models.CharField("下限比较", max_length=4, choices=Above.choices, default=Above.GT)
    upto = models.DecimalField("人均收入上限（倍）", max_digits=5, decimal_places=2, null=True, blank=True)
    upto_operator = models.CharField("上限比较", max_length=4, choices=Below.choices, default=Below.LTE)
    deducted_kinds = ArrayField(
        models.CharField(max_length=16, choices=RIGID_CHOICES), verbose_name="扣减的支出", default=list, blank=True
    )
    takes_off_compensation = models.BooleanField("支出先减去所获赔付", default=False)
    adds_assets = models.BooleanField("加上储蓄和投资性净资产", default=False)
    limit = models.DecimalField("扣减后人均限额（倍）", max_digits=5, decimal_places=2, null=True, blank=True)
    limit_operator = models.CharField("限额比较", max_length=4, choices=Below.choices, default=Below.LT)
    loss_share = models.DecimalField(
        "支出占收入（%）",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(500)],
    )
    loss_operator = models.CharField("占比比较", max_length=4, choices=Above.choices, default=Above.GT)

    class Meta:
        verbose_name = verbose_name_plural = "认定情形"
        ordering = ["rule_set", "position"]
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "position"], name="rule_case_position_once"),
            models.CheckConstraint(
                condition=Q(over__isnull=True) | Q(upto__isnull=True) | Q(over__lt=models.F("upto")),
                name="rule_case_bounds_forward",
                violation_error_message="人均收入下限应小于上限。",
            ),
            models.CheckConstraint(
                condition=Q(upto__isnull=False) | Q(limit__isnull=False) | Q(loss_share__isnull=False),
                name="rule_case_limits_something",
                violation_error_message="人均收入上限、扣减后人均限额、支出占收入至少填一项。",
            ),
        ]
        triggers = [frozen_with("households_ruleset", "rule_set_id", "published rules are frozen")]

    def __str__(self) -> str:
        return f"{self.position} {self.name}"


class VetoRule(models.Model):
    """One item of the negative list of a rule set; ``code`` is the same in every version."""

    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="vetoes", verbose_name="认定规则")
    position = models.PositiveSmallIntegerField("序号")
    code = models.SlugField("代码", max_length=24)
    label = models.CharField("不予建档的情形", max_length=120)
    in_force = models.BooleanField("执行", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "否决项"
        ordering = ["rule_set", "position"]
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "code"], name="veto_code_once"),
        ]
        triggers = [frozen_with("households_ruleset", "rule_set_id", "published rules are frozen")]

    def __str__(self) -> str:
        return self.label


class MinimumWage(models.Model):
    """The minimum wage of a region from a day on, in 元 per month."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="minimum_wages", verbose_name="适用地区")
    valid_from = models.DateField("执行日期")
    amount = models.DecimalField("最低工资（元/月）", max_digits=8, decimal_places=2)
    source = models.CharField("依据", max_length=120, blank=True, help_text="人社部门通知文号")

    objects = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "最低工资标准"
        ordering = ["union", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "valid_from"],
                name="one_minimum_wage_per_day",
                violation_error_message="该地区当日已有最低工资标准。",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="minimum_wage_positive", violation_error_message="标准应大于零。"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union} {self.valid_from} {self.amount}"
