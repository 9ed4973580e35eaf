"""What assessors ask at a household: versioned questionnaires as data."""

from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from audits.verification.enums import PopulationClass, QuestionKind, Round
from audits.verification.questions import Ask, Shown
from core.freezing import frozen_with
from organizations.enums import SUBTREE_ROLES
from organizations.models import User


class QuestionnaireQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Narrow to all for who works with a part of the tree, to none for others: an assessor sees its own sheets."""
        return self.all() if user.scope.has(*SUBTREE_ROLES) else self.none()

    def for_list(self) -> Self:
        """Count the questions of each (``asked``), the latest version first."""
        return self.annotate(asked=models.Count("questions")).order_by("name", "-version")

    def published(self) -> Self:
        """Narrow to those that may be asked, the latest version first."""
        return self.filter(published_at__isnull=False).order_by("name", "-version")


class Questionnaire(models.Model):
    """One version of the questions of a verification; once published it never changes."""

    name = models.CharField("名称", max_length=60)
    version = models.PositiveSmallIntegerField("版本", default=1)
    note = models.CharField("说明", max_length=300, blank=True)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "调查问卷"
        ordering = ["name", "-version"]
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="questionnaire_version_once")]
        triggers = [
            pgtrigger.Protect(
                name="published_is_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（第 {self.version} 版）"

    def get_absolute_url(self) -> str:
        return reverse("questionnaire", args=[self.pk])

    def rows(self, population_class: str, which: str = Round.FIRST) -> list["Question"]:
        """Return the questions that are asked of a class in a round, in order (from the prefetched questions)."""
        every = [row for row in self.questions.all() if population_class in (row.classes or PopulationClass.values)]
        return [row for row in every if row.by_phone] if which == Round.PHONE else every

    def asks(self, population_class: str, which: str = Round.FIRST) -> list[Ask]:
        """Return them as the rules read them."""
        return [row.ask for row in self.rows(population_class, which)]


class Question(models.Model):
    """One question; ``options`` are pairs of value and label, ``shown_if`` pairs of another code and its answers."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions", verbose_name="调查问卷")
    place = models.PositiveSmallIntegerField("次序")
    section = models.CharField("部分", max_length=40)
    code = models.SlugField("编号", max_length=40)
    kind = models.CharField("题型", max_length=12, choices=QuestionKind.choices)
    text = models.CharField("问题", max_length=200)
    hint = models.CharField("提示", max_length=200, blank=True)
    is_required = models.BooleanField("必答", default=True)
    options = models.JSONField("选项", default=list, blank=True)
    shown_if = models.JSONField("出现条件", default=list, blank=True)
    lowest = models.DecimalField("最小", max_digits=12, decimal_places=2, null=True, blank=True)
    highest = models.DecimalField("最大", max_digits=12, decimal_places=2, null=True, blank=True)
    classes = ArrayField(
        models.CharField(max_length=12, choices=PopulationClass.choices),
        verbose_name="询问对象",
        default=list,
        blank=True,
        help_text="不选为全部。",
    )
    by_phone = models.BooleanField("电话回访也问", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "问题"
        ordering = ["questionnaire", "place"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "code"], name="question_code_once"),
            models.UniqueConstraint(fields=["questionnaire", "place"], name="question_place_once"),
            models.CheckConstraint(
                condition=Q(lowest__isnull=True) | Q(highest__isnull=True) | Q(lowest__lte=F("highest")),
                name="question_bounds_in_order",
            ),
        ]
        triggers = [frozen_with("audits_questionnaire", "questionnaire_id", "a published questionnaire is frozen")]

    def __str__(self) -> str:
        return f"{self.place}. {self.text}"

    @property
    def ask(self) -> Ask:
        """The question as the rules read it."""
        return Ask(
            code=self.code,
            kind=self.kind,
            text=self.text,
            options=tuple((value, label) for value, label in self.options),
            is_required=self.is_required,
            shown_if=tuple(Shown(code, frozenset(answers)) for code, answers in self.shown_if),
            lowest=self.lowest,
            highest=self.highest,
        )
