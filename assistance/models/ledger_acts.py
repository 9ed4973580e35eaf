"""The ledger in the rows that its page shows: what one statement booked of one batch is one row."""

import pgtrigger
from django.db import models

from assistance.funds.enums import EntryKind
from assistance.models.batches import Batch
from assistance.models.funds import Budget, LedgerEntry


class LedgerAct(models.Model):
    """The entries of one statement in one budget, of one batch, kind and day; what is of no batch stands alone.

    Written by the trigger of the ledger, so that a page need not read the thousands of entries of a batch.
    """

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="acts", verbose_name="预算", db_index=False)
    kind = models.CharField("类别", max_length=12, choices=EntryKind.choices)
    on = models.DateField("记账日期")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="acts", verbose_name="发放批次")
    last = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="act", verbose_name="最后一笔")
    count = models.PositiveIntegerField("笔数")
    amount = models.DecimalField("金额（元）", max_digits=14, decimal_places=2)

    class Meta:
        verbose_name = verbose_name_plural = "台账行"
        ordering = ["budget", "last"]
        indexes = [models.Index(fields=["budget", "-last"], name="act_of_budget")]
        triggers = [pgtrigger.Protect(name="act_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()} {self.count} 笔"
