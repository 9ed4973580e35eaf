"""Background jobs as people see them (what runs, how far it is, what came of it), their store, and tries at secrets."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone


class JobStatus(models.TextChoices):
    QUEUED = "queued", "排队中"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"
    CANCELLED = "cancelled", "已取消"


LIVE = (JobStatus.QUEUED, JobStatus.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, each seen by the person who started it."""

    def visible_to(self, user) -> "JobQuerySet":
        """Narrow to the jobs that the user started."""
        return self.filter(owner=user)

    def live(self) -> "JobQuerySet":
        """Narrow to jobs that wait or run."""
        return self.filter(status__in=LIVE)

    def before(self, job: "Job") -> "JobQuerySet":
        """Narrow to the jobs that are served before a waiting one."""
        earlier = Q(turn__lt=job.turn) | Q(turn=job.turn, pk__lt=job.pk)
        return self.filter(earlier, status=JobStatus.QUEUED)

    def news(self) -> "JobQuerySet":
        """Narrow to files that are ready, or failed to be made, and that their owner has not looked at yet."""
        ended = self.filter(status__in=[JobStatus.DONE, JobStatus.FAILED], seen_at=None).exclude(file_name="")
        return ended.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))


class Job(models.Model):
    """One background job of one person; survives the death of its worker (core.jobs)."""

    kind = models.CharField("种类", max_length=40)
    title = models.CharField("名称", max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs", verbose_name="发起人")
    status = models.CharField("状态", max_length=12, choices=JobStatus.choices, default=JobStatus.QUEUED)
    params = models.JSONField("参数", default=dict)
    request_key = models.CharField("请求特征", max_length=64, blank=True, help_text="同一请求同时只运行一次")
    turn = models.BigIntegerField("轮次", default=0, help_text="每人一轮一件，轮次小的先办（core.turns）")
    estimate = models.JSONField("预计", default=dict, help_text="发起前说明的行数、页数、秒数、字节数")
    purpose = models.CharField("用途", max_length=200, blank=True)
    rights = models.JSONField("办理时的权限", default=list, help_text="角色和工会路径；失去其中一项就不能再取文件")
    done = models.PositiveIntegerField("已处理", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    attempts = models.PositiveSmallIntegerField("运行次数", default=0)
    message = models.TextField("说明", blank=True)
    result = models.JSONField("结果", default=dict)
    file_name = models.CharField("文件名", max_length=200, blank=True)
    size = models.BigIntegerField("文件字节数", null=True, blank=True)
    cancel_requested = models.BooleanField("已要求取消", default=False)
    created_at = models.DateTimeField("发起时间", auto_now_add=True)
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    paced_at = models.DateTimeField("本次运行开始时间", null=True, blank=True)
    paced_from = models.PositiveIntegerField("本次运行开始时已处理", default=0)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)
    seen_at = models.DateTimeField("查看结果时间", null=True, blank=True)
    expires_at = models.DateTimeField("文件到期时间", null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "request_key"],
                condition=Q(status__in=["queued", "running"]) & ~Q(request_key=""),
                name="one_live_job_per_request",
                violation_error_message="同样的任务正在进行，请等它完成。",
            )
        ]
        indexes = [
            models.Index(fields=["status"], name="job_status"),
            models.Index(fields=["owner", "-id"], name="job_owner"),
            models.Index(fields=["kind", "-id"], name="job_kind"),
            models.Index(fields=["turn"], name="job_turn_begun", condition=Q(started_at__isnull=False)),
            models.Index(fields=["expires_at"], name="job_expires", condition=Q(size__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("job", args=[self.pk])

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def seconds_left(self) -> int | None:
        """How long it still takes at the pace of this attempt, or as was said before; None when nothing is known."""
        if not self.paced_at:
            return None
        elapsed = (timezone.now() - self.paced_at).total_seconds()
        if self.total and self.done > self.paced_from:
            return round(elapsed / (self.done - self.paced_from) * max(self.total - self.done, 0))
        expected = self.estimate.get("seconds")
        return max(round(expected - elapsed), 1) if expected else None

    @property
    def path(self) -> Path:
        """Where the file that the job made lies; never below a web root."""
        return Path(settings.EXPORT_ROOT) / f"{self.pk}{Path(self.file_name).suffix}"

    @property
    def has_file(self) -> bool:
        """Whether the file can be fetched: made, not expired, and there."""
        is_kept = self.expires_at is None or self.expires_at > timezone.now()
        # Not Path.exists, which raises for a store that is out of reach.
        return self.status == JobStatus.DONE and bool(self.file_name) and is_kept and os.path.exists(self.path)


def new_token() -> str:
    """Return what tells one store of files from another."""
    return secrets.token_hex(16)


class StoreMark(models.Model):
    """The mark that the store of files of this database carries (core.store); one row."""

    token = models.CharField("标记", max_length=32, default=new_token)

    class Meta:
        verbose_name = verbose_name_plural = "文件存储标记"

    def __str__(self) -> str:
        return self.token


class Attempt(models.Model):
    """One try at something secret on a public page that has not succeeded (core.throttle)."""

    key = models.CharField("对象", max_length=64)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "公开页面尝试"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["key", "at"], name="attempt_key"),
            models.Index(fields=["at"], name="attempt_at"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.at:%Y-%m-%d %H:%M}"


class IdempotencyKey(models.Model):
    """The answer to one write of a program, kept for a while so that the same request again gets the same answer.

    Written in the transaction of the write itself: whoever finds the row finds what was done (core.idempotency).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="账号")
    key = models.CharField("请求编号", max_length=255)
    digest = models.CharField("请求摘要", max_length=64)
    status = models.PositiveSmallIntegerField("状态码")
    headers = models.JSONField("响应头", default=dict)
    body = models.TextField("响应")
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "接口写入记录"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_per_key")]
        indexes = [models.Index(fields=["at"], name="idempotency_at")]

    def __str__(self) -> str:
        return self.key
