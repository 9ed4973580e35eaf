"""The append-only log of grievances, their files, and the days that they take."""

import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from audits.grievances.enums import FileStage, GrievanceCategory, StepKind
from audits.models.grievances import Grievance
from core import clock
from households.querysets import StandardQuerySet
from organizations.models import Union

PERSON = settings.AUTH_USER_MODEL
MOST_DAYS = 120


class GrievanceStep(models.Model):
    """One thing that was done with a grievance: who, when, where it stood, in which words; nobody changes it.

    ``by`` is none for whoever complained and for the system; ``person`` is who was charged with it.
    """

    grievance = models.ForeignKey(Grievance, models.PROTECT, related_name="steps", verbose_name="信访件")
    kind = models.CharField("事项", max_length=10, choices=StepKind.choices)
    at = models.DateTimeField("时间")
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="所在单位")
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办理人")
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办人")
    words = models.CharField("内容", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "信访办理记录"
        ordering = ["grievance", "id"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.grievance} {self.get_kind_display()}"


class GrievanceFile(models.Model):
    """One file with what was said or answered, named by its content's SHA-256; of a stranger's file no name is kept."""

    grievance = models.ForeignKey(Grievance, models.PROTECT, related_name="files", verbose_name="信访件")
    stage = models.CharField("环节", max_length=10, choices=FileStage.choices)
    title = models.CharField("名称", max_length=60)
    sha256 = models.CharField("内容校验值", max_length=64)
    size = models.PositiveIntegerField("字节数")
    content_type = models.CharField("内容类型", max_length=40)
    uploaded_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上传人"
    )
    uploaded_at = models.DateTimeField("上传时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "信访附件"
        ordering = ["grievance", "id"]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("grievance_file", args=[self.grievance_id, self.pk])


def days(label: str) -> models.PositiveSmallIntegerField:
    """Return a column of working days."""
    limits = [MinValueValidator(1), MaxValueValidator(MOST_DAYS)]
    return models.PositiveSmallIntegerField(f"{label}（工作日）", validators=limits)


class GrievanceTerm(models.Model):
    """The working days of grievances of a category in a region from a day on; never changed, the next one holds."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="grievance_terms", verbose_name="适用地区")
    category = models.CharField("类别", max_length=10, choices=GrievanceCategory.choices)
    valid_from = models.DateField("执行日期")
    answer_days = days("答复期限")
    extension_days = days("可延长")
    appeal_days = days("申请复查期限")
    reanswer_days = days("复查期限")
    source = models.CharField("依据", max_length=120)

    objects = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "信访办理期限"
        ordering = ["union", "category", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "category", "valid_from"],
                name="one_grievance_term_per_day",
                violation_error_message="该地区这一类当日已有办理期限。",
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_category_display()} {self.answer_days} 个工作日"
