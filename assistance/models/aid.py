"""What a household has received so far."""

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from assistance.enums import AidKind, AidProject, AidSource, Delivery
from assistance.querysets import AidQuerySet, StatementQuerySet
from core import clock
from households.feed import feed_triggers
from households.models import Household
from organizations.enums import Department


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key", "client_id"])
class AidRecord(models.Model):
    """One policy or sum that a household has received (已享受帮扶政策资金).

    What this system has paid or given has its ``payment`` or ``enrolment`` and follows it; the rest is history.

    ``client_id`` is made by the page, so that a button pressed twice records once: two equal sums in one year are two.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="aid_records", verbose_name="档案")
    year = models.PositiveSmallIntegerField("年度", validators=[MinValueValidator(1990), MaxValueValidator(2100)])
    received_on = models.DateField("发放（落实）日期", null=True, blank=True)
    kind = models.CharField("类别", max_length=8, choices=AidKind.choices, default=AidKind.MONEY)
    project = models.CharField("帮扶项目", max_length=16, choices=AidProject.choices)
    project_detail = models.CharField("项目说明", max_length=80, blank=True)
    source = models.CharField("资金来源", max_length=12, choices=AidSource.choices)
    department = models.CharField("责任部门", max_length=20, choices=Department.choices)
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2, default=0)
    beneficiary = models.CharField("受益人", max_length=60, blank=True)
    delivery = models.CharField("发放方式", max_length=8, choices=Delivery.choices, blank=True)
    voucher_no = models.CharField("凭证号", max_length=40, blank=True)
    remark = models.CharField("备注", max_length=200, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="录入人"
    )
    created_at = models.DateTimeField("录入时间", default=clock.now, editable=False)
    import_key = models.CharField(max_length=40, blank=True, editable=False)
    client_id = models.UUIDField("提交编号", null=True, unique=True, editable=False)
    payment = models.OneToOneField(
        "assistance.Payment",
        models.PROTECT,
        null=True,
        related_name="aid_record",
        verbose_name="发放明细",
        editable=False,
    )
    enrolment = models.OneToOneField(
        "assistance.Enrolment",
        models.PROTECT,
        null=True,
        related_name="aid_record",
        verbose_name="参加服务",
        editable=False,
    )

    objects = AidQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "已享受帮扶政策资金"
        ordering = ["household", "year", "received_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "import_key"], condition=~Q(import_key=""), name="aid_imported_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0), name="aid_not_negative", violation_error_message="金额不能是负数。"
            ),
        ]
        indexes = [
            models.Index(fields=["household", "year"], name="aid_of_household"),
            # What somebody typed last, whatever a workbook brought under the same name.
            models.Index(fields=["created_by", "-id"], condition=Q(import_key=""), name="aid_entered_last"),
        ]
        triggers = feed_triggers("aid", ignore=["import_key", "client_id"])

    def __str__(self) -> str:
        return f"{self.year} {self.get_project_display()} {self.amount}"

    @property
    def is_followed(self) -> bool:
        """Whether it follows a payment or a service of this system, so that nobody corrects it by hand."""
        return self.payment_id is not None or self.enrolment_id is not None


@pghistory.track(pghistory.DeleteEvent())
class AidYearNone(models.Model):
    """Somebody's statement that a household received nothing in a year; the history keeps what was taken back."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="years_without_aid", verbose_name="档案")
    year = models.PositiveSmallIntegerField("年度", validators=[MinValueValidator(1990), MaxValueValidator(2100)])
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="确认人")
    stated_at = models.DateTimeField("确认时间", default=clock.now, editable=False)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "年度无帮扶确认"
        ordering = ["household", "year"]
        constraints = [models.UniqueConstraint(fields=["household", "year"], name="one_statement_per_year")]

    def __str__(self) -> str:
        return f"{self.year} 无"
