"""Counts of faults that triggers keep."""

from django.db import models

from audits.quality.querysets import FaultCountQuerySet
from organizations.scope import COUNTY_PATH


class FaultCount(models.Model):
    """So many faults of a rule more or fewer that a run found; the sum of all rows holds at every moment.

    Each statement that writes faults adds rows for what it changed, some of them below zero, so that nobody waits for
    a row of somebody else; the worker folds them (``core.folding``). ``place`` is the tree path
    of the county, that of the archive's own union where it lies above counties. Those of one waiver's day are counted
    together, so that a fault counts again by itself when its waiver has run out.
    """

    place = models.CharField("地区", max_length=COUNTY_PATH)
    rule = models.CharField("规则", max_length=40)
    waived_until = models.DateField("例外至", null=True)
    number = models.IntegerField("问题数")

    objects = FaultCountQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "数据问题计数"
        ordering = ["place", "rule"]

    def __str__(self) -> str:
        return f"{self.place} {self.rule} {self.number}"
