"""What the rates of a verification are held against: dated data of a region."""

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from audits.verification.ratekinds import BY_CODE, RATES
from households.querysets import StandardQuerySet
from organizations.models import Union


class RateStandard(models.Model):
    """The limit of a rate (a share between 0 and 1) in a region from a day on; never changed, the next takes over."""

    union = models.ForeignKey(Union, models.PROTECT, related_name="rate_standards", verbose_name="适用地区")
    code = models.CharField("指标", max_length=20, choices=[(kind.code, kind.name) for kind in RATES])
    valid_from = models.DateField("执行日期")
    limit = models.DecimalField(
        "标准", max_digits=6, decimal_places=5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    source = models.CharField("依据", max_length=120)

    objects = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "核查标准"
        ordering = ["union", "code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["union", "code", "valid_from"],
                name="one_rate_standard_per_day",
                violation_error_message="该地区当日已有这项标准。",
            )
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.get_code_display()}{self.bound} {self.percent}"

    @property
    def percent(self) -> str:
        """The limit as it is written, without zeros that say nothing."""
        return f"{(self.limit * 100).normalize():f}%"

    @property
    def bound(self) -> str:
        return BY_CODE[self.code].bound
