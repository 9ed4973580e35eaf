"""回头看: a full re-check of every archive of a union, and how each of them came out."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from audits.enums import RecheckOutcome
from audits.querysets import RecheckEntryQuerySet, RecheckQuerySet
from households.enums import Category, Level
from households.models import Household
from organizations.models import Union


class Recheck(models.Model):
    """One recheck over all archives in care below a union; its entries are fixed on the day it starts."""

    name = models.CharField("名称", max_length=60)
    union = models.ForeignKey(Union, models.PROTECT, related_name="rechecks", verbose_name="组织单位")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("截止日期")
    levels = ArrayField(models.CharField(max_length=12, choices=Level.choices), verbose_name="建档标准", default=list)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发起人")
    created_at = models.DateTimeField("发起时间")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="结束人"
    )
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)

    objects = RecheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回头看"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="recheck_ends_after_start",
                violation_error_message="截止日期不能早于开始日期。",
            ),
            models.UniqueConstraint(
                fields=["union", "name"], name="recheck_name_once", violation_error_message="已有同名的回头看。"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("recheck", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class RecheckEntry(models.Model):
    """One archive of a recheck with its outcome; ``level`` and ``category`` are those at the start.

    ``union_path`` repeats the archive's, so that a board over a province reads one narrow table; a trigger on the
    archive keeps it.
    """

    recheck = models.ForeignKey(Recheck, models.CASCADE, related_name="entries", verbose_name="回头看")
    household = models.ForeignKey(Household, models.CASCADE, related_name="recheck_entries", verbose_name="档案")
    union_path = models.CharField(max_length=255, editable=False)
    level = models.CharField("原建档标准", max_length=12, choices=Level.choices, blank=True)
    category = models.CharField("原困难类别", max_length=16, choices=Category.choices, blank=True)
    outcome = models.CharField("结果", max_length=8, choices=RecheckOutcome.choices, blank=True)
    found_on = models.DateField("核查日期", null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核查人"
    )
    note = models.CharField("说明", max_length=300, blank=True)

    objects = RecheckEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回头看明细"
        ordering = ["recheck", "id"]
        constraints = [
            models.UniqueConstraint(fields=["recheck", "household"], name="one_entry_per_archive_and_recheck"),
            models.CheckConstraint(
                condition=Q(outcome="", found_on__isnull=True) | ~Q(outcome="") & Q(found_on__isnull=False),
                name="recheck_outcome_with_its_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["recheck", "union_path"],
                name="recheck_entry_scope",
                opclasses=["int8_ops", "text_pattern_ops"],
                include=["outcome"],
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.household_id} {self.get_outcome_display()}"

    @property
    def review(self) -> Any:
        """The review that was applied for since the recheck began (from ``for_list``); None for none."""
        begun, asked = self.recheck.starts_on, self.household.asked  # type: ignore[attr-defined]
        return next((one.review for one in asked if one.review.applied_on >= begun), None)
