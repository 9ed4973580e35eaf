"""The feed of changes that other systems read on from where they stopped."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from households.models.archive import Household
from households.querysets import FeedQuerySet


class ChangeKind(models.TextChoices):
    CREATED = "created", "新建"
    CHANGED = "changed", "修改"
    DELETED = "deleted", "移除"
    GONE = "gone", "不再可见"


class ChangeFeed(models.Model):
    """What one transaction did to one thing; written by triggers (households.feed), never changed, kept for a time.

    ``position`` is given once every transaction that began before has ended (households.feedreading), so that
    positions come in the order in which they can be seen. What left somebody's scope (households.gone) is told where it
    lay (``left_path``), or to one account alone (``reader``).
    """

    position = models.BigIntegerField("位置", null=True, unique=True, editable=False)
    transaction = models.BigIntegerField("事务")
    resource = models.CharField("内容", max_length=20)
    key = models.BigIntegerField("编号")
    # No constraint: it would cost a look-up for each row, and the row must not keep anything from being removed.
    household = models.ForeignKey(
        Household, models.DO_NOTHING, db_constraint=False, null=True, related_name="+", verbose_name="档案"
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        null=True,
        related_name="+",
        verbose_name="只告知账号",
    )
    left_path = models.CharField("原所在工会路径", max_length=255, default="", db_default="")
    kind = models.CharField("变更", max_length=8, choices=ChangeKind.choices)
    at = models.DateTimeField("时间")

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "变更记录"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["transaction", "resource", "key"], name="change_told_once"),
        ]
        indexes = [
            models.Index(fields=["transaction", "id"], name="change_waiting", condition=Q(position=None)),
            models.Index(fields=["reader", "resource", "key"], name="change_for_reader", condition=~Q(reader=None)),
        ]
        triggers = [
            pgtrigger.Protect(
                name="append_only",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.position IS NOT NULL"),
            ),
            pgtrigger.Protect(
                name="no_delete",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.position IS NULL OR OLD.at > now() - interval '30 days'"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.key} {self.get_kind_display()}"
