"""The card of a union that is scored by a sheet: measured, claimed and checked marks, and what proves them."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse

from audits.models.scores import ScoreItem, ScoreSheet, amount, moment, person, points
from audits.scores.enums import Basis, CardStatus
from audits.scores.querysets import CardQuerySet, MarkQuerySet, PaperQuerySet
from core import clock
from core.freezing import frozen_with
from organizations.models import Union

PUBLISHED = "a published score card is frozen"


class ScoreCard(models.Model):
    """The marks of one union on one sheet; total and place are kept when the results are published.

    ``near_place`` is its place among the ``near_of`` unions directly below the same one. ``version`` counts what was
    saved, so that two windows do not overwrite each other.
    """

    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="cards", verbose_name="考核表")
    union = models.ForeignKey(Union, models.PROTECT, related_name="score_cards", verbose_name="被考核单位")
    status = models.CharField("状态", max_length=12, choices=CardStatus.choices, default=CardStatus.OPEN)
    version = models.PositiveIntegerField("版本", default=0)
    counted_at = moment("计量时间")
    self_by = person("自评人", null=True, blank=True)
    self_at = moment("自评时间")
    checked_by = person("核定人", null=True, blank=True)
    checked_at = moment("核定时间")
    return_reason = models.CharField("退回原因", max_length=300, blank=True)
    returned_by = person("退回人", null=True, blank=True)
    returned_at = moment("退回时间")
    saved_by = person("最近保存人", null=True, blank=True)
    published_at = moment("公布时间")
    total = points("总分", null=True, blank=True)
    place = models.PositiveSmallIntegerField("名次", null=True, blank=True)
    near_place = models.PositiveSmallIntegerField("同级名次", null=True, blank=True)
    near_of = models.PositiveSmallIntegerField("同级单位数", null=True, blank=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "考核评分表"
        ordering = ["sheet", "union"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "union"], name="score_card_once"),
            models.CheckConstraint(
                condition=~Q(status=CardStatus.PUBLISHED)
                | Q(published_at__isnull=False, total__isnull=False, place__isnull=False),
                name="score_card_published_with_its_total",
            ),
            models.CheckConstraint(
                condition=Q(status__in=[CardStatus.OPEN, CardStatus.SELF_SCORED]) | Q(checked_by__isnull=False),
                name="score_card_checked_by_somebody",
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
        return f"{self.union} {self.sheet}"

    def get_absolute_url(self) -> str:
        return reverse("score_card", args=[self.pk])

    @property
    def is_published(self) -> bool:
        return self.status == CardStatus.PUBLISHED


class Mark(models.Model):
    """One item of one card: what was measured and what it gives, what the union claims, what the checker says.

    ``numerator`` and ``denominator`` are what ``measured`` was computed from as of ``counted_to``; ``basis`` says
    whether there was anything to count, ``basis_ref`` is the key of the row that it comes from, if it comes from one.
    """

    card = models.ForeignKey(ScoreCard, models.CASCADE, related_name="marks", verbose_name="评分表")
    item = models.ForeignKey(ScoreItem, models.PROTECT, related_name="marks", verbose_name="项目")
    basis = models.CharField("依据", max_length=8, choices=Basis.choices, default=Basis.HAND)
    numerator = amount("分子")
    denominator = amount("分母")
    measured = amount("计量值")
    counted_to = models.DateField("计量截至日期", null=True, blank=True)
    basis_words = models.CharField("计量说明", max_length=200, blank=True)
    basis_ref = models.PositiveBigIntegerField("计量来源编号", null=True, blank=True)
    computed = points("计量得分", null=True, blank=True)
    self_score = points("自评得分", null=True, blank=True)
    self_words = models.CharField("自评说明", max_length=500, blank=True)
    checked_score = points("核定得分", null=True, blank=True)
    checked_words = models.CharField("核定说明", max_length=500, blank=True)

    objects = MarkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "得分"
        ordering = ["card", "item"]
        constraints = [models.UniqueConstraint(fields=["card", "item"], name="one_mark_per_item")]
        triggers = [frozen_with("audits_scorecard", "card_id", PUBLISHED)]

    def __str__(self) -> str:
        return f"{self.card} {self.item}"


class MarkPaper(models.Model):
    """A file by which a union proves what it claims for an item; one taken back is kept out of sight."""

    card = models.ForeignKey(ScoreCard, models.PROTECT, related_name="papers", verbose_name="评分表")
    item = models.ForeignKey(ScoreItem, models.PROTECT, related_name="+", verbose_name="项目")
    title = models.CharField("名称", max_length=120)
    sha256 = models.CharField("内容校验值", max_length=64)
    size = models.PositiveIntegerField("字节数")
    content_type = models.CharField("内容类型", max_length=40)
    by = person("上传人")
    at = models.DateTimeField("上传时间", default=clock.now)
    removed_by = person("移除人", null=True, blank=True)
    removed_at = moment("移除时间")

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        ordering = ["card", "item", "id"]
        triggers = [frozen_with("audits_scorecard", "card_id", PUBLISHED)]

    def __str__(self) -> str:
        return self.title
