"""The yearly re-verification of a household: who asked what may have changed, and what came of it."""

import pgtrigger
from django.conf import settings
from django.db import models

from audits.enums import ReverifyOutcome
from households.models import Household, IncomeSurvey
from households.querysets import PartQuerySet


class Reverification(models.Model):
    """One re-verification (年度复核); the changes themselves stand where they belong, here only which there were.

    Never changed: who finds more makes another one. ``client_id`` makes a form that is sent twice one row.
    """

    household = models.ForeignKey(Household, models.CASCADE, related_name="reverifications", verbose_name="档案")
    on_day = models.DateField("复核日期")
    outcome = models.CharField("复核结果", max_length=8, choices=ReverifyOutcome.choices)
    changes = models.JSONField("有变动的内容", default=list)
    note = models.CharField("说明", max_length=300, blank=True)
    survey = models.ForeignKey(IncomeSurvey, models.PROTECT, null=True, related_name="+", verbose_name="收支调查")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="复核人")
    by_name = models.CharField("复核人姓名", max_length=40)
    at = models.DateTimeField("登记时间")
    client_id = models.UUIDField(unique=True, editable=False)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度复核"
        ordering = ["household", "-on_day", "-id"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.on_day} {self.get_outcome_display()}"
