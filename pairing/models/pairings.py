"""Which cadre helps which household from when to when, and how that goes from one to another."""

import datetime

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least

from core import clock
from households.models import Household
from pairing.enums import PairingKind
from pairing.handoverquerysets import HandoverQuerySet
from pairing.models.helpers import Cadre, HelpingUnit
from pairing.querysets import PairingQuerySet


class Handover(models.Model):
    """Households that went from one cadre to another in one go; the new one acknowledges it.

    The pairings that it began carry it as ``Pairing.handover``. ``client_id`` makes a form sent twice one row.
    """

    giver = models.ForeignKey(Cadre, models.PROTECT, related_name="handovers_given", verbose_name="移交人")
    taker = models.ForeignKey(Cadre, models.PROTECT, related_name="handovers_taken", verbose_name="接手人")
    on = models.DateField("移交日期")
    reason = models.CharField("移交原因", max_length=120)
    note = models.CharField("交接事项", max_length=500, blank=True, help_text="待办事项、家庭特点、联系方式等")
    households = models.PositiveSmallIntegerField("户数")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("办理时间", default=clock.now)
    acknowledged_at = models.DateTimeField("确认接手时间", null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="确认人"
    )
    client_id = models.UUIDField("提交编号", unique=True, editable=False)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "结对移交"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["taker"], name="handover_waiting", condition=Q(acknowledged_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker} {self.households} 户"


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old),
    pghistory.DeleteEvent(),
    exclude=["last_home_on", "last_call_on", "home_due_on", "call_due_on"],
)
class Pairing(models.Model):
    """A cadre helps a household from a day to a day.

    The four dates of the rhythm are kept by ``actions.refresh_rhythm`` from the visits of the household, whoever made
    them.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="pairings", verbose_name="档案")
    cadre = models.ForeignKey(Cadre, models.PROTECT, related_name="pairings", verbose_name="帮扶干部")
    unit = models.ForeignKey(
        HelpingUnit, models.PROTECT, null=True, blank=True, related_name="pairings", verbose_name="帮扶单位"
    )
    kind = models.CharField("结对关系", max_length=12, choices=PairingKind.choices, default=PairingKind.RESPONSIBLE)
    started_on = models.DateField("结对日期")
    ended_on = models.DateField("结束日期", null=True, blank=True)
    end_reason = models.CharField("结束原因", max_length=120, blank=True)
    handover = models.ForeignKey(
        Handover, models.PROTECT, null=True, editable=False, related_name="pairings", verbose_name="由移交而来"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    created_at = models.DateTimeField("登记时间", default=clock.now, editable=False)
    last_home_on = models.DateField("最近入户", null=True, editable=False)
    last_call_on = models.DateField("最近电话", null=True, editable=False)
    home_due_on = models.DateField("应入户", null=True, editable=False)
    call_due_on = models.DateField("应电话联系", null=True, editable=False)

    objects = PairingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "结对"
        ordering = ["household", "kind", "-started_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "cadre"],
                condition=Q(ended_on__isnull=True),
                name="one_active_pairing_per_cadre",
                violation_error_message="此干部已与该户结对。",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(ended_on__isnull=True, kind=PairingKind.RESPONSIBLE),
                name="one_responsible_cadre",
                violation_error_message="该户已有帮扶责任人，请先移交。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="pairing_ends_after_start",
                violation_error_message="结束日期不能早于结对日期。",
            ),
        ]
        indexes = [
            models.Index(fields=["cadre", "home_due_on"], name="pairing_cadre_due", condition=Q(ended_on__isnull=True)),
            models.Index(fields=["home_due_on"], name="pairing_home_due", condition=Q(ended_on__isnull=True)),
            models.Index(fields=["call_due_on"], name="pairing_call_due", condition=Q(ended_on__isnull=True)),
            # Not for active pairings only: PostgreSQL ignores the statistics of an expression in a partial index.
            models.Index(Least("home_due_on", "call_due_on"), "id", name="pairing_due"),
        ]

    def __str__(self) -> str:
        return f"{self.cadre} · {self.get_kind_display()}"

    @property
    def is_active(self) -> bool:
        return self.ended_on is None

    @property
    def is_pressing(self) -> bool:
        """Tell whether a visit or call is overdue or due soon (settings.VISIT_DUE_SOON_DAYS)."""
        soon = clock.today() + datetime.timedelta(days=settings.VISIT_DUE_SOON_DAYS)
        return any(day is not None and day <= soon for day in (self.home_due_on, self.call_due_on))
