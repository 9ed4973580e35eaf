"""The life of an archive: every change of its status, each with its reason, and nothing ever changed about it."""

import pgtrigger
from django.conf import settings
from django.db import models

from households.enums import Category, Level, Status
from households.models.archive import Household
from households.querysets import PartQuerySet


class StatusChange(models.Model):
    """One step of an archive's life, such as 在档 to 渐退期, with cause, channel and the review that decided it.

    An archive that an import brings in has a first row without ``from_status`` (by trigger). Level and category are
    those that it had from then on, for counts of past periods; ``union_path`` follows the archive.
    """

    household = models.ForeignKey(Household, models.CASCADE, related_name="status_changes", verbose_name="档案")
    union_path = models.CharField(max_length=255, editable=False)
    level = models.CharField("建档标准", max_length=12, choices=Level.choices)
    category = models.CharField("困难类别", max_length=16, choices=Category.choices)
    from_status = models.CharField("原状态", max_length=12, choices=Status.choices, blank=True)
    to_status = models.CharField("状态", max_length=12, choices=Status.choices)
    on = models.DateField("日期")
    cause = models.CharField("原因", max_length=200, blank=True)
    channel = models.CharField("退出渠道", max_length=20, blank=True)
    review_no = models.CharField("审核编号", max_length=20, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办理人")
    at = models.DateTimeField("登记时间")

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "档案状态变动"
        ordering = ["household", "id"]
        indexes = [
            models.Index(fields=["on", "to_status"], name="status_change_on", include=["union_path", "household"]),
            models.Index(
                fields=["union_path", "on"], name="status_change_scope", opclasses=["text_pattern_ops", "date_ops"]
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="append_only",
                operation=pgtrigger.UpdateOf(
                    "household_id",
                    "level",
                    "category",
                    "from_status",
                    "to_status",
                    "on",
                    "cause",
                    "channel",
                    "review_no",
                    "by_id",
                    "at",
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.get_from_status_display()} → {self.get_to_status_display()}"

    @property
    def title(self) -> str:
        return title_of(self.from_status, self.to_status)


STEPS = {
    ("", Status.ON_FILE): "入档",
    (Status.DRAFT, Status.UNDER_REVIEW): "提交入档审核",
    (Status.UNDER_REVIEW, Status.DRAFT): "退回修改",
    (Status.UNDER_REVIEW, Status.ON_FILE): "入档",
    (Status.UNDER_REVIEW, Status.REJECTED): "入档未通过",
    (Status.ON_FILE, Status.TAPERING): "脱困退出，进入渐退期",
    (Status.ON_FILE, Status.EXITED): "脱困退出",
    (Status.TAPERING, Status.EXITED): "渐退期满，脱困退出",
    (Status.TAPERING, Status.ON_FILE): "恢复在档",
    (Status.ON_FILE, Status.CANCELLED): "注销",
    (Status.TAPERING, Status.CANCELLED): "注销",
    (Status.DRAFT, Status.CANCELLED): "草稿作废",
}


def title_of(from_status: str, to_status: str) -> str:
    """Say in a word or two what a change of status was; without one, the review has set something else."""
    if from_status == to_status:
        return "档案变更"
    return STEPS.get((from_status, Status(to_status))) or f"转为{Status(to_status).label}"
