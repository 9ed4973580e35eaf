"""Funds, the budgets of unions, the append-only ledger, closed periods, and the kept totals of what was spent."""

import uuid
from decimal import Decimal

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assistance.enums import AidProject
from assistance.funds.enums import NEGATIVE, OF_CHARGE, OF_PAYMENT, POSITIVE, EntryKind, FundKind
from assistance.funds.querysets import (
    BudgetQuerySet,
    ClosedPeriodQuerySet,
    EntryQuerySet,
    FundQuerySet,
    SpendingQuerySet,
)
from assistance.models.ledger_guards import BUDGET_TRIGGERS, ENTRY_TRIGGERS, NOT_EMPTIED
from core import clock
from core.money import ZERO
from households.enums import Level
from organizations.models import Union


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Fund(models.Model):
    """One source of money with its rules: whom and what it may pay, from when until when, whether the rest lapses.

    Empty ``levels`` and ``projects`` mean all. ``on_file_only``: nobody outside an archive is paid from it.
    """

    code = models.SlugField("代码", max_length=24, unique=True)
    name = models.CharField("名称", max_length=60)
    kind = models.CharField("来源", max_length=12, choices=FundKind.choices)
    union = models.ForeignKey(Union, models.PROTECT, related_name="funds", verbose_name="设立工会")
    levels = ArrayField(
        models.CharField(max_length=12, choices=Level.choices),
        verbose_name="可发放的建档标准",
        default=list,
        blank=True,
    )
    projects = ArrayField(
        models.CharField(max_length=16, choices=AidProject.choices), verbose_name="可用于", default=list, blank=True
    )
    valid_from = models.DateField("启用日期")
    valid_until = models.DateField("停用日期", null=True, blank=True)
    lapses = models.BooleanField("年末结余收回", default=False)
    doc_no = models.CharField("依据文号", max_length=60, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    is_active = models.BooleanField("在用", default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="设立人"
    )
    created_at = models.DateTimeField("设立时间", default=clock.now, editable=False)

    objects = FundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "资金来源"
        ordering = ["union__path", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="fund_valid_forward",
                violation_error_message="停用日期不能早于启用日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("fund", args=[self.pk])

    @property
    def levels_in_words(self) -> str:
        return "、".join(Level(level).label for level in self.levels)

    @property
    def projects_in_words(self) -> str:
        return "、".join(AidProject(project).label for project in self.projects)


class Budget(models.Model):
    """What a union may spend of a fund in a year.

    The four sums are kept by the trigger of the ledger and by nothing else; the database refuses a balance below zero,
    however many spend at once.
    """

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="budgets", verbose_name="资金来源")
    union = models.ForeignKey(Union, models.PROTECT, related_name="budgets", verbose_name="工会")
    union_path = models.CharField(max_length=255, editable=False)
    year = models.PositiveSmallIntegerField("年度", validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    received = models.DecimalField("收入", max_digits=14, decimal_places=2, default=ZERO, editable=False)
    passed_on = models.DecimalField("拨出和收回", max_digits=14, decimal_places=2, default=ZERO, editable=False)
    spent = models.DecimalField("支出", max_digits=14, decimal_places=2, default=ZERO, editable=False)
    balance = models.DecimalField("余额", max_digits=14, decimal_places=2, default=ZERO, editable=False)

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "资金预算"
        ordering = ["-year", "fund", "union_path"]
        constraints = [
            models.UniqueConstraint(fields=["fund", "union", "year"], name="one_budget_for_a_year"),
            models.CheckConstraint(
                condition=Q(balance__gte=0),
                name="budget_never_below_zero",
                violation_error_message="预算余额不足。",
            ),
            models.CheckConstraint(
                condition=Q(balance=F("received") - F("passed_on") - F("spent")), name="balance_is_the_sum"
            ),
        ]
        indexes = [
            models.Index(fields=["union_path", "year"], name="budget_scope", opclasses=["text_pattern_ops", "int2_ops"])
        ]
        triggers = BUDGET_TRIGGERS

    def __str__(self) -> str:
        return f"{self.year} 年{self.fund} {self.union}"

    def get_absolute_url(self) -> str:
        return reverse("budget", args=[self.pk])


class LedgerEntry(models.Model):
    """One movement of money in one budget; it is never changed or removed, a correction is another entry.

    ``amount`` in 元 is signed: above zero the budget has more afterwards. ``movement`` is shared by the two sides of
    what goes from one budget to another, and by the entries of one act.
    """

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="entries", verbose_name="预算")
    kind = models.CharField("类别", max_length=12, choices=EntryKind.choices)
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)
    on = models.DateField("记账日期", default=clock.today)
    movement = models.UUIDField("业务编号", default=uuid.uuid4)
    payment = models.ForeignKey(
        "assistance.Payment", models.PROTECT, null=True, related_name="entries", verbose_name="发放明细"
    )
    charge = models.ForeignKey(
        "assistance.ServiceCharge", models.PROTECT, null=True, related_name="entries", verbose_name="服务支出"
    )
    doc_no = models.CharField("文号（凭证号）", max_length=60, blank=True)
    note = models.CharField("摘要", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="记账人")
    at = models.DateTimeField("记账时间", default=clock.now)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "资金台账"
        ordering = ["budget", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=POSITIVE, amount__gt=0)
                | Q(kind__in=NEGATIVE, amount__lt=0)
                | Q(kind=EntryKind.ADJUST) & ~Q(amount=0),
                name="entry_has_its_sign",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=OF_PAYMENT, payment__isnull=False, charge__isnull=True)
                | Q(kind__in=OF_CHARGE, payment__isnull=True, charge__isnull=False)
                | ~Q(kind__in=[*OF_PAYMENT, *OF_CHARGE]) & Q(payment__isnull=True, charge__isnull=True),
                name="entry_says_what_for",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EntryKind.ADJUST, doc_no=""),
                name="adjusted_by_a_document",
                violation_error_message="调整预算须填写文号。",
            ),
            models.UniqueConstraint(
                fields=["payment"], condition=Q(kind=EntryKind.PAYMENT), name="a_line_is_paid_once"
            ),
            models.UniqueConstraint(fields=["payment"], condition=Q(kind=EntryKind.FAILED), name="a_line_fails_once"),
            models.UniqueConstraint(fields=["charge", "kind"], name="a_charge_is_booked_once"),
            models.UniqueConstraint(
                fields=["movement", "budget", "kind"],
                condition=Q(payment__isnull=True),
                name="movement_is_booked_once",
            ),
            models.UniqueConstraint(
                fields=["movement", "payment", "kind"],
                condition=Q(payment__isnull=False),
                name="booked_once_for_line",
            ),
        ]
        indexes = [
            models.Index(fields=["budget", "on", "id"], name="entry_of_budget"),
            models.Index(fields=["-on", "-id"], name="entry_by_day"),
            # In the order of booking with the amounts: how much was left after an entry is summed up without the rows.
            models.Index(fields=["budget", "id"], name="entry_in_order", include=["amount"]),
            models.Index(fields=["payment"], name="entry_of_payment", condition=Q(payment__isnull=False)),
        ]
        triggers = ENTRY_TRIGGERS

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()} {self.amount}"

    @property
    def size(self) -> Decimal:
        """The amount without its sign."""
        return abs(self.amount)

    @property
    def spent(self) -> Decimal:
        """What it adds to the money spent."""
        return -self.amount


