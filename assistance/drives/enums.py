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
