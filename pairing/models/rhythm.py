"""What the statistics of the visit rhythm count, narrow enough to be counted at once for a whole province."""

from django.db import models
from django.db.models import F

from households.models import Household
from pairing.carequerysets import CareQuerySet
from pairing.models.helpers import Cadre


class CareRhythm(models.Model):
    """A household in care with its responsible cadre, the last home visit, and when the next contact is due.

    Database triggers keep it in step with pairings and archives (migration ``care_rhythm``); nothing else writes it.
    """

    household = models.OneToOneField(Household, models.CASCADE, primary_key=True, related_name="+", verbose_name="档案")
    cadre = models.ForeignKey(Cadre, models.CASCADE, related_name="+", verbose_name="帮扶干部")
    union_path = models.CharField(max_length=255, editable=False)
    last_home_on = models.DateField("最近入户", null=True)
    due_on = models.DateField("应走访联系", null=True)

    objects = CareQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "走访要求"
        ordering = ["household"]
        indexes = [
            models.Index(
                fields=["union_path", "due_on"],
                name="care_due_in_scope",
                opclasses=["text_pattern_ops", "date_ops"],
                include=["household"],
            ),
            models.Index(F("last_home_on").asc(nulls_first=True), "household", name="care_least_visited"),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.due_on}"
