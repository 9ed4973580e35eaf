"""How many archives of a county are alike, kept by a trigger of the archives."""

from django.db import models

from households.counts import ArchiveCountQuerySet
from organizations.scope import COUNTY_PATH


class ArchiveCount(models.Model):
    """So many archives more or fewer that are alike; the sum of all rows holds at every moment.

    Each statement that writes archives adds rows for what it changed, some of them below zero, so that nobody waits for
    a row of somebody else; the worker folds them (``core.folding``). A row counts by six-clear and cadre
    (``main_cause`` is null) or by main cause (the other two are null). ``place`` is the tree path of the county, that
    of the archive's own union where it lies above counties.
    """

    place = models.CharField("地区", max_length=COUNTY_PATH)
    status = models.CharField("状态", max_length=12)
    clear_mask = models.PositiveSmallIntegerField("六清", null=True)
    is_alone = models.BooleanField("没有帮扶责任人", null=True)
    main_cause = models.CharField("主要致困原因", max_length=20, null=True)  # noqa: DJ001 -- null: not counted by cause
    number = models.IntegerField("户数")

    objects = ArchiveCountQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "档案计数"
        ordering = ["place", "status"]

    def __str__(self) -> str:
        return f"{self.place} {self.status} {self.number}"
