"""What an import of an archive workbook did, row by row."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.urls import reverse

from core.models import Job
from households.enums import ImportOutcome, ImportStatus
from households.querysets import ImportRunQuerySet


class ImportRun(models.Model):
    """One workbook loaded by one person: first checked, then (once confirmed) written household by household."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports", verbose_name="导入人")
    file_name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("内容校验值", max_length=64)
    status = models.CharField("状态", max_length=12, choices=ImportStatus.choices, default=ImportStatus.CHECKING)
    check_job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+", verbose_name="核对任务")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+", verbose_name="导入任务")
    preview = models.JSONField("核对结果", default=dict)
    report = models.JSONField("导入结果", default=dict)
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "档案导入"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.pk])

    @property
    def path(self) -> Path:
        """Where the workbook lies; never below a web root."""
        return Path(settings.MEDIA_ROOT) / "imports" / f"{self.pk}.xlsx"


class ImportItem(models.Model):
    """What became of one household of the workbook; written in the same transaction as the household itself."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="items", verbose_name="导入")
    archive_no = models.CharField("档案编号", max_length=30)
    outcome = models.CharField("结果", max_length=10, choices=ImportOutcome.choices)

    class Meta:
        verbose_name = verbose_name_plural = "导入明细"
        ordering = ["run", "id"]
        constraints = [models.UniqueConstraint(fields=["run", "archive_no"], name="one_outcome_per_household_and_run")]

    def __str__(self) -> str:
        return f"{self.archive_no} {self.get_outcome_display()}"
