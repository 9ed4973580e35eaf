"""What is planned against each difficulty (一户一策): measures, templates of frequent ones, the plan of a household."""

from typing import Any

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from assistance.enums import MeasureKind, MeasureProgress, Outcome
from assistance.querysets import MeasureQuerySet, PlanQuerySet, TemplateQuerySet
from core import clock
from households.enums import Need
from households.feed import feed_triggers
from households.models import Difficulty, Household
from organizations.enums import Department
from organizations.models import Union

OF_DIFFICULTY = "(SELECT household_id FROM households_difficulty WHERE id = {row}.difficulty_id)"


def departments(label: str) -> Any:
    """Return a field that holds several departments."""
    inner = models.CharField(max_length=20, choices=Department.choices)
    return ArrayField(inner, verbose_name=label, default=list, blank=True)


def names_of(codes: list[str]) -> str:
    """Return the names of departments in a row."""
    return "、".join(str(Department(code).label) for code in codes)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["import_key"])
class Measure(models.Model):
    """What is done against one difficulty, by which department, until when, and what came of it."""

    difficulty = models.ForeignKey(Difficulty, models.CASCADE, related_name="measures", verbose_name="困难问题")
    kind = models.CharField("措施类型", max_length=20, choices=MeasureKind.choices, blank=True)
    text = models.CharField("帮扶措施", max_length=500)
    lead_department = models.CharField("责任部门", max_length=20, choices=Department.choices, blank=True)
    co_departments = departments("协办部门")
    planned_on = models.DateField("制定日期", default=clock.today)
    deadline = models.DateField("完成时限", null=True, blank=True)
    expected = models.CharField("预期效果", max_length=300, blank=True)
    progress = models.CharField(
        "落实情况", max_length=12, choices=MeasureProgress.choices, default=MeasureProgress.PLANNED
    )
    progress_note = models.CharField("落实说明", max_length=300, blank=True)
    outcome = models.CharField("帮扶成效", max_length=12, choices=Outcome.choices, blank=True)
    outcome_note = models.CharField("成效说明", max_length=300, blank=True)
    judged_on = models.DateField("评价日期", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="录入人"
    )
    created_at = models.DateTimeField("录入时间", default=clock.now, editable=False)
    import_key = models.CharField(max_length=40, blank=True, editable=False)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "帮扶措施"
        ordering = ["difficulty", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(judged_on__isnull=True) | ~Q(outcome=""),
                name="judged_with_outcome",
                violation_error_message="评价日期与帮扶成效应一并填写。",
            )
        ]
        triggers = feed_triggers("measures", household=OF_DIFFICULTY, ignore=["import_key"])

    def __str__(self) -> str:
        return self.text

    @property
    def co_names(self) -> str:
        return names_of(self.co_departments)

    @property
    def is_solved(self) -> bool:
        """Whether nothing more is to be asked of a department."""
        return self.progress == MeasureProgress.RESOLVED or self.outcome == Outcome.RELIEVED

    @property
    def is_overdue(self) -> bool:
        """Whether its deadline has passed without a judged outcome, as the six-clear asks."""
        return bool(self.deadline and not self.outcome and self.deadline < clock.today())


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class MeasureTemplate(models.Model):
    """A frequent measure of a union, offered there and in every union below it."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="measure_templates", verbose_name="所属工会")
    need = models.CharField("困难类别", max_length=12, choices=Need.choices)
    kind = models.CharField("措施类型", max_length=20, choices=MeasureKind.choices)
    text = models.CharField("帮扶措施", max_length=500)
    lead_department = models.CharField("责任部门", max_length=20, choices=Department.choices)
    co_departments = departments("协办部门")
    days = models.PositiveSmallIntegerField("完成天数", validators=[MinValueValidator(1), MaxValueValidator(730)])
    expected = models.CharField("预期效果", max_length=300, blank=True)
    is_active = models.BooleanField("在用", default=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="录入人"
    )

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "常用措施"
        ordering = ["union", "need", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "need", "text"],
                name="measure_template_once",
                violation_error_message="已有相同的常用措施。",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def co_names(self) -> str:
        return names_of(self.co_departments)


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class HelpPlan(models.Model):
    """What the measures of a household are to come to (一户一计划), as agreed with the family; one for each archive."""

    household = models.OneToOneField(Household, models.CASCADE, related_name="help_plan", verbose_name="档案")
    goal = models.CharField("帮扶目标", max_length=300)
    target_on = models.DateField("计划脱困时间", null=True, blank=True)
    agreed_on = models.DateField("与职工商定日期", null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="制定人")
    made_at = models.DateTimeField("制定时间", default=clock.now)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "帮扶计划"
        ordering = ["household"]

    def __str__(self) -> str:
        return self.goal
