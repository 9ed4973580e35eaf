"""What a review is to decide about a household, and whether it has been carried out."""

import pgtrigger
from django.db import models

from audits.enums import CancelCause, ExitChannel
from audits.models.exits import ExitCheck
from audits.querysets import HouseholdReviewQuerySet
from households.enums import Category, Level, RuleVersion, Status
from households.models import EligibilityCheck, Household, IncomeSurvey
from reviews.enums import Subject
from reviews.models import Review

# What an application asks for may be put anew when it was returned; carried out, it stands.
CARRIED_OUT = "OLD.applied_at IS NOT NULL"


class HouseholdReview(models.Model):
    """A review of one household: the status, level or category that it gives when passed, and on what ground.

    ``applied_at`` is set when the decision was carried out; the database lets a status change only by a review that is
    decided and not yet carried out (``audits`` migration ``guard_life``), so that each moves a household once.
    """

    review = models.OneToOneField(
        Review, models.PROTECT, primary_key=True, related_name="household_review", verbose_name="审核"
    )
    household = models.ForeignKey(Household, models.PROTECT, related_name="household_reviews", verbose_name="档案")
    subject = models.CharField("事项", max_length=12, choices=Subject.choices)
    to_status = models.CharField("通过后的状态", max_length=12, choices=Status.choices, blank=True)
    level = models.CharField("建档标准", max_length=12, choices=Level.choices, blank=True)
    category = models.CharField("困难类别", max_length=16, choices=Category.choices, blank=True)
    rule_version = models.CharField("认定规则", max_length=8, choices=RuleVersion.choices, blank=True)
    eligibility = models.ForeignKey(
        EligibilityCheck, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="认定测算"
    )
    survey = models.ForeignKey(
        IncomeSurvey, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="收支调查"
    )
    exit_check = models.ForeignKey(
        ExitCheck, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="退出核查"
    )
    channel = models.CharField("退出渠道", max_length=10, choices=ExitChannel.choices, blank=True)
    cause = models.CharField("注销原因", max_length=14, choices=CancelCause.choices, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    taper_months = models.PositiveSmallIntegerField("渐退期月数", default=0)
    taper_aid = models.CharField("渐退期内保留的帮扶", max_length=200, blank=True)
    applied_at = models.DateTimeField("执行时间", null=True, blank=True)

    objects = HouseholdReviewQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "档案审核"
        ordering = ["-review"]
        indexes = [models.Index(fields=["household", "-review"], name="household_review_of")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(subject=Subject.CANCEL, cause=""),
                name="cancel_with_its_cause",
                violation_error_message="请选择注销原因。",
            ),
            models.CheckConstraint(
                condition=~models.Q(subject=Subject.EXIT) | ~models.Q(channel="") & models.Q(exit_check__isnull=False),
                name="exit_with_check_and_channel",
                violation_error_message="脱困退出须有退出核查和退出渠道。",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="carried_out_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(CARRIED_OUT),
            ),
        ]

    def __str__(self) -> str:
        return str(self.review)

    @property
    def asks(self) -> str:
        """Say in words what is applied for."""
        match self.subject:
            case Subject.ENTRY:
                return f"入档：{self.get_level_display()}，{self.get_category_display()}"
            case Subject.EXIT:
                after = f"渐退期 {self.taper_months} 个月" if self.taper_months else "不设渐退期"
                return f"脱困退出：{self.get_channel_display()}，{after}"
            case Subject.CANCEL:
                return f"注销：{self.get_cause_display()}"
            case Subject.CHANGE:
                return f"调整为{self.get_level_display()}，{self.get_category_display()}"
        return str(Subject(self.subject).label)
