"""The bank's layouts, the files sent to it, and the result files that came back."""

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse

from assistance.bank.enums import LayoutKind, RowOutcome, TotalPlace
from assistance.bank.querysets import BankFileQuerySet, LayoutQuerySet
from assistance.models.batches import Batch
from assistance.models.payments import Payment
from core import clock
from organizations.models import Union


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class BankLayout(models.Model):
    """How a bank wants its file and gives it back, as data.

    ``columns`` is a list of [heading, field] in order, a field one of ``bank.layouts.FIELDS``; ``result_columns``
    maps what is read of a result row (``bank.layouts.RESULT_FIELDS``) to its heading, or to the number of its
    column where rows have no head. ``paid_words`` are the words of a row that was paid, ``failed_words`` of one that
    was not; without these every other word says so.
    """

    code = models.SlugField("代码", max_length=24, unique=True)
    name = models.CharField("名称", max_length=40)
    bank = models.CharField("银行", max_length=40, blank=True)
    union = models.ForeignKey(Union, models.PROTECT, related_name="bank_layouts", verbose_name="适用范围")
    kind = models.CharField("格式", max_length=10, choices=LayoutKind.choices)
    encoding = models.CharField("编码", max_length=10, default="gb18030")
    separator = models.CharField("分隔符", max_length=4, default="|", blank=True)
    total_at = models.CharField("控制总数", max_length=6, choices=TotalPlace.choices, default=TotalPlace.NONE)
    has_head = models.BooleanField("首行为列名", default=True)
    columns = models.JSONField("代发文件各列", default=list)
    result_columns = models.JSONField("回盘文件各列", default=dict)
    paid_words = models.JSONField("表示成功的字样", default=list)
    failed_words = models.JSONField("表示失败的字样", default=list, blank=True)
    note = models.CharField("说明", max_length=200, blank=True)
    is_active = models.BooleanField("在用", default=True)

    objects = LayoutQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "银行文件格式"
        ordering = ["union__path", "code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("bank_layout", args=[self.pk])


class BankFile(models.Model):
    """One file that was made for the bank: of which round, how many lines, the control total, and its fingerprint."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="bank_files", verbose_name="批次")
    round = models.PositiveSmallIntegerField("发放轮次", default=1)
    layout = models.ForeignKey(BankLayout, models.PROTECT, related_name="files", verbose_name="格式")
    lines_count = models.PositiveIntegerField("笔数")
    total = models.DecimalField("总金额（元）", max_digits=14, decimal_places=2)
    sha256 = models.CharField("文件指纹", max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导出人")
    made_at = models.DateTimeField("导出时间", default=clock.now)

    objects = BankFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代发文件"
        ordering = ["batch", "id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "round", "layout", "sha256"], name="bank_file_once"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.batch_id} 第 {self.round} 轮 {self.lines_count} 笔"


class BankResult(models.Model):
    """A result file (回盘文件) that was read in whole; the same file is read once."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="bank_results", verbose_name="批次")
    round = models.PositiveSmallIntegerField("发放轮次", default=1)
    layout = models.ForeignKey(BankLayout, models.PROTECT, related_name="results", verbose_name="格式")
    filename = models.CharField("文件名", max_length=120)
    sha256 = models.CharField("文件指纹", max_length=64)
    paid_count = models.PositiveIntegerField("成功笔数")
    failed_count = models.PositiveIntegerField("失败笔数")
    paid_total = models.DecimalField("成功金额（元）", max_digits=14, decimal_places=2)
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="回盘人")
    read_at = models.DateTimeField("回盘时间", default=clock.now)

    objects = BankFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "回盘文件"
        ordering = ["batch", "id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "sha256"], name="result_file_once"),
            models.UniqueConstraint(fields=["batch", "round"], name="one_result_for_a_round"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.filename


class BankResultRow(models.Model):
    """What the bank says of one line, as it stood in its file; it never changes."""

    result = models.ForeignKey(BankResult, models.PROTECT, related_name="rows", verbose_name="回盘文件")
    payment = models.OneToOneField(Payment, models.PROTECT, related_name="bank_row", verbose_name="发放明细")
    row_no = models.PositiveIntegerField("行号")
    outcome = models.CharField("结果", max_length=8, choices=RowOutcome.choices)
    reason = models.CharField("原因", max_length=200, blank=True)
    bank_ref = models.CharField("银行流水号", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "回盘明细"
        ordering = ["result", "row_no"]
        constraints = [models.UniqueConstraint(fields=["result", "row_no"], name="result_row_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"第 {self.row_no} 行"
