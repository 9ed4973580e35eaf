"""Kinds and states of seasonal actions."""

from django.db import models


class DriveKind(models.TextChoices):
    WARMTH = "warmth", "送温暖"
    GOLDEN_AUTUMN = "golden_autumn", "金秋助学"
    SUMMER = "summer", "夏送清凉"
    SPRING = "spring", "春送岗位"
    OTHER = "other", "其他"


class DriveStatus(models.TextChoices):
    PLANNED = "planned", "筹备中"
    RUNNING = "running", "进行中"
    CLOSED = "closed", "已结束"


class TargetState(models.TextChoices):
    """How far the aid for one target has come."""

    WAITING = "waiting", "未列入批次"
    LISTED = "listed", "已列入批次"
    PAID = "paid", "已发放"
