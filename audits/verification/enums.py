"""Codes of third-party verification."""

from django.db import models


class Allocation(models.TextChoices):
    """How a sample is divided among its strata."""

    PROPORTIONAL = "proportional", "按户数比例"
    EQUAL = "equal", "各层相等"
    CENSUS = "census", "全部核查"
