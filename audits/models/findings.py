"""What a verification found of a household: proposed by the rules, decided by two people, contested, settled."""

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from audits.models.exits import ExitRule
from audits.models.interviews import Interview
from audits.models.sent import Sendable
from audits.models.verification import SampleUnit, Verification
from audits.verification.enums import FINAL, FindingStatus, Outcome
from audits.verification.querysets import FindingQuerySet
from core import clock
from households.models import RuleSet
from organizations.models import Union

PERSON = settings.AUTH_USER_MODEL
LEGAL: list[tuple[str, str]] = [
    (FindingStatus.PROPOSED, FindingStatus.FIRST),
    (FindingStatus.FIRST, FindingStatus.DECIDED),
    (FindingStatus.FIRST, FindingStatus.SPLIT),
    (FindingStatus.SPLIT, FindingStatus.SETTLED),
    (FindingStatus.DECIDED, FindingStatus.CONTESTED),
    (FindingStatus.CONTESTED, FindingStatus.SETTLED),
]


class VerificationFinding(Sendable, models.Model):
    """The finding of one sampled household, with the calculation that it was proposed from.

    ``outcome`` is what counts: of the two who agree, or of the third. ``facts`` holds every input of the calculation,
    ``causes`` what is wrong of the household as it is proposed, each in a few words, ``found_causes`` what counts.
    """

    verification = models.ForeignKey(Verification, models.CASCADE, related_name="findings", verbose_name="核查")
    sample = models.OneToOneField(SampleUnit, models.PROTECT, related_name="finding", verbose_name="样本")
    interview = models.ForeignKey(Interview, models.PROTECT, related_name="+", verbose_name="所依据的问卷")
    proposed = models.CharField("系统建议", max_length=16, choices=Outcome.choices, blank=True)
    reasons = models.JSONField("理由", default=list)
    causes = ArrayField(models.CharField(max_length=80), verbose_name="问题点", default=list)
    lines = models.JSONField("测算过程", default=list)
    facts = models.JSONField("测算依据", default=dict)
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, null=True, related_name="+", verbose_name="认定规则")
    exit_rule = models.ForeignKey(ExitRule, models.PROTECT, null=True, related_name="+", verbose_name="退出规则")
    status = models.CharField("状态", max_length=10, choices=FindingStatus.choices, default=FindingStatus.PROPOSED)
    first_outcome = models.CharField("第一人认定", max_length=16, choices=Outcome.choices, blank=True)
    first_causes = ArrayField(models.CharField(max_length=80), verbose_name="问题点", default=list)
    first_words = models.CharField("认定理由", max_length=300, blank=True)
    first_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="第一认定人")
    first_at = models.DateTimeField("认定时间", null=True)
    second_outcome = models.CharField("第二人认定", max_length=16, choices=Outcome.choices, blank=True)
    second_words = models.CharField("认定理由", max_length=300, blank=True)
    second_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="第二认定人")
    second_at = models.DateTimeField("认定时间", null=True)
    third_words = models.CharField("裁定理由", max_length=300, blank=True)
    third_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name="裁定人")
    third_at = models.DateTimeField("裁定时间", null=True)
    outcome = models.CharField("认定结论", max_length=16, choices=Outcome.choices, blank=True)
    found_causes = ArrayField(models.CharField(max_length=80), verbose_name="认定的问题点", default=list)
    contest_until = models.DateField("申辩截止", null=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "核查认定"
        ordering = ["verification", "sample"]
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | Q(first_by__isnull=False) & ~Q(second_by=F("first_by")),
                name="finding_decided_by_two",
            ),
            models.CheckConstraint(
                condition=Q(third_by__isnull=True) | ~Q(third_by=F("first_by")) & ~Q(third_by=F("second_by")),
                name="finding_settled_by_a_third",
            ),
            models.CheckConstraint(
                condition=Q(status__in=FINAL) & ~Q(outcome="") | ~Q(status__in=FINAL) & Q(outcome=""),
                name="final_finding_has_its_outcome",
            ),
        ]
        indexes = [models.Index(fields=["verification", "status", "outcome"], name="finding_outcome")]
        triggers = [
            pgtrigger.FSM(name="legal_status", field="status", transitions=LEGAL),
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.sample} {self.get_outcome_display() or self.get_status_display()}"

    def get_absolute_url(self) -> str:
        return reverse("finding", args=[self.verification_id, self.pk])

    @property
    def is_final(self) -> bool:
        """Tell whether its outcome counts."""
        return self.status in FINAL

    @property
    def is_wrong(self) -> bool:
        """Tell whether it counts as anything but right."""
        return self.is_final and self.outcome != Outcome.CORRECT

    @property
    def is_ripe(self) -> bool:
        """Tell whether it is wrong for good, nothing being contested any more; then it can be sent out to be mended."""
        is_over = self.contest_until is None or self.contest_until < clock.today()
        return self.is_wrong and (
            self.status == FindingStatus.SETTLED or self.status == FindingStatus.DECIDED and is_over
        )


class Contest(models.Model):
    """What a union says against a finding (申辩), within its days; one for each finding."""

    finding = models.OneToOneField(VerificationFinding, models.CASCADE, related_name="contest", verbose_name="核查认定")
    union = models.ForeignKey(Union, models.PROTECT, related_name="+", verbose_name="申辩单位")
    text = models.TextField("申辩理由", max_length=1000)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name="申辩人")
    at = models.DateTimeField("申辩时间")

    class Meta:
        verbose_name = verbose_name_plural = "申辩"
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return str(self.finding)
