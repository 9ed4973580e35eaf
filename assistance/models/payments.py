"""The lines of a batch (发放明细), and the reasons not to pay them."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from assistance.ceilings.enums import Stage
from assistance.models.batches import Batch
from assistance.models.ceilings import RuleLine
from assistance.models.payment_guards import PAYMENT_TRIGGERS
from assistance.models.requests import AidRequest
from assistance.payments.enums import BOOKED, BuiltFrom, PaymentStatus, StopKind, StopState
from assistance.payments.querysets import PaymentQuerySet, StopQuerySet
from core import clock, masking
from core.money import ZERO
from households.feed import feed_triggers
from households.models import Household, Member
from organizations.models import Union


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), exclude=["union_path"])
class Payment(models.Model):
    """One line: who receives how much; ``member`` is the person it is for, none for the household as a whole.

    ``proposed`` and ``ceiling`` are what the rule gave, ``reasoning`` its lines in words, ``amount`` what is paid.
    From locking on, line, account and ``snapshot`` (the archive as it stood) are frozen, and the ledger has its entry.
    ``once_key`` names person, item, period and occasion: the database keeps it from standing on two booked lines.
    """

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="payments", verbose_name="批次")
    position = models.PositiveIntegerField("序号")
    household = models.ForeignKey(Household, models.PROTECT, related_name="payments", verbose_name="档案")
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="建档单位")
    union_path = models.CharField(max_length=255, editable=False)
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="payments", verbose_name="受益人")
    request = models.ForeignKey(AidRequest, models.PROTECT, null=True, related_name="payments", verbose_name="单户申请")
    built_from = models.CharField("来源", max_length=10, choices=BuiltFrom.choices)
    stage = models.CharField("学段", max_length=16, choices=Stage.choices, blank=True)
    proposed = models.DecimalField("测算金额（元）", max_digits=12, decimal_places=2, default=ZERO)
    ceiling = models.DecimalField("标准上限（元）", max_digits=12, decimal_places=2, null=True)
    rule_line = models.ForeignKey(RuleLine, models.PROTECT, null=True, related_name="+", verbose_name="适用标准")
    reasoning = models.JSONField("测算过程", default=list)
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2)
    occasion = models.PositiveSmallIntegerField("第几次", default=1)
    once_key = models.CharField(max_length=80, editable=False)
    status = models.CharField("状态", max_length=10, choices=PaymentStatus.choices, default=PaymentStatus.PROPOSED)
    dropped_reason = models.CharField("移出原因", max_length=200, blank=True)
    payee_name = models.CharField("户名", max_length=60, blank=True)
    bank = models.CharField("开户银行", max_length=40, blank=True)
    bank_branch = models.CharField("支行名称", max_length=60, blank=True)
    card_no = models.CharField("银行账号", max_length=30, blank=True)
    own_account = models.BooleanField("另填账户", default=False, help_text="不用档案中的银行卡")
    snapshot = models.JSONField("锁定时的档案", default=dict)
    round = models.PositiveSmallIntegerField("发放轮次", default=1)
    again_of = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="again", verbose_name="补发的原明细"
    )
    paid_on = models.DateField("发放日期", null=True)
    bank_ref = models.CharField("银行流水号", max_length=60, blank=True)
    failed_reason = models.CharField("未成原因", max_length=200, blank=True)
    refunded = models.DecimalField("已追回（元）", max_digits=12, decimal_places=2, default=ZERO)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "发放明细"
        ordering = ["batch", "position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "position"], name="payment_position_once"),
            models.UniqueConstraint(
                fields=["once_key"],
                condition=Q(status__in=BOOKED),
                name="one_purpose_once",
                violation_error_message="本期已发放同一项目。",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(status__in=[PaymentStatus.PROPOSED, PaymentStatus.DROPPED]),
                name="payment_is_positive",
                violation_error_message="发放金额应大于零。",
            ),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=models.F("amount")), name="refunded_within_amount"
            ),
            models.CheckConstraint(
                condition=~Q(status=PaymentStatus.PAID) | Q(paid_on__isnull=False), name="paid_on_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["household", "batch"], name="payment_of_household"),
            models.Index(
                fields=["union_path", "-id"], name="payment_scope", opclasses=["text_pattern_ops", "int8_ops"]
            ),
            models.Index(fields=["status", "-id"], name="payment_status"),
            models.Index(
                fields=["-paid_on", "-batch", "position"], name="payment_paid", condition=Q(status=PaymentStatus.PAID)
            ),
            models.Index(
                fields=["batch"],
                name="payment_on_the_way",
                condition=Q(status__in=[PaymentStatus.LOCKED, PaymentStatus.SENT]),
            ),
        ]
        triggers = [*PAYMENT_TRIGGERS, *feed_triggers("payments", ignore=["union_path"])]

    def __str__(self) -> str:
        return f"{self.batch_id}/{self.position}"

    def get_absolute_url(self) -> str:
        return reverse("payment", args=[self.pk])

    @property
    def masked_card_no(self) -> str:
        return masking.mask_card(self.card_no)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old))
class Stop(models.Model):
    """One reason not to pay a line (停发清单), and what somebody answered for: resolved, dropped, or overridden."""

    payment = models.ForeignKey(Payment, models.CASCADE, related_name="stops", verbose_name="发放明细")
    kind = models.CharField("事由", max_length=16, choices=StopKind.choices)
    detail = models.CharField("说明", max_length=300)
    found_at = models.DateTimeField("发现时间", default=clock.now)
    state = models.CharField("处理", max_length=10, choices=StopState.choices, default=StopState.OPEN)
    reason = models.CharField("准予发放的理由", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="处理人")
    at = models.DateTimeField("处理时间", null=True)

    objects = StopQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "停发事由"
        ordering = ["payment", "id"]
        constraints = [
            models.UniqueConstraint(fields=["payment", "kind"], name="stop_kind_once"),
            models.CheckConstraint(
                condition=~Q(state=StopState.OVERRIDDEN) | ~Q(reason="") & Q(by__isnull=False, at__isnull=False),
                name="overridden_with_a_signed_reason",
                violation_error_message="准予发放须写明理由。",
            ),
        ]
        indexes = [models.Index(fields=["payment"], name="stop_open", condition=Q(state=StopState.OPEN))]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.get_kind_display()}"
