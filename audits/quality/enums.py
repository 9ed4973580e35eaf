"""Codes of data quality."""

from django.db import models


class Severity(models.TextChoices):
    """How much a fault weighs: what cannot be, what is likely wrong, what is worth a look."""

    ERROR = "error", "错误"
    DOUBT = "doubt", "疑点"
    NOTE = "note", "提示"


class Group(models.TextChoices):
    """The part of the register that a rule looks at."""

    IDENTITY = "identity", "身份信息"
    FAMILY = "family", "家庭成员"
    INCOME = "income", "收支"
    DATES = "dates", "日期"
    STATUS = "status", "在档与退出"
    DUPLICATES = "duplicates", "重复"
    AID = "aid", "帮扶资金"
    PAIRING = "pairing", "结对"
    VISITS = "visits", "走访"
    MEASURES = "measures", "困难与措施"
    PAPERS = "papers", "附件"
