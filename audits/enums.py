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


class VerifyReason(models.IntegerChoices):
    """Why an archive is to be re-verified; the value is its bit in the mask."""

    LAPSED = 1, "到期未复核"
    ADULT = 2, "子女成年或毕业"
    RETIRED = 4, "职工到退休年龄"
    PAPERS = 8, "证件或核对报告到期"


class ReverifyOutcome(models.TextChoices):
    """What a re-verification ends with."""

    KEEP = "keep", "继续在档"
    EXIT = "exit", "应脱困退出"
    CANCEL = "cancel", "应注销"
    CHANGE = "change", "应变更标准或类别"


class RecheckOutcome(models.TextChoices):
    """How an archive comes out of a 回头看."""

    KEEP = "keep", "继续在档"
    EXIT = "exit", "脱困退出"
    CANCEL = "cancel", "注销"
    LEVEL = "level", "变更标准或类别"
    NEW = "new", "新增建档"
