"""Grievances (信访申诉): what was said, who answers by when, what was answered, what became of an appeal."""

import datetime
import secrets

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from audits.grievances.enums import (
    LEGAL,
    UNANSWERED,
    Channel,
    Finding,
    GrievanceCategory,
    GrievanceStatus,
)
from audits.grievances.querysets import GrievanceQuerySet
from audits.models.sent import Sendable
from core import clock
from households.models import Household
from organizations.models import Union

PERSON = settings.AUTH_USER_MODEL
LONGEST = 2000
# What was said stays as it was said.
SAID = ["number", "channel", "category", "text", "is_secret", "is_anonymous", "name", "phone", "about"]
CAME = ["received_at", "entered_by", "entered_at", "sent_digest"]
ANSWER, REANSWER = "answered_at answered_by finding answer", "reanswered_at reanswered_by appeal_upheld reanswer"


def new_number() -> str:
    """Return a number that tells nothing but its year: how many came is nobody's business outside."""
    return f"{clock.today().year}{secrets.randbelow(10**6):06d}"


def frozen(name: str, fields: str) -> pgtrigger.Protect:
    """Refuse to change an answer once it was given; its moment stands first among the fields."""
    first, *rest = fields.split()
    changed = pgtrigger.Q(**{f"old__{first}__df": pgtrigger.F(f"new__{first}")})
    for field in rest:
        changed |= pgtrigger.Q(**{f"old__{field}__df": pgtrigger.F(f"new__{field}")})
    given = pgtrigger.Q(**{f"old__{first}__isnull": False})
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update, condition=given & changed)


# Nobody can show that an anonymous grievance is theirs: its code is never replaced.
CODE_OF_NOBODY = pgtrigger.Protect(
    name="code_of_nobody_is_kept",
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__is_anonymous=True, old__code_digest__df=pgtrigger.F("new__code_digest")),
)


class Statement(models.Model):
    """What somebody complains of, how it came, and to which union; an anonymous one keeps no identity."""

    number = models.CharField("编号", max_length=10, unique=True, default=new_number, editable=False)
    channel = models.CharField("渠道", max_length=8, choices=Channel.choices)
    category = models.CharField("类别", max_length=10, choices=GrievanceCategory.choices)
    text = models.CharField("反映内容", max_length=LONGEST)
    is_secret = models.BooleanField("保密", default=False)
    is_anonymous = models.BooleanField("匿名", default=False)
    name = models.CharField("反映人", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    about = models.CharField("涉及的工作人员", max_length=60, blank=True)
    avoided = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True, verbose_name="回避人员")
    union = models.ForeignKey(Union, models.PROTECT, related_name="grievances", verbose_name="受理单位")
    household = models.ForeignKey(
        Household, models.PROTECT, null=True, blank=True, related_name="grievances", verbose_name="档案"
    )
    received_at = models.DateTimeField("收到时间")
    entered_at = models.DateTimeField("登记时间", default=clock.now)
    entered_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    code_digest = models.CharField(max_length=64, editable=False)
    sent_digest = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_in_confidence(self) -> bool:
        """Whether nobody but those who handle it may guess who complained: it is secret, or without a name."""
        return self.is_secret or self.is_anonymous


class Appealed(models.Model):
    """What whoever complained says against the answer, and what another person finds of it."""

    appeal_until = models.DateField("可申请复查至", null=True, blank=True)
    appeal = models.CharField("复查理由", max_length=LONGEST, blank=True)
    appealed_at = models.DateTimeField("申请复查时间", null=True, blank=True)
    reanswer_due_on = models.DateField("复查期限", null=True, blank=True)
    appeal_upheld = models.BooleanField("复查改变原答复", null=True, blank=True)
    reanswer = models.CharField("复查答复", max_length=LONGEST, blank=True)
    reanswered_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复查人"
    )
    reanswered_at = models.DateTimeField("复查时间", null=True, blank=True)

    class Meta:
        abstract = True


class Grievance(Sendable, Statement, Appealed):
    """A grievance on its way: who answers it by when, what was answered, what became of an appeal.

    ``avoided`` are those whom it is about: they never see it. Of the code to ask with only the digest is kept.
    """

    status = models.CharField("状态", max_length=10, choices=GrievanceStatus.choices, default=GrievanceStatus.RECEIVED)
    owner = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="grievances", verbose_name="承办人"
    )
    due_on = models.DateField("答复期限")
    extended_at = models.DateTimeField("延期时间", null=True, blank=True)
    finding = models.CharField("核实结论", max_length=10, choices=Finding.choices, blank=True)
    answer = models.CharField("答复", max_length=LONGEST, blank=True)
    answered_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    closed_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办结人"
    )
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)

    objects = GrievanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "信访件"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | Q(name="", phone=""), name="anonymous_keeps_no_identity"
            ),
            models.CheckConstraint(
                condition=Q(is_anonymous=True) | ~Q(name=""),
                name="named_grievance_has_a_name",
                violation_error_message="实名反映须填写姓名。",
            ),
            models.CheckConstraint(
                condition=Q(status__in=UNANSWERED, answered_at__isnull=True)
                | ~Q(status__in=UNANSWERED) & Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="grievance_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(reanswered_by__isnull=True)
                | ~Q(reanswered_by=F("answered_by")) & (Q(owner__isnull=True) | ~Q(reanswered_by=F("owner"))),
                name="appeal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(reanswered_at__isnull=True)
                | Q(reanswered_by__isnull=False, appeal_upheld__isnull=False) & ~Q(reanswer=""),
                name="appeal_decided_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["union", "status"], name="grievance_of_union"),
            models.Index(fields=["owner", "status"], name="grievance_of_owner"),
        ]
        triggers = [
            pgtrigger.FSM(name="legal_status", field="status", transitions=LEGAL),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="said_is_kept", fields=[*SAID, *CAME]),
            CODE_OF_NOBODY,
            frozen("answer_is_kept", ANSWER),
            frozen("reanswer_is_kept", REANSWER),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("grievance", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.status in UNANSWERED or self.status == GrievanceStatus.APPEALED

    @property
    def clock_ends(self) -> datetime.date | None:
        """The day by which somebody has to answer now, None when nobody has."""
        if self.status in UNANSWERED:
            return self.due_on
        return self.reanswer_due_on if self.status == GrievanceStatus.APPEALED else None

    @property
    def is_overdue(self) -> bool:
        ends = self.clock_ends
        return ends is not None and ends < clock.today()

    @property
    def can_be_appealed(self) -> bool:
        """Whether the days in which one may ask for another person's word still run."""
        answered = self.status in (GrievanceStatus.ANSWERED, GrievanceStatus.DECLINED)
        return answered and self.appeal_until is not None and clock.today() <= self.appeal_until

    @property
    def was_late(self) -> bool:
        """Whether it was answered after its day."""
        return self.answered_at is not None and clock.day_of(self.answered_at) > self.due_on
