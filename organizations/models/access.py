"""The log of who looked at, printed or exported what; nobody can change it, the database sees to that."""

import pgtrigger
from django.conf import settings
from django.db import models

from organizations.enums import AccessVerb
from organizations.querysets import AccessLogQuerySet


class AccessLog(models.Model):
    """One look at, print or export of personal data, or one act on an account."""

    at = models.DateTimeField("时间", auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="access_log", verbose_name="账号"
    )
    verb = models.CharField("操作", max_length=12, choices=AccessVerb.choices)
    subject = models.CharField("对象", max_length=120, help_text="档案编号、文件名或账号")
    detail = models.CharField("内容", max_length=300, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True, blank=True)

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "访问日志"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject", "-id"], name="access_subject"),
            models.Index(fields=["user", "-id"], name="access_user"),
            models.Index(fields=["verb", "-id"], name="access_verb"),
            models.Index(fields=["at"], name="access_at"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.subject}"
