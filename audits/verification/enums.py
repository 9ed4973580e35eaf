"""Codes of third-party verification."""

from django.db import models


class PopulationClass(models.TextChoices):
    """Whom a sample is drawn from (domain reference 5.4)."""

    ON_FILE = "on_file", "在档"
    EXITED = "exited", "已脱困"
    CANCELLED = "cancelled", "已注销"
    NOT_FILED = "not_filed", "未建档"


class ProjectStatus(models.TextChoices):
    """How far a project is; it goes on in this order and never back."""

    DRAFT = "draft", "筹备"
    DRAWN = "drawn", "已抽样"
    RUNNING = "running", "入户核查"
    JUDGING = "judging", "认定"
    CLOSED = "closed", "已结束"


class Allocation(models.TextChoices):
    """How a sample is divided among its strata."""

    PROPORTIONAL = "proportional", "按户数比例"
    EQUAL = "equal", "各层相等"
    CENSUS = "census", "全部核查"


class Region(models.TextChoices):
    """By which unions a population is divided into strata."""

    WHOLE = "whole", "不分地区"
    PREFECTURE = "prefecture", "按州市（产业）"
    COUNTY = "county", "按县（市、区）"