class ClosedPeriod(models.Model):
    """The books of a union are closed up to a day: nothing is entered on or before it. It stays closed."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="closed_periods", verbose_name="工会")
    until = models.DateField("结账至")
    note = models.CharField("说明", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="结账人")
    at = models.DateTimeField("结账时间", default=clock.now)

    objects = ClosedPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "结账"
        ordering = ["union", "-until"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "until"], name="closed_once", violation_error_message="该期间已经结账。"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="stays_closed", operation=pgtrigger.Update | pgtrigger.Delete),
            NOT_EMPTIED,
        ]

    def __str__(self) -> str:
        return f"{self.union} 结账至 {self.until}"

    @property
    def words(self) -> str:
        return f"已结账至 {self.until:%Y-%m-%d}"


class SpendingTotal(models.Model):
    """What was spent of a budget on the households of a union in a month, by item; kept by the trigger of the ledger.

    ``item`` is null for the costs of services, whose union is that of the budget. ``lines`` counts payments (户次):
    one for each that was booked, less those that failed.
    """

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="totals", verbose_name="预算")
    item = models.ForeignKey(
        "assistance.AidItem", models.PROTECT, null=True, related_name="totals", verbose_name="帮扶项目"
    )
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="建档单位")
    union_path = models.CharField(max_length=255, editable=False)
    month = models.DateField("月份", help_text="当月一日")
    lines = models.IntegerField("户次", default=0)
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2, default=ZERO)

    objects = SpendingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "支出汇总"
        ordering = ["month", "budget", "item"]
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "item", "union", "month"],
                condition=Q(item__isnull=False),
                name="one_total_of_item",
            ),
            models.UniqueConstraint(
                fields=["budget", "union", "month"], condition=Q(item__isnull=True), name="one_total_of_services"
            ),
        ]
        indexes = [
            models.Index(fields=["union_path", "month"], name="total_scope", opclasses=["text_pattern_ops", "date_ops"])
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.amount}"
