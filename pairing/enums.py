"""Code lists of pairings and visits."""

from django.db import models


class PairingKind(models.TextChoices):
    RESPONSIBLE = "responsible", "帮扶责任人"
    LEADER = "leader", "挂包领导"


class VisitMethod(models.TextChoices):
    HOME = "home", "入户走访"
    CALL = "call", "电话联系"
    OTHER = "other", "其他方式"


class Met(models.TextChoices):
    """Who was met or spoken to."""

    WORKER = "worker", "职工本人"
    SPOUSE = "spouse", "配偶"
    CHILD = "child", "子女"
    PARENT = "parent", "父母"
    OTHER = "other", "其他人"
    NOBODY = "nobody", "未见到人"


class VisitSource(models.TextChoices):
    WEB = "web", "网上登记"
    WORKBOOK = "workbook", "台账导入"


# What a health kit usually holds; the cadre ticks, and may add in words.
HEALTH_KIT = ("口罩", "消毒液", "常用药品", "体温计", "血压计", "健康手册")
# Handed out or explained on a visit; the cadre ticks, and may add in words.
POLICIES = (
    "困难职工帮扶政策宣传册",
    "政策明白卡",
    "城市低保",
    "大病保险和医疗互助",
    "助学政策",
    "公租房与租赁补贴",
    "就业创业扶持",
)
