"""Pairs of archives that may be of one family, until somebody decides."""

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from households.enums import Likeness, SuspicionStatus
from households.models.archive import Household
from households.querysets import SuspicionQuerySet


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old))
class DuplicateSuspicion(models.Model):
    """Two open archives that look like one family; ``first`` is the one with the lower key.

    A decision that was wrong can be lifted; who did that last and why stays here, the decision in the history.
    """

    first = models.ForeignKey(Household, models.CASCADE, related_name="+", verbose_name="档案一")
    second = models.ForeignKey(Household, models.CASCADE, related_name="+", verbose_name="档案二")
    reasons = ArrayField(models.CharField(max_length=8, choices=Likeness.choices), verbose_name="疑点")
    status = models.CharField("状态", max_length=12, choices=SuspicionStatus.choices, default=SuspicionStatus.OPEN)
    found_at = models.DateTimeField("发现时间", auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="判定人"
    )
    decided_at = models.DateTimeField("判定时间", null=True)
    decision = models.CharField("判定依据", max_length=300, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="撤销人"
    )
    lifted_at = models.DateTimeField("撤销时间", null=True)
    lifted_why = models.CharField("撤销理由", max_length=300, blank=True)

    objects = SuspicionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "疑似重复"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="suspicion_of_two"),
            models.UniqueConstraint(fields=["first", "second"], name="one_suspicion_per_pair"),
            models.CheckConstraint(
                condition=Q(status__in=[SuspicionStatus.OPEN, SuspicionStatus.GONE])
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decision=""),
                name="decision_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True) | Q(lifted_at__isnull=False) & ~Q(lifted_why=""),
                name="lifting_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-id"], name="suspicion_status"),
            models.Index(fields=["second"], name="suspicion_second"),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"

    def get_absolute_url(self) -> str:
        return reverse("duplicate", args=[self.pk])

    @property
    def reason_names(self) -> str:
        return "；".join(str(Likeness(reason).label) for reason in self.reasons)

    @property
    def is_decided(self) -> bool:
        return self.status in {SuspicionStatus.SAME, SuspicionStatus.DIFFERENT}

    @property
    def is_open(self) -> bool:
        return self.status == SuspicionStatus.OPEN


class DuplicateStale(models.Model):
    """An archive whose names, birth dates, phones or card changed since it was compared; triggers write the rows."""

    household = models.OneToOneField(
        Household, models.CASCADE, primary_key=True, related_name="+", verbose_name="档案", db_constraint=False
    )

    class Meta:
        verbose_name = verbose_name_plural = "待查重档案"

    def __str__(self) -> str:
        return str(self.household_id)
