"""考核: score sheets, and their items in two levels."""

import secrets
from decimal import Decimal

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from audits.models.score_guards import BALANCED, ONE_WAY, TWO_LEVELS
from audits.scores.enums import ItemKind, Scale, Sense, SheetStatus
from audits.scores.querysets import ItemQuerySet, SheetQuerySet
from audits.scores.scales import Rule
from core import clock
from core.freezing import frozen_with
from organizations.enums import UnionKind
from organizations.models import Union

PERSON = settings.AUTH_USER_MODEL
AT_LEAST_ZERO = [MinValueValidator(Decimal(0))]


def new_code() -> str:
    """Return a code for an item that no sheet had before."""
    return secrets.token_hex(4)


def points(label: str, **more) -> models.DecimalField:
    """Return a field of points."""
    return models.DecimalField(label, max_digits=6, decimal_places=2, validators=AT_LEAST_ZERO, **more)


def amount(label: str, **more) -> models.DecimalField:
    """Return a field of what was counted, or what it is held against."""
    return models.DecimalField(label, max_digits=14, decimal_places=2, null=True, blank=True, **more)


def person(label: str, **more) -> models.ForeignKey:
    """Return a field of who did something."""
    return models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=label, **more)


def moment(label: str) -> models.DateTimeField:
    """Return a field of when something was done, if it was."""
    return models.DateTimeField(label, null=True, blank=True)


class ScoreSheet(models.Model):
    """What the unions of some kinds below a union are scored by for a year; once published its items never change."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="score_sheets", verbose_name="考核单位")
    year = models.PositiveSmallIntegerField(
        "年度",
        validators=[MinValueValidator(2000), MaxValueValidator(2100)],
        help_text="考核该年 1 月 1 日起的工作。",
    )
    name = models.CharField("名称", max_length=60)
    kinds = ArrayField(models.CharField(max_length=12, choices=UnionKind.choices), verbose_name="考核对象")
    full = points("满分", default=Decimal(100))
    self_until = models.DateField("自评截止日期", null=True, blank=True, help_text="此日之后没有自评的，可以直接核定。")
    note = models.CharField("说明", max_length=300, blank=True)
    status = models.CharField("状态", max_length=10, choices=SheetStatus.choices, default=SheetStatus.DRAFT)
    counted_to = models.DateField("计量截至日期", null=True, blank=True)
    created_by = person("编制人")
    created_at = models.DateTimeField("编制时间", default=clock.now)
    published_by = person("发布人", null=True, blank=True)
    published_at = moment("发布时间")
    closed_by = person("公布人", null=True, blank=True)
    closed_at = moment("结果公布时间")

    objects = SheetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核表"
        ordering = ["-year", "union", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "year", "name"],
                name="score_sheet_once",
                violation_error_message="该年度已有同名的考核表，请换一个名称。",
            ),
            models.CheckConstraint(
                condition=Q(status=SheetStatus.DRAFT, published_at__isnull=True)
                | ~Q(status=SheetStatus.DRAFT) & Q(published_at__isnull=False),
                name="score_sheet_published_with_its_time",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            ),
            pgtrigger.Trigger(name="one_way", operation=pgtrigger.Update, when=pgtrigger.Before, func=ONE_WAY),
            pgtrigger.Trigger(name="balanced", operation=pgtrigger.Update, when=pgtrigger.Before, func=BALANCED),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("score_sheet", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.status == SheetStatus.DRAFT

    @property
    def kinds_words(self) -> str:
        """Whom it scores, in words."""
        return "、".join(str(kind.label) for kind in UnionKind if kind in self.kinds)


class ScoreItem(models.Model):
    """A heading of a sheet, or below one what is scored; ``code`` is the same in the sheets of later years.

    ``weight`` is the most that it gives (or takes); of an indicator ``source`` names what is counted and the rest how
    points come out of it.
    """

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="items", verbose_name="考核表")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="items", verbose_name="考核类别"
    )
    place = models.PositiveSmallIntegerField("次序")
    code = models.CharField("编号", max_length=24, default=new_code, editable=False)
    name = models.CharField("项目", max_length=60)
    kind = models.CharField("评分方式", max_length=10, choices=ItemKind.choices)
    sense = models.CharField("计入方式", max_length=8, choices=Sense.choices, default=Sense.BASE)
    weight = points("分值", default=Decimal(0))
    standard = models.CharField("评分标准", max_length=300, blank=True)
    evidence = models.CharField("佐证材料", max_length=200, blank=True, help_text="填写的，自评得分须附材料。")
    source = models.CharField("计量指标", max_length=40, blank=True)
    scale = models.CharField("计分办法", max_length=10, choices=Scale.choices, blank=True)
    full_at = amount("得满分的值")
    zero_at = amount("得零分的值")
    steps = models.JSONField("分档", default=list, blank=True)
    less_is_better = models.BooleanField("越小越好", default=False)
    each = amount("每一例的分数")
    full_if_nothing = models.BooleanField("没有对象的得满分", default=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核项目"
        ordering = ["sheet", "place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "code"], name="score_item_code_once"),
            models.CheckConstraint(
                condition=Q(kind=ItemKind.GROUP, parent__isnull=True, weight=0)
                | ~Q(kind=ItemKind.GROUP) & Q(parent__isnull=False, weight__gt=0),
                name="score_item_below_a_heading",
            ),
            models.CheckConstraint(
                condition=Q(kind=ItemKind.INDICATOR) & ~Q(source="") & ~Q(scale="")
                | ~Q(kind=ItemKind.INDICATOR) & Q(source="", scale=""),
                name="score_item_measured_by_a_scale",
            ),
            models.CheckConstraint(
                condition=~Q(scale=Scale.LINEAR)
                | Q(full_at__isnull=False, zero_at__isnull=False) & ~Q(full_at=F("zero_at")),
                name="score_item_line_has_two_ends",
            ),
        ]
        triggers = [
            frozen_with("audits_scoresheet", "sheet_id", "a published score sheet is frozen"),
            pgtrigger.Trigger(
                name="two_levels",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id", "sheet_id", "kind"),
                func=TWO_LEVELS,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_group(self) -> bool:
        return self.kind == ItemKind.GROUP

    @property
    def is_indicator(self) -> bool:
        return self.kind == ItemKind.INDICATOR

    @property
    def pairs(self) -> tuple[tuple[Decimal, Decimal], ...]:
        """The steps as numbers: bound and points, the best first."""
        return tuple((Decimal(bound), Decimal(given)) for bound, given in self.steps)

    @property
    def rule(self) -> Rule:
        """How it turns a value into points."""
        more = {"steps": self.pairs, "less_is_better": self.less_is_better, "each": self.each}
        more |= {"full_at": self.full_at, "zero_at": self.zero_at, "full_if_nothing": self.full_if_nothing}
        return Rule(self.weight, self.sense, self.scale, **more)
