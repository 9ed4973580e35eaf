"""Code lists of the identification rules (domain reference 1.2, 1.3)."""

from django.db import models


class Below(models.TextChoices):
    """How an amount is held against an upper limit."""

    LT = "lt", "低于"
    LTE = "lte", "不高于"


class Above(models.TextChoices):
    """How an amount is held against a lower limit."""

    GT = "gt", "高于"
    GTE = "gte", "不低于"


class MonthsBasis(models.TextChoices):
    """What the amounts of a period are divided by."""

    PERIOD = "period", "核算期实际月数"
    YEAR = "year", "12 个月"


class Circumstance(models.TextChoices):
    """What a case of the rules asks of a household besides figures."""

    ANY = "", "不限"
    NO_GOVERNMENT_AID = "no_government_aid", "未获政府救助"
    GOVERNMENT_AID = "government_aid", "已获政府救助"
    MISHAP = "mishap", "突发事件、意外伤害或重大疾病"
