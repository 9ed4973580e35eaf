"""Batches of payments (发放批次): lines that are paid together."""

import uuid

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from assistance.enums import Delivery
from assistance.models.ceilings import AidItem
from assistance.models.drives import AidDrive
from assistance.models.funds import Budget
from assistance.models.payment_guards import BATCH_TRIGGERS
from assistance.payments.enums import EDITABLE, BatchStatus
from assistance.payments.querysets import BatchQuerySet
from assistance.payments.words import period_words
from core import clock
from core.money import ZERO
from organizations.models import Union
from reviews.models import Review


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["union_path"])
class Batch(models.Model):
    """Lines that are paid together: one item, out of one budget of the union that draws it.

    ``lines_count`` and ``amount`` repeat the lines that stand since it was handed in; locked, they are the control
    total. ``number`` keeps the code that the union had when it was drawn. ``period`` names what is paid for, such as
    2026 or 2026-03 (``ceilings.Period``). ``version`` counts the changes of its lines, so that who decides is held to
    what was on the screen. ``unit_amount`` is one amount for all (of goods the worth of one set): lines are proposed
    with it where the rule gives no less.
    """

    union = models.ForeignKey(Union, models.PROTECT, related_name="batches", verbose_name="发放工会")
    union_path = models.CharField(max_length=255, editable=False)
    year = models.PositiveSmallIntegerField("年份", validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    seq = models.PositiveIntegerField("序号", editable=False)
    number = models.CharField("编号", max_length=40, editable=False)
    title = models.CharField("名称", max_length=80)
    item = models.ForeignKey(AidItem, models.PROTECT, related_name="batches", verbose_name="帮扶项目")
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="batches", verbose_name="资金预算")
    period = models.CharField("发放期", max_length=10)
    delivery = models.CharField("发放方式", max_length=8, choices=Delivery.choices, default=Delivery.CARD)
    goods = models.CharField("实物名称和规格", max_length=120, blank=True)
    unit_amount = models.DecimalField("每户（人）金额（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    drive = models.ForeignKey(
        AidDrive, models.PROTECT, null=True, blank=True, related_name="batches", verbose_name="专项帮扶活动"
    )
    note = models.CharField("说明", max_length=300, blank=True)
    status = models.CharField("状态", max_length=10, choices=BatchStatus.choices, default=BatchStatus.DRAFT)
    version = models.PositiveIntegerField(default=0, editable=False)
    review = models.ForeignKey(
        Review, models.PROTECT, null=True, related_name="batches", verbose_name="审批", editable=False
    )
    lines_count = models.PositiveIntegerField("户次", default=0, editable=False)
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2, default=ZERO, editable=False)
    checked_at = models.DateTimeField("停发核查时间", null=True, editable=False)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="编制人")
    drawn_at = models.DateTimeField("编制时间", default=clock.now)
    prepared_by = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name="参与编制的人")
    client_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    submitted_at = models.DateTimeField("报批时间", null=True, editable=False)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="锁定人", editable=False
    )
    locked_at = models.DateTimeField("锁定时间", null=True, editable=False)
    voucher_no = models.CharField("记账凭证号", max_length=40, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办结人", editable=False
    )
    closed_at = models.DateTimeField("办结时间", null=True, editable=False)
    cancelled_reason = models.CharField("作废原因", max_length=200, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发放批次"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["union", "year", "seq"], name="batch_number_once"),
            models.CheckConstraint(
                condition=~Q(status__in=[BatchStatus.LOCKED, BatchStatus.CLOSED])
                | Q(locked_by__isnull=False, locked_at__isnull=False, review__isnull=False),
                name="locked_batch_was_approved",
            ),
            models.CheckConstraint(
                condition=~Q(delivery=Delivery.GOODS, goods=""),
                name="goods_are_named",
                violation_error_message="发放实物须填写名称和规格。",
            ),
            models.CheckConstraint(
                condition=Q(unit_amount__isnull=True) | Q(unit_amount__gt=0),
                name="unit_amount_is_positive",
                violation_error_message="每户（人）金额应大于零；不统一金额的请留空。",
            ),
        ]
        indexes = [
            models.Index(fields=["union_path", "-id"], name="batch_scope", opclasses=["text_pattern_ops", "int8_ops"]),
            models.Index(fields=["status", "-id"], name="batch_status"),
        ]
        triggers = BATCH_TRIGGERS

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("batch", args=[self.pk])

    @property
    def period_name(self) -> str:
        return period_words(self.period)

    @property
    def is_editable(self) -> bool:
        return self.status in EDITABLE
