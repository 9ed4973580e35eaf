"""Difficulties (需求): what a household needs help with."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock
from households.enums import Need
from households.feed import feed_triggers
from households.models.archive import Household
from households.querysets import DifficultyQuerySet


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Difficulty(models.Model):
    """One difficulty of a household, with the advice for it, until it is struck off (销号)."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="difficulties", verbose_name="档案")
    number = models.PositiveSmallIntegerField("序号")
    need = models.CharField("类别", max_length=12, choices=Need.choices)
    description = models.CharField("问题描述", max_length=500)
    advice = models.CharField("帮扶建议", max_length=500, blank=True)
    found_on = models.DateField("发现日期", null=True, blank=True)
    closed_on = models.DateField("销号日期", null=True, blank=True)
    closed_reason = models.CharField("销号说明", max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="录入人"
    )
    created_at = models.DateTimeField("录入时间", default=clock.now, editable=False)
    import_key = models.CharField(max_length=40, blank=True, editable=False)

    objects = DifficultyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "困难问题"
        ordering = ["household", "number"]
        constraints = [
            models.UniqueConstraint(fields=["household", "number"], name="difficulty_number_once"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(found_on__isnull=True) | Q(closed_on__gte=F("found_on")),
                name="difficulty_closed_after_found",
                violation_error_message="销号日期不能早于发现日期。",
            ),
        ]
        triggers = feed_triggers("difficulties", ignore=["import_key"])

    def __str__(self) -> str:
        return f"{self.get_need_display()}：{self.description}"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None
