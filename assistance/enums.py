"""Code lists of aid received, and of measures."""

from django.db import models

from households.enums import Need
from organizations.enums import Department


class AidKind(models.TextChoices):
    MONEY = "money", "资金"
    POLICY = "policy", "政策"


class AidSource(models.TextChoices):
    CENTRAL = "central", "中央财政专项帮扶资金"
    PROVINCIAL = "provincial", "省级财政专项帮扶资金"
    LOCAL = "local", "地方财政配套"
    UNION = "union", "工会经费"
    DONATION = "donation", "社会捐助"
    DEPARTMENT = "department", "政府部门政策"
    OTHER = "other", "其他"


class AidProject(models.TextChoices):
    LIVING = "living", "生活救助"
    MEDICAL = "medical", "医疗救助"
    SCHOOLING = "schooling", "子女助学"
    WARMTH = "warmth", "送温暖"
    LEGAL = "legal", "法律援助"
    TRAINING = "training", "职业培训"
    PLACEMENT = "placement", "职业介绍"
    EMERGENCY = "emergency", "应急救助"
    MUTUAL = "mutual", "医疗互助"
    GOLDEN_AUTUMN = "golden_autumn", "金秋助学"
    LOW_INCOME = "low_income", "城市低保"
    HOUSING = "housing", "住房保障"
    OTHER = "other", "其他"


class Delivery(models.TextChoices):
    CARD = "card", "银行卡"
    CASH = "cash", "现金"
    GOODS = "goods", "实物"
    SERVICE = "service", "服务"
    OTHER = "other", "其他"


class MeasureProgress(models.TextChoices):
    PLANNED = "planned", "未开始"
    UNDER_WAY = "under_way", "正在办理"
    RESOLVED = "resolved", "已解决"
    UNRESOLVED = "unresolved", "未能解决"


class Outcome(models.TextChoices):
    RELIEVED = "relieved", "困难已缓解"
    PARTLY = "partly", "困难部分缓解"
    NONE = "none", "尚无成效"


# Which department leads on which need (domain reference 7.4); a default that the form lets people change.
LEAD_OF = {
    Need.LIVING: Department.CIVIL_AFFAIRS,
    Need.EMPLOYMENT: Department.HUMAN_RESOURCES,
    Need.MEDICAL: Department.MEDICAL_INSURANCE,
    Need.EDUCATION: Department.EDUCATION,
    Need.HOUSING: Department.HOUSING,
    Need.INSURANCE: Department.HUMAN_RESOURCES,
    Need.OTHER: Department.UNION,
}


def kind_of(source: str) -> AidKind:
    """Return what comes from a source: a policy of a government department, else money."""
    return AidKind.POLICY if source == AidSource.DEPARTMENT else AidKind.MONEY
