"""Looking at a household after it has left (退出后监测), on a schedule or because somebody worries."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from audits.enums import Handling, WarningSign
from audits.querysets import MonitoringQuerySet
from households.models import Household
from pairing.enums import VisitMethod


class Monitoring(models.Model):
    """One look at a household after exit: planned for a day (``due_on``), and then made (``on_day``), or unplanned.

    What was found is never changed; a planned one may still fall away, when the household comes back on file.
    """

    household = models.ForeignKey(Household, models.CASCADE, related_name="monitorings", verbose_name="档案")
    due_on = models.DateField("应回访日期", null=True, blank=True)
    on_day = models.DateField("回访日期", null=True, blank=True)
    method = models.CharField("方式", max_length=8, choices=VisitMethod.choices, blank=True)
    situation = models.CharField("回访情况", max_length=500, blank=True)
    per_head = models.DecimalField("目前月人均收入（元）", max_digits=10, decimal_places=2, null=True, blank=True)
    signs = ArrayField(
        models.CharField(max_length=10, choices=WarningSign.choices), verbose_name="预警信号", default=list, blank=True
    )
    handling = models.CharField("处理", max_length=8, choices=Handling.choices, blank=True)
    note = models.CharField("处理说明", max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="回访人"
    )
    by_name = models.CharField("回访人姓名", max_length=40, blank=True)
    at = models.DateTimeField("登记时间", null=True, blank=True)
    client_id = models.UUIDField(null=True, unique=True, editable=False)

    objects = MonitoringQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "退出后监测"
        ordering = ["household", "due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(on_day__isnull=True, due_on__isnull=False, by__isnull=True)
                | Q(on_day__isnull=False, by__isnull=False, at__isnull=False)
                & ~Q(method="")
                & ~Q(situation="")
                & ~Q(handling=""),
                name="monitoring_planned_or_made",
            ),
            models.UniqueConstraint(
                fields=["household", "due_on"], condition=Q(due_on__isnull=False), name="one_monitoring_per_due_day"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on", "household"], name="monitoring_due", condition=Q(on_day__isnull=True)),
            models.Index(
                fields=["-on_day", "household"], name="monitoring_warned", condition=~Q(signs=[]) & ~Q(handling="")
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="append_only",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.on_day IS NOT NULL"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.on_day or self.due_on} {self.get_handling_display() or '应回访'}"

    @property
    def sign_names(self) -> str:
        return "、".join(str(WarningSign(sign).label) for sign in self.signs)
