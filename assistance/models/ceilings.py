"""Items of aid (帮扶项目), the dated rules of their ceilings, and the bills that payments are made against."""

from decimal import Decimal

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from assistance.ceilings.enums import BillKind, Formula, Per, Period, Stage
from assistance.ceilings.querysets import BillQuerySet, ItemQuerySet, RuleQuerySet
from assistance.enums import AidProject, Delivery
from core import clock
from core.money import ZERO
from households.enums import AttachmentKind, Category, Level
from households.models import Attachment, Household, Member
from organizations.models import Union

# The share lock waits for whoever is publishing the rule just now.
FROZEN_CASES = """
IF TG_OP <> 'INSERT' THEN
    PERFORM 1 FROM assistance_itemrule WHERE id = OLD.rule_id AND published_at IS NOT NULL FOR SHARE;
    IF FOUND THEN RAISE EXCEPTION 'a published rule keeps its cases'; END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
END IF;
PERFORM 1 FROM assistance_itemrule WHERE id = NEW.rule_id FOR SHARE;
PERFORM 1 FROM assistance_itemrule WHERE id = NEW.rule_id AND published_at IS NOT NULL;
IF FOUND THEN RAISE EXCEPTION 'a published rule keeps its cases'; END IF;
RETURN NEW;
"""


