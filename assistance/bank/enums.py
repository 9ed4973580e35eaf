"""What a bank's files are like, and what they say of a row."""

from django.db import models


class LayoutKind(models.TextChoices):
    """What a bank takes and gives back."""

    TEXT = "text", "文本文件"
    WORKBOOK = "workbook", "Excel 表格"


class TotalPlace(models.TextChoices):
    """Where the control total stands among the rows of a file; it stands beside them in any case."""

    NONE = "none", "不写在文件内"
    FIRST = "first", "第一行"
    LAST = "last", "最后一行"


class RowOutcome(models.TextChoices):
    """What the bank says of one row."""

    PAID = "paid", "成功"
    FAILED = "failed", "失败"
