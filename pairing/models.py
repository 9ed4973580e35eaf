"""Who helps which household, and every visit and call."""

import datetime
import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least
from django.utils import timezone

from core import masking
from households.models import Attachment, Difficulty, Household
from organizations.models import Union
from pairing.enums import Met, PairingKind, VisitMethod, VisitSource
from pairing.querysets import CadreQuerySet, HelpingUnitQuerySet, PairingQuerySet, VisitQuerySet


class HelpingUnit(models.Model):
    """A department, enterprise or other body that helps households (帮扶单位)."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="helping_units", verbose_name="所在地工会")
    name = models.CharField("名称", max_length=80)
    is_active = models.BooleanField("在用", default=True)

    objects = HelpingUnitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "帮扶单位"
        ordering = ["union", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "name"], name="helping_unit_once", violation_error_message="该地已有同名帮扶单位。"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Cadre(models.Model):
    """A person who helps households (帮扶干部); may have an account and then logs visits alone."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="cadres", verbose_name="所在地工会")
    unit = models.ForeignKey(
        HelpingUnit, models.PROTECT, null=True, blank=True, related_name="cadres", verbose_name="帮扶单位"
    )
    name = models.CharField("姓名", max_length=60)
    position = models.CharField("职务", max_length=40, blank=True)
    phone = models.CharField("电话", max_length=20, blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="cadre", verbose_name="账号"
    )
    is_active = models.BooleanField("在任", default=True)

    objects = CadreQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "帮扶干部"
        ordering = ["union", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "name", "phone"],
                name="cadre_once",
                violation_error_message="已有同名同电话的帮扶干部。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def masked_phone(self) -> str:
        return masking.mask_phone(self.phone)


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
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
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
        soon = timezone.localdate() + datetime.timedelta(days=settings.VISIT_DUE_SOON_DAYS)
        return any(day is not None and day <= soon for day in (self.home_due_on, self.call_due_on))


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Visit(models.Model):
    """One home visit or call. ``client_id`` is made by the page, so that a button pressed twice logs one visit."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="visits", verbose_name="档案")
    client_id = models.UUIDField("提交编号", unique=True, default=uuid.uuid4, editable=False)
    cadre = models.ForeignKey(
        Cadre, models.PROTECT, null=True, blank=True, related_name="visits", verbose_name="帮扶干部"
    )
    visitor_name = models.CharField("走访人", max_length=60)
    on = models.DateField("日期")
    method = models.CharField("方式", max_length=8, choices=VisitMethod.choices)
    met = models.CharField("见到何人", max_length=8, choices=Met.choices, blank=True)
    situation = models.TextField("走访情况", max_length=2000)
    difficulty_text = models.CharField("存在困难", max_length=500, blank=True, help_text="台账原文")
    measures = models.CharField("帮扶措施", max_length=500, blank=True)
    policies = models.CharField("宣传政策", max_length=300, blank=True)
    health_kit = models.BooleanField("发放健康包", default=False)
    health_kit_contents = models.CharField("健康包内容", max_length=200, blank=True)
    basics_confirmed = models.BooleanField("已核对家庭基本情况", default=False)
    no_difficulty = models.BooleanField("确认目前没有困难", default=False)
    next_visit_on = models.DateField("下次走访", null=True, blank=True)
    difficulties = models.ManyToManyField(Difficulty, related_name="visits", blank=True, verbose_name="发现的困难")
    source = models.CharField("来源", max_length=10, choices=VisitSource.choices, default=VisitSource.WEB)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    import_key = models.CharField(max_length=40, blank=True, editable=False)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访记录"
        ordering = ["household", "-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "import_key"], condition=~Q(import_key=""), name="visit_imported_once"
            ),
        ]
        indexes = [models.Index(fields=["household", "-on", "-id"], name="visit_of_household")]

    def __str__(self) -> str:
        return f"{self.on} {self.get_method_display()}"


class VisitPhoto(models.Model):
    """A photo taken on a visit."""

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="photos", verbose_name="走访")
    attachment = models.OneToOneField(Attachment, models.PROTECT, related_name="visit_photo", verbose_name="照片")

    class Meta:
        verbose_name = verbose_name_plural = "走访照片"
        ordering = ["visit", "id"]

    def __str__(self) -> str:
        return str(self.attachment)
