"""Standing in for somebody on leave."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core import clock
from organizations.enums import Role
from organizations.models import Union
from reviews.querysets import DelegationQuerySet


class Delegation(models.Model):
    """A role of one account at one union, lent to another account from a day to a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="lent", verbose_name="委托人")
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="borrowed", verbose_name="代办人"
    )
    role = models.CharField("角色", max_length=12, choices=Role.choices)
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="工会")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    reason = models.CharField("事由", max_length=60, blank=True)
    created_at = models.DateTimeField("登记时间", default=clock.now)
    revoked_at = models.DateTimeField("收回时间", null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代办委托"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="delegation_forward",
                violation_error_message="结束日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(user=F("to_user")),
                name="delegation_to_another",
                violation_error_message="不能委托给本人。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.to_user}（{self.get_role_display()}）"

    def state_on(self, day: datetime.date) -> tuple[str, str]:
        """Return how it stands on a day, in a word and its tone."""
        if self.revoked_at is not None:
            return "已收回", "gone"
        if day < self.starts_on:
            return "未开始", "todo"
        return ("已到期", "gone") if day > self.ends_on else ("生效中", "good")