def _array(choices: type[models.TextChoices], name: str, length: int = 16) -> ArrayField:
    """Return a list of codes; an empty one means all of them."""
    return ArrayField(
        models.CharField(max_length=length, choices=choices.choices), verbose_name=name, default=list, blank=True
    )


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class AidItem(models.Model):
    """What aid is given for, such as 生活救助 or 金秋助学; ``project`` is what statistics call it."""

    code = models.SlugField("代码", max_length=24, unique=True)
    name = models.CharField("名称", max_length=40)
    project = models.CharField("统计归类", max_length=16, choices=AidProject.choices)
    union = models.ForeignKey(Union, models.PROTECT, related_name="aid_items", verbose_name="适用范围")
    per = models.CharField("对象", max_length=10, choices=Per.choices, default=Per.HOUSEHOLD)
    period = models.CharField("发放周期", max_length=12, choices=Period.choices, default=Period.YEAR)
    times = models.PositiveSmallIntegerField("每期次数", default=1, validators=[MinValueValidator(1)])
    delivery = models.CharField("发放方式", max_length=8, choices=Delivery.choices, default=Delivery.CARD)
    papers = _array(AttachmentKind, "所需材料", 20)
    on_file_only = models.BooleanField("限在档户", default=True)
    pays_tapering = models.BooleanField("渐退期可发", default=True)
    note = models.CharField("说明", max_length=300, blank=True)
    is_active = models.BooleanField("在用", default=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "帮扶项目"
        ordering = ["union__path", "code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("aid_item", args=[self.pk])


class ItemRule(models.Model):
    """One dated version of the ceilings of an item for the region of a union; published, it never changes."""

    item = models.ForeignKey(AidItem, models.PROTECT, related_name="rules", verbose_name="帮扶项目")
    union = models.ForeignKey(Union, models.PROTECT, related_name="item_rules", verbose_name="适用地区")
    valid_from = models.DateField("执行日期")
    doc_no = models.CharField("依据文号", max_length=60, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="发布人", editable=False
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="起草人", editable=False
    )
    created_at = models.DateTimeField("起草时间", default=clock.now, editable=False)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发放标准"
        ordering = ["item", "union__path", "-valid_from", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "union", "valid_from"],
                condition=Q(published_at__isnull=False),
                name="one_item_rule_from_a_day",
                violation_error_message="该地区同一执行日期已有发布的标准。",
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_rule_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.union}（{self.valid_from:%Y-%m-%d} 起）"

    def get_absolute_url(self) -> str:
        return reverse("item_rule", args=[self.pk])


class RuleLine(models.Model):
    """One case of a rule, tried in order: whom it is for, by which formula, and the caps; all sums in 元.

    FIXED pays ``amount``; MONTHS pays ``months`` times the 低保 standard of the region or of the province (times the
    persons with ``per_head``); SHARE pays ``share`` percent of the self-paid bills of the last ``bill_months`` months
    above ``floor``. With ``for_year`` that is what the year holds in all, of which what was received is taken off.
    ``most`` caps one payment, ``most_year`` what the household (the person, for an item per person) receives in a year
    of the item. Empty lists mean all.
    """

    rule = models.ForeignKey(ItemRule, models.CASCADE, related_name="lines", verbose_name="发放标准")
    position = models.PositiveSmallIntegerField("序号")
    name = models.CharField("情形", max_length=60)
    categories = _array(Category, "困难类别")
    levels = _array(Level, "建档标准", 12)
    stages = _array(Stage, "学段")
    formula = models.CharField("计算方式", max_length=8, choices=Formula.choices, default=Formula.FIXED)
    amount = models.DecimalField("定额（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    months = models.DecimalField("月数", max_digits=5, decimal_places=2, null=True, blank=True)
    per_head = models.BooleanField("按家庭人口计算", default=False)
    of_province = models.BooleanField("按全省低保标准", default=False)
    share = models.DecimalField(
        "比例（%）",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(100)],
    )
    floor = models.DecimalField("起付线（元）", max_digits=12, decimal_places=2, default=ZERO)
    bill_months = models.PositiveSmallIntegerField(
        "票据有效期（月）", null=True, blank=True, help_text="只计算最近几个月内开具的票据；不填则不限"
    )
    for_year = models.BooleanField("按全年合计计算", default=False, help_text="测算金额减去本年已发放的")
    most = models.DecimalField("每次最高（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    most_year = models.DecimalField("每年最高（元）", max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "发放标准情形"
        ordering = ["rule", "position"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "position"], name="rule_line_position_once"),
            models.CheckConstraint(
                condition=Q(formula=Formula.FIXED, amount__isnull=False, amount__gt=0)
                | Q(formula=Formula.MONTHS, months__isnull=False, months__gt=0)
                | Q(formula=Formula.SHARE, share__isnull=False, share__gt=0),
                name="formula_has_its_figure",
                violation_error_message="请填写所选计算方式的定额、月数或比例。",
            ),
            models.CheckConstraint(
                condition=Q(floor__gte=0)
                & (Q(most__isnull=True) | Q(most__gt=0))
                & (Q(most_year__isnull=True) | Q(most_year__gt=0)),
                name="caps_are_positive",
                violation_error_message="起付线和最高额不能是负数。",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_cases_are_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=FROZEN_CASES,
            )
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.name}"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Bill(models.Model):
    """One bill of a household, used for one payment; its ``fingerprint`` (number, amount) stands once in the province.

    ``payment`` is the line that it was used for; a line that is dropped or fails gives it back.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="bills", verbose_name="档案")
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="bills", verbose_name="费用发生人"
    )
    kind = models.CharField("种类", max_length=8, choices=BillKind.choices, default=BillKind.MEDICAL)
    number = models.CharField("票据号码", max_length=40)
    issued_on = models.DateField("开票日期")
    issuer = models.CharField("开票单位", max_length=60, blank=True)
    total = models.DecimalField("票面金额（元）", max_digits=12, decimal_places=2)
    self_paid = models.DecimalField("个人自付（元）", max_digits=12, decimal_places=2)
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="票据影像"
    )
    request = models.ForeignKey(
        "assistance.AidRequest", models.PROTECT, null=True, blank=True, related_name="bills", verbose_name="帮扶申请"
    )
    payment = models.ForeignKey(
        "assistance.Payment", models.PROTECT, null=True, related_name="bills", verbose_name="用于", editable=False
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人")
    created_at = models.DateTimeField("登记时间", default=clock.now, editable=False)

    objects = BillQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "票据"
        ordering = ["household", "-issued_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(total__gt=0, self_paid__gte=0, self_paid__lte=models.F("total")),
                name="self_paid_within_total",
                violation_error_message="个人自付不能大于票面金额。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.total}"
