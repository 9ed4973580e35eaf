"""Single applications for aid (单户帮扶申请), which lines of a batch may come from."""

import uuid

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from assistance.models.ceilings import AidItem
from assistance.models.payment_guards import REQUEST_TRIGGERS
from assistance.requests.enums import RequestStatus
from assistance.requests.querysets import RequestQuerySet
from core import clock
from households.models import Household, Member
from reviews.models import Review


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["union_path"])
class AidRequest(models.Model):
    """An application of one household for one item (单户帮扶申请), decided by a review of its own."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="aid_requests", verbose_name="档案")
    union_path = models.CharField(max_length=255, editable=False)
    item = models.ForeignKey(AidItem, models.PROTECT, related_name="requests", verbose_name="帮扶项目")
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="aid_requests", verbose_name="受益人"
    )
    stage = models.CharField("学段", max_length=16, blank=True)
    amount = models.DecimalField("申请金额（元）", max_digits=12, decimal_places=2)
    approved_amount = models.DecimalField("批准金额（元）", max_digits=12, decimal_places=2, null=True, editable=False)
    reason = models.CharField("申请事由", max_length=300)
    applied_on = models.DateField("申请日期", default=clock.today)
    status = models.CharField(
        "状态", max_length=12, choices=RequestStatus.choices, default=RequestStatus.UNDER_REVIEW, editable=False
    )
    review = models.ForeignKey(
        Review, models.PROTECT, null=True, related_name="aid_requests", verbose_name="审核", editable=False
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    created_at = models.DateTimeField("登记时间", default=clock.now, editable=False)
    client_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单户帮扶申请"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="request_asks_something", violation_error_message="申请金额应大于零。"
            )
        ]
        indexes = [
            models.Index(
                fields=["union_path", "-id"], name="aid_request_scope", opclasses=["text_pattern_ops", "int8_ops"]
            )
        ]
        triggers = REQUEST_TRIGGERS

    def __str__(self) -> str:
        return f"{self.number} {self.item}"

    def get_absolute_url(self) -> str:
        return reverse("aid_request", args=[self.pk])

    @property
    def number(self) -> str:
        return f"SQ-{self.applied_on:%Y}-{self.pk:06d}"
