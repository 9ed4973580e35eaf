"""What the identification rules found for a household, kept with everything that the finding was made of."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from households.eligibility.querysets import CheckQuerySet
from households.enums import Category
from households.models.archive import Household
from households.models.attachments import Attachment
from households.models.income import IncomeSurvey, LivingStandard
from households.models.rules import MinimumWage, RuleSet
from households.querysets import PartQuerySet

# An override is written once, into a row that has none; all else of a finding stands as it was recorded.
OVERRIDDEN_ONCE = """
    IF TG_OP = 'DELETE' OR OLD.overridden_at IS NOT NULL
        OR (NEW.household_id, NEW.code, NEW.label, NEW.evidence, NEW.found_by_id, NEW.found_at)
            IS DISTINCT FROM (OLD.household_id, OLD.code, OLD.label, OLD.evidence, OLD.found_by_id, OLD.found_at)
        OR NEW.paper_id IS DISTINCT FROM OLD.paper_id
    THEN RAISE EXCEPTION 'a recorded veto is only overridden, once'; END IF;
    RETURN NEW;
"""


class EligibilityCheck(models.Model):
    """One finding of the rules for a household on a day: the category whose case is met, pass or fail, line by line.

    ``facts`` holds every input of the calculation, so that it can be worked out again for ever
    (``households.eligibility.checks.recompute``). Rows are only added.
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="checks", verbose_name="档案")
    survey = models.ForeignKey(IncomeSurvey, models.PROTECT, related_name="checks", verbose_name="收支调查")
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="checks", verbose_name="认定规则")
    standard = models.ForeignKey(LivingStandard, models.PROTECT, related_name="checks", verbose_name="低保标准")
    minimum_wage = models.ForeignKey(
        MinimumWage, models.PROTECT, null=True, related_name="checks", verbose_name="最低工资标准"
    )
    on_day = models.DateField("测算日期")
    facts = models.JSONField("测算依据")
    category = models.CharField("符合类别", max_length=16, choices=Category.choices, blank=True)
    passed = models.BooleanField("符合认定条件")
    lines = models.JSONField("测算过程")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="测算人")
    at = models.DateTimeField("测算时间", default=clock.now)

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "认定测算"
        ordering = ["household", "-id"]
        indexes = [models.Index(fields=["household", "-id"], name="check_latest")]
        constraints = [
            models.CheckConstraint(condition=Q(passed=False) | ~Q(category=""), name="passed_has_a_category")
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.on_day} {self.outcome}"

    @property
    def outcome(self) -> str:
        """The finding in words."""
        if self.passed:
            return f"符合认定条件：{self.get_category_display()}"
        return "有否决情形，不予认定" if self.category else "不符合认定条件"


class VetoFinding(models.Model):
    """A household was found in a situation of the negative list; a reviewer may override it, with the reason."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="vetoes", verbose_name="档案")
    code = models.SlugField("代码", max_length=24)
    label = models.CharField("不予建档的情形", max_length=120)
    evidence = models.CharField("核查情况和依据", max_length=500)
    paper = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="佐证材料"
    )
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人")
    found_at = models.DateTimeField("登记时间", default=clock.now)
    override_reason = models.CharField("不作否决的理由", max_length=500, blank=True)
    override_paper = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="理由的佐证材料"
    )
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="复核人"
    )
    overridden_at = models.DateTimeField("复核时间", null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "否决情形"
        ordering = ["household", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "code"], condition=Q(overridden_at__isnull=True), name="one_standing_veto"
            ),
            models.CheckConstraint(
                condition=Q(overridden_at__isnull=True, overridden_by__isnull=True, override_reason="")
                | Q(overridden_at__isnull=False, overridden_by__isnull=False) & ~Q(override_reason=""),
                name="override_has_reason_and_name",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="overridden_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=OVERRIDDEN_ONCE,
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def stands(self) -> bool:
        return self.overridden_at is None
