"""Applying from outside: the code that a union hands to a worker, and the code by which one asks how it stands."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from households.enums import Category, Level
from households.models.archive import Household
from households.querysets import ApplicationCodeQuerySet, PartQuerySet
from organizations.models import Union


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), exclude=["answers", "answered_at", "holder", "digest"])
class ApplicationCode(models.Model):
    """Lets one worker of a union apply once without an account; what is typed meanwhile is kept in ``answers``.

    Only the digest of the code is kept. ``holder`` names the browser that writes: the one that entered the code last.
    """

    union = models.ForeignKey(Union, models.PROTECT, related_name="application_codes", verbose_name="建档单位")
    name = models.CharField("职工姓名", max_length=60)
    phone_tail = models.CharField("手机号后四位", max_length=4)
    level = models.CharField("拟建档标准", max_length=12, choices=Level.choices)
    category = models.CharField("拟申报类别", max_length=16, choices=Category.choices)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发放人")
    issued_at = models.DateTimeField("发放时间")
    expires_at = models.DateTimeField("有效期至")
    revoked_at = models.DateTimeField("作废时间", null=True, blank=True)
    holder = models.CharField(max_length=32, blank=True, editable=False)
    answers = models.JSONField("已填内容", default=dict, blank=True)
    answered_at = models.DateTimeField("最近填写", null=True, blank=True)
    refusals = models.PositiveSmallIntegerField("提交未成功次数", default=0)
    trouble = models.CharField("未成功原因", max_length=300, blank=True)
    household = models.OneToOneField(
        Household, models.PROTECT, null=True, blank=True, related_name="application", verbose_name="档案"
    )
    applied_at = models.DateTimeField("提交时间", null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接收人"
    )
    taken_at = models.DateTimeField("接收时间", null=True, blank=True)

    objects = ApplicationCodeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "申请码"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "name", "phone_tail"],
                condition=Q(applied_at__isnull=True, revoked_at__isnull=True),
                name="one_live_code_per_worker",
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(household__isnull=False), name="applied_has_an_archive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.phone_tail}"

    @property
    def state(self) -> tuple[str, str]:
        """How it stands, with the tone of its badge."""
        if self.taken_at:
            return "已接收", "good"
        if self.applied_at:
            return "已提交，待接收", "todo"
        if self.revoked_at:
            return "已作废", "gone"
        if self.expires_at <= clock.now():
            return "已过期", "gone"
        return ("填写中", "todo") if self.answered_at else ("未使用", "todo")

    @property
    def is_live(self) -> bool:
        """Whether one may still apply with it."""
        return self.applied_at is None and self.revoked_at is None and self.expires_at > clock.now()


class QueryCode(models.Model):
    """Lets whoever has it read the state of one archive, and nothing else; only the digest is kept."""

    household = models.OneToOneField(Household, models.CASCADE, related_name="query_code", verbose_name="档案")
    digest = models.CharField(max_length=64, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="生成人"
    )
    issued_at = models.DateTimeField("生成时间")

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "查询码"

    def __str__(self) -> str:
        return str(self.household)
