"""Every visit and call at a household."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from households.feed import feed_triggers
from households.models import Attachment, Difficulty, Household
from pairing.enums import Met, VisitMethod, VisitSource
from pairing.models.helpers import Cadre
from pairing.querysets import VisitQuerySet


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
    created_at = models.DateTimeField("登记时间", default=clock.now, editable=False)
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
        triggers = feed_triggers("visits", ignore=["import_key"])

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
