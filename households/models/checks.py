"""What 民政 found when it looked the household up (核对), as it stands in its paper report."""

import datetime

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock
from households.enums import EconomicItem
from households.models.archive import Household
from households.models.attachments import Attachment
from households.querysets import PartQuerySet


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class EconomicCheck(models.Model):
    """One check of a household's means by 民政: sent with an authorisation, later answered by a report."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="economic_checks", verbose_name="档案")
    authorised_on = models.DateField("授权日期", null=True, blank=True)
    authorisation = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="授权书扫描件"
    )
    sent_on = models.DateField("送核对日期")
    report_no = models.CharField("核对报告编号", max_length=40, blank=True)
    reported_on = models.DateField("报告日期", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    report = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核对报告扫描件"
    )
    remark = models.CharField("备注", max_length=200, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="录入人")
    created_at = models.DateTimeField("录入时间", auto_now_add=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "家庭经济状况核对"
        ordering = ["household", "-sent_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "sent_on"],
                name="one_check_sent_per_day",
                violation_error_message="当日已登记送核对，请修改原来的一份。",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(reported_on__isnull=False, valid_until__gte=F("reported_on")),
                name="check_valid_after_report",
                violation_error_message="有效期应在报告日期之后。",
            ),
            models.CheckConstraint(
                condition=Q(reported_on__isnull=True) | Q(reported_on__gte=F("sent_on")),
                name="check_reported_after_sent",
                violation_error_message="报告日期不能早于送核对日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sent_on:%Y-%m-%d} {self.report_no}".strip()

    @property
    def is_answered(self) -> bool:
        return self.reported_on is not None

    def holds_on(self, day: datetime.date) -> bool:
        """Tell whether the report may be relied on that day; one without an end holds until the next."""
        return self.is_answered and (self.valid_until is None or day <= self.valid_until)

    @property
    def holds(self) -> bool:
        return self.holds_on(clock.today())


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), pghistory.ManualEvent("add"))
class EconomicLine(models.Model):
    """What one report says of one item; no line means that it does not speak of it."""

    check_made = models.ForeignKey(EconomicCheck, models.CASCADE, related_name="lines", verbose_name="核对")
    item = models.CharField("核对项目", max_length=12, choices=EconomicItem.choices)
    found = models.BooleanField("有无")
    count = models.PositiveSmallIntegerField("数量", null=True, blank=True)
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    text = models.CharField("核对结果", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "核对结果"
        ordering = ["check_made", "id"]
        constraints = [
            models.UniqueConstraint(fields=["check_made", "item"], name="one_line_per_item"),
            models.CheckConstraint(
                condition=Q(found=True) | Q(count__isnull=True, amount__isnull=True), name="nothing_has_no_figures"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_item_display()}：{'有' if self.found else '无'}"
