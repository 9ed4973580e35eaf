"""Services (培训、职业介绍、就业咨询、法律援助): sessions, who takes part, attendance, outcome, and what they cost."""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from assistance.models.funds import Budget
from assistance.models.measures import Measure
from assistance.models.triggers import HOUSEHOLD_PATH
from assistance.services.enums import FOLLOW_UP_MONTHS, EnrolmentStatus, ServiceKind, ServiceStatus, Work
from assistance.services.querysets import ChargeQuerySet, EnrolmentQuerySet, FollowUpQuerySet, ServiceQuerySet
from core import clock
from households.models import Household, Member
from organizations.models import Union


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Service(models.Model):
    """One course, fair, counselling day or legal case of a union, with its places and, for a group, its employer."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="services", verbose_name="组织工会")
    kind = models.CharField("类别", max_length=12, choices=ServiceKind.choices)
    name = models.CharField("名称", max_length=80)
    organiser = models.CharField("承办单位", max_length=60, blank=True)
    place = models.CharField("地点", max_length=80, blank=True)
    content = models.CharField("内容", max_length=500, blank=True)
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    places = models.PositiveIntegerField("名额", default=0, help_text="0 为不限")
    employer = models.CharField("用工单位", max_length=80, blank=True, help_text="岗前培训后集体上岗的单位")
    job = models.CharField("岗位", max_length=60, blank=True)
    budget = models.ForeignKey(
        Budget, models.PROTECT, null=True, blank=True, related_name="services", verbose_name="资金预算"
    )
    status = models.CharField("状态", max_length=10, choices=ServiceStatus.choices, default=ServiceStatus.OPEN)
    result = models.CharField("结果", max_length=500, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人")
    created_at = models.DateTimeField("登记时间", default=clock.now, editable=False)
    client_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "帮扶服务"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="service_forward",
                violation_error_message="结束日期不能早于开始日期。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("service", args=[self.pk])


class ServiceSession(models.Model):
    """One meeting of a service: a day, a topic, hours."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="sessions", verbose_name="服务")
    on = models.DateField("日期")
    topic = models.CharField("内容", max_length=80, blank=True)
    hours = models.DecimalField("学时", max_digits=4, decimal_places=1, default=1, validators=[MinValueValidator(0)])

    objects: ClassVar[models.Manager["ServiceSession"]] = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务场次"
        ordering = ["service", "on", "id"]

    def __str__(self) -> str:
        return f"{self.on} {self.topic}"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["union_path"])
class Enrolment(models.Model):
    """Somebody of a household who takes part in a service, what became of it, and the job that followed."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="enrolments", verbose_name="服务")
    household = models.ForeignKey(Household, models.PROTECT, related_name="enrolments", verbose_name="档案")
    union_path = models.CharField(max_length=255, editable=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="enrolments", verbose_name="参加人")
    measure = models.ForeignKey(
        Measure, models.PROTECT, null=True, blank=True, related_name="enrolments", verbose_name="对应措施"
    )
    status = models.CharField("状态", max_length=10, choices=EnrolmentStatus.choices, default=EnrolmentStatus.ENROLLED)
    completed_on = models.DateField("完成日期", null=True, blank=True)
    result = models.CharField("结果", max_length=200, blank=True, help_text="如证书名称、咨询结论、案件结果")
    job_from = models.DateField("上岗日期", null=True, blank=True)
    employer = models.CharField("就业单位", max_length=80, blank=True)
    wage = models.DecimalField("月工资（元）", max_digits=10, decimal_places=2, null=True, blank=True)
    enrolled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="报名登记人"
    )
    enrolled_at = models.DateTimeField("报名时间", default=clock.now, editable=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "参加人员"
        ordering = ["service", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "member"], name="enrolled_once", violation_error_message="此人已报名。"
            ),
            models.CheckConstraint(
                condition=~Q(status=EnrolmentStatus.COMPLETED) | Q(completed_on__isnull=False),
                name="completed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(wage__isnull=True) | Q(wage__gt=0),
                name="wage_is_positive",
                violation_error_message="月工资应大于零。",
            ),
        ]
        indexes = [
            models.Index(
                fields=["union_path", "completed_on"],
                name="enrolment_scope",
                opclasses=["text_pattern_ops", "date_ops"],
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="enrolment_scope_path",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("household_id"),
                func=HOUSEHOLD_PATH,
            )
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.member_id}"


class Attendance(models.Model):
    """Whether somebody came to one session."""

    session = models.ForeignKey(ServiceSession, models.CASCADE, related_name="attendance", verbose_name="场次")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attendance", verbose_name="参加人")
    present = models.BooleanField("到场", default=True)

    objects: ClassVar[models.Manager["Attendance"]] = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "签到"
        ordering = ["session", "enrolment"]
        constraints = [models.UniqueConstraint(fields=["session", "enrolment"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.enrolment_id}"


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class FollowUp(models.Model):
    """What a look 3 or 6 months after the service found: whether the person works, and for what wage."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="follow_ups", verbose_name="参加人")
    months = models.PositiveSmallIntegerField(
        "满几个月", choices=[(months, f"{months} 个月") for months in FOLLOW_UP_MONTHS]
    )
    on = models.DateField("回访日期")
    work = models.CharField("就业情况", max_length=14, choices=Work.choices)
    employer = models.CharField("就业单位", max_length=80, blank=True)
    wage = models.DecimalField("月工资（元）", max_digits=10, decimal_places=2, null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="回访人")
    at = models.DateTimeField("登记时间", default=clock.now, editable=False)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "就业回访"
        ordering = ["enrolment", "months"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "months"], name="one_look_for_a_term", violation_error_message="该期回访已登记。"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.months}"


class ServiceCharge(models.Model):
    """A cost of a service, charged to a budget; taken back by an entry of the ledger, never changed."""

    service = models.ForeignKey(Service, models.PROTECT, related_name="charges", verbose_name="服务")
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="charges", verbose_name="资金预算")
    amount = models.DecimalField("金额（元）", max_digits=12, decimal_places=2)
    on = models.DateField("支出日期")
    payee = models.CharField("收款单位", max_length=80)
    doc_no = models.CharField("凭证号", max_length=60)
    note = models.CharField("摘要", max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", default=clock.now, editable=False)
    client_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "服务支出"
        ordering = ["service", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="charge_is_positive", violation_error_message="金额应大于零。"
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.service_id} {self.amount}"
