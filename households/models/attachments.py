"""Papers and photos of an archive; the files lie outside every web root and are served in scope only."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.urls import reverse

from core import files
from households.enums import AttachmentKind
from households.models.archive import Household
from households.querysets import AttachmentQuerySet


class Attachment(models.Model):
    """One file, named by its content's SHA-256; removing it hides it and keeps it for the retention period."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="attachments", verbose_name="档案")
    kind = models.CharField("附件类型", max_length=16, choices=AttachmentKind.choices)
    title = models.CharField("附件名称", max_length=120)
    sha256 = models.CharField("内容校验值", max_length=64)
    size = models.PositiveIntegerField("字节数")
    content_type = models.CharField("内容类型", max_length=40)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="移除人"
    )
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["household", "-id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("attachment", args=[self.household.archive_no, self.pk])

    @property
    def path(self) -> Path:
        """Where the content lies; two attachments of the same content share the file."""
        return files.path_of(self.sha256)

    @property
    def is_image(self) -> bool:
        return self.content_type.startswith("image/")
