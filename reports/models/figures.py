"""What statistics are counted from: one view of everything that happened, its sums by month, and daily snapshots."""

from django.db import models

from core import clock
from households.enums import Category, Level
from households.models import Household
from reports.indicators.codes import Code, Source
from reports.querysets import DailyFigureQuerySet, EventQuerySet, MonthFigureQuerySet, PlacedQuerySet


class Counted(models.Model):
    """What an event is counted by."""

    source = models.CharField("来源", max_length=8, choices=Source.choices)
    code = models.CharField("指标", max_length=12, choices=Code.choices)
    level = models.CharField("建档标准", max_length=12, choices=Level.choices)
    category = models.CharField("困难类别", max_length=16, choices=Category.choices)
    dimension = models.CharField("分类", max_length=200)

    class Meta:
        abstract = True


class Event(Counted):
    """Something that happened to an archive on a day: a row of the view that numbers and the lists behind them share.

    ``key`` is the primary key in the table that the code names; level and category are empty except for changes of
    status. The view stands in the migration 0003.
    """

    key = models.BigIntegerField("编号", primary_key=True)
    household = models.ForeignKey(Household, models.DO_NOTHING, related_name="+", verbose_name="档案")
    union_path = models.CharField(max_length=255)
    on = models.DateField("日期")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "业务事件"
        managed = False
        db_table = "reports_event"

    def __str__(self) -> str:
        return f"{self.on} {self.code}"


class MonthFigure(Counted):
    """How many events of one kind a month had below a place: the province, a prefecture or a county.

    ``place`` is the tree path of the union that is ``steps`` levels down, or that of the union itself where it is
    filed for above. The figures of a month are those without the counties that have a StaleMonth: these are read from
    the events.
    """

    month = models.DateField("月份", help_text="当月一日")
    steps = models.PositiveSmallIntegerField("层级")
    place = models.CharField(max_length=255)
    value = models.PositiveIntegerField("数量")

    objects = MonthFigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "月度数字"
        ordering = ["month", "place", "code"]
        indexes = [
            models.Index(
                fields=["steps", "place", "month"],
                name="month_figure_place",
                opclasses=["int2_ops", "text_pattern_ops", "date_ops"],
            ),
            models.Index(fields=["source", "month", "steps"], name="month_figure_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.place} {self.code} {self.value}"


class CountedSource(models.Model):
    """A source whose events stand in MonthFigure from the first to the last, but for what is marked as stale."""

    source = models.CharField("来源", max_length=8, choices=Source.choices, unique=True)
    counted_at = models.DateTimeField("首次统计时间", default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = "已统计来源"
        ordering = ["source"]

    def __str__(self) -> str:
        return self.source


class StaleMonth(models.Model):
    """A mark by trigger that something of a county and month was written; never one row for two writers.

    Each transaction adds a mark of its own, which others see together with what it wrote: who counts a month takes
    away only the marks seen before counting, so none is lost between two that run at once.
    """

    source = models.CharField("来源", max_length=8, choices=Source.choices)
    month = models.DateField("月份", help_text="当月一日")
    place = models.CharField(max_length=255)

    objects = PlacedQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "待重新统计月份"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.source} {self.place}"


class DailyFigure(models.Model):
    """How the archives below a place stood at the end of a day, in figures that nobody can tell afterwards.

    ``figures`` holds a number for each code of ``reports.indicators.standing``; a code that has none is left out.
    """

    day = models.DateField("日期")
    steps = models.PositiveSmallIntegerField("层级")
    place = models.CharField(max_length=255)
    figures = models.JSONField("数字", default=dict)

    objects = DailyFigureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "每日快照"
        ordering = ["day", "place"]
        constraints = [models.UniqueConstraint(fields=["day", "steps", "place"], name="one_snapshot_per_day_place")]

    def __str__(self) -> str:
        return f"{self.day} {self.place}"
