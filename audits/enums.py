"""The six of 六清; how re-verifications and rechecks end; what exits, cancellations, campaigns are about."""

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


class ExitItem(models.TextChoices):
    """The seven of 两有五保障, in the order of the report (domain reference 5.1)."""

    FOOD = "food", "有吃"
    CLOTHING = "clothing", "有穿"
    WORK = "work", "就业有保障"
    MEDICAL = "medical", "就医有保障"
    SCHOOL = "school", "就学有保障"
    INSURANCE = "insurance", "社会保险有保障"
    HOUSING = "housing", "住房有保障"


class Finding(models.TextChoices):
    """What was found of one of the seven at the household."""

    YES = "yes", "有保障"
    NO = "no", "未保障"
    NOT_APPLICABLE = "na", "不涉及"


class ExitChannel(models.TextChoices):
    """What lifted the household out of hardship."""

    WORK = "work", "就业安置"
    SOCIAL = "social", "社保兜底"
    MEDICAL = "medical", "医疗保障"
    SCHOOL = "school", "助学帮扶"
    HOUSING = "housing", "住房安置"
    BUSINESS = "business", "创业扶持"
    INCOME = "income", "家庭收入增加"
    OTHER = "other", "其他"


class CancelCause(models.TextChoices):
    """Why an archive is cancelled (domain reference 5.2)."""

    DIED = "died", "职工死亡"
    NOT_QUALIFIED = "not_qualified", "核查不符合建档条件"
    RETIRED = "retired", "退休"
    TRANSFERRED = "transferred", "调离"
    CONCEALED = "concealed", "隐瞒收入或财产"
    LOST = "lost", "失去联系"
    DUPLICATE = "duplicate", "重复建档"
    VOLUNTARY = "voluntary", "主动申请退出"
    ASSETS = "assets", "购车购房等不再符合"
    OTHER = "other", "其他"


class WarningSign(models.TextChoices):
    """What on a monitoring visit tells that hardship may return."""

    INCOME = "income", "收入明显下降"
    JOB = "job", "失业或停工"
    ILLNESS = "illness", "患重病或伤残"
    SCHOOLING = "schooling", "就学负担加重"
    ACCIDENT = "accident", "灾害或意外事故"
    DEBT = "debt", "负债加重"
    HOUSING = "housing", "住房困难"
    OTHER = "other", "其他"


class Handling(models.TextChoices):
    """What follows from a monitoring visit."""

    NONE = "none", "情况稳定"
    WATCH = "watch", "继续观察"
    AID = "aid", "给予临时救助或转介"
    RELAPSE = "relapse", "返困，重新建档"


class ClearBy(models.TextChoices):
    """Whose word makes a household clear in a campaign."""

    COMPUTED = "computed", "系统核查即可"
    CADRE = "cadre", "帮扶干部确认"
    COUNTY = "county", "县级核查"
