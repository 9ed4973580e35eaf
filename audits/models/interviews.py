"""What an assessor was told at a sampled household."""

from pathlib import Path

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from audits.models.verification import SampleUnit, Verification
from audits.verification.enums import InterviewStatus, LeftReason, PhotoKind, Round
from audits.verification.querysets import InterviewPhotoQuerySet, InterviewQuerySet
from core import clock, files

PERSON = settings.AUTH_USER_MODEL
LEGAL: list[tuple[str, str]] = [
    (InterviewStatus.ASSIGNED, InterviewStatus.ACCEPTED),
    (InterviewStatus.ACCEPTED, InterviewStatus.IN_FIELD),
    (InterviewStatus.IN_FIELD, InterviewStatus.SUBMITTED),
    (InterviewStatus.SUBMITTED, InterviewStatus.RETURNED),
    (InterviewStatus.SUBMITTED, InterviewStatus.AGREED),
    (InterviewStatus.RETURNED, InterviewStatus.SUBMITTED),
    *(
        (status, InterviewStatus.DROPPED)
        for status in (InterviewStatus.ASSIGNED, InterviewStatus.ACCEPTED, InterviewStatus.IN_FIELD)
    ),
]


class Interview(models.Model):
    """One visit (or call) of one assessor to a sampled household, with the answers by question.

    ``version`` counts the savings, so that two windows of one assessor do not overwrite each other. ``former`` had it
    before it was handed over.
    """

    verification = models.ForeignKey(Verification, models.CASCADE, related_name="interviews", verbose_name="核查")
    sample = models.ForeignKey(SampleUnit, models.PROTECT, related_name="interviews", verbose_name="样本")
    round = models.CharField("轮次", max_length=8, choices=Round.choices)
    assessor = models.ForeignKey(PERSON, models.PROTECT, related_name="interviews", verbose_name="核查员")
    former = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name="原核查员")
    status = models.CharField("状态", max_length=10, choices=InterviewStatus.choices, default=InterviewStatus.ASSIGNED)
    answers = models.JSONField("答案", default=dict, blank=True)
    version = models.PositiveIntegerField("保存次数", default=0)
    on_day = models.DateField("入户日期", null=True, blank=True)
    assigned_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="分派人")
    assigned_at = models.DateTimeField("分派时间")
    accepted_at = models.DateTimeField("接收时间", null=True, blank=True)
    begun_at = models.DateTimeField("开始时间", null=True, blank=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    returned_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="退回人"
    )
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)
    return_reason = models.CharField("退回原因", max_length=300, blank=True)
    left_reason = models.CharField(
        "未访原因",
        max_length=12,
        choices=LeftReason.choices,
        blank=True,
        help_text="首访已提交、复访人员登记未访时填写。",
    )
    left_note = models.CharField("未访说明", max_length=300, blank=True)
    agreed_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="认可人"
    )
    agreed_at = models.DateTimeField("认可时间", null=True, blank=True)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "入户核查"
        ordering = ["verification", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "round"], name="one_interview_per_round"),
            models.CheckConstraint(
                condition=~Q(status=InterviewStatus.SUBMITTED) | Q(on_day__isnull=False, submitted_at__isnull=False),
                name="submitted_with_its_day",
            ),
        ]
        indexes = [models.Index(fields=["assessor", "status"], name="interview_of_assessor")]
        triggers = [
            pgtrigger.FSM(name="legal_status", field="status", transitions=LEGAL),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.sample} {self.get_round_display()}"


class InterviewPhoto(models.Model):
    """A photo that was taken on an interview, or the signature of who was asked, kept by its content.

    No paper of the archive: the union under check does not see it. Taken back, it stays for the retention period.
    """

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="photos", verbose_name="入户核查")
    kind = models.CharField("类别", max_length=10, choices=PhotoKind.choices)
    sha256 = models.CharField("内容", max_length=64)
    content_type = models.CharField("格式", max_length=20)
    added_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="上传人")
    added_at = models.DateTimeField("上传时间", default=clock.now)
    removed_at = models.DateTimeField("移除时间", null=True, blank=True)

    objects = InterviewPhotoQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "入户核查照片"
        ordering = ["interview", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview"],
                condition=Q(kind=PhotoKind.SIGNATURE, removed_at__isnull=True),
                name="one_signature_of_interview",
            ),
            models.UniqueConstraint(
                fields=["interview", "kind", "sha256"], condition=Q(removed_at__isnull=True), name="same_photo_once"
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.interview} {self.get_kind_display()}"

    @property
    def path(self) -> Path:
        """Where the content lies."""
        return files.path_of(self.sha256)
