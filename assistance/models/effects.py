"""What came of it at the household's: whether the help arrived, and how the family and the cadre judge the effect."""

import pgtrigger
from django.conf import settings
from django.db import models

from assistance.effect_querysets import JudgementQuerySet
from assistance.enums import Effect
from assistance.models.measures import Measure
from core import clock
from households.models import Difficulty
from pairing.models import Visit


class EffectJudgement(models.Model):
    """What a visit found of one difficulty; never changed, the next visit judges anew.

    ``closes`` tells whether the difficulty was struck off by it (销号).
    """

    household = models.ForeignKey(
        "households.Household", models.CASCADE, related_name="effect_judgements", verbose_name="档案"
    )
    difficulty = models.ForeignKey(Difficulty, models.CASCADE, related_name="judgements", verbose_name="困难问题")
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="judgements", verbose_name="回访")
    family_effect = models.CharField("职工家庭评价", max_length=8, choices=Effect.choices)
    cadre_effect = models.CharField("帮扶干部评价", max_length=8, choices=Effect.choices)
    note = models.CharField("说明", max_length=300, blank=True)
    closes = models.BooleanField("销号")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人")
    by_name = models.CharField("登记人姓名", max_length=40)
    at = models.DateTimeField("登记时间", default=clock.now)

    objects = JudgementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "成效评价"
        ordering = ["difficulty", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["difficulty", "visit"],
                name="one_judgement_per_visit",
                violation_error_message="这次走访已评价过该项困难。",
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_family_effect_display()}／{self.get_cadre_effect_display()}"


class Arrival(models.Model):
    """Whether the help of one measure had arrived, as a visit found."""

    judgement = models.ForeignKey(EffectJudgement, models.CASCADE, related_name="arrivals", verbose_name="成效评价")
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="arrivals", verbose_name="帮扶措施")
    arrived = models.BooleanField("已到位")
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "到位确认"
        ordering = ["judgement", "id"]
        constraints = [models.UniqueConstraint(fields=["judgement", "measure"], name="one_arrival_per_measure")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.measure} {'已到位' if self.arrived else '未到位'}"
