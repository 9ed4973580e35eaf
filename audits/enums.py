"""The six items of 六清 and who confirms them."""

from django.db import models


class ClearItem(models.IntegerChoices):
    """The six, by their place in the official text (domain reference 7.1)."""

    BASICS = 1, "家庭基本情况清"
    AID = 2, "已享受政策和资金清"
    DIFFICULTIES = 3, "当前存在困难清"
    MEASURES = 4, "后续帮扶措施清"
    EFFECTS = 5, "帮扶措施成效清"
    PAIRING = 6, "结对帮扶记录清"


class ConfirmationKind(models.TextChoices):
    CADRE = "cadre", "帮扶干部确认"
    COUNTY = "county", "县级核查"
