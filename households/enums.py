"""States, levels, categories, causes and the other code lists of the archive (domain reference 2.3)."""

from django.db import models


class Status(models.TextChoices):
    DRAFT = "draft", "草稿"
    UNDER_REVIEW = "under_review", "审核中"
    ON_FILE = "on_file", "在档"
    TAPERING = "tapering", "渐退期"
    EXITED = "exited", "已脱困"
    REJECTED = "rejected", "未通过"
    CANCELLED = "cancelled", "已注销"


OPEN_STATUSES = (Status.DRAFT, Status.UNDER_REVIEW, Status.ON_FILE, Status.TAPERING)
CLOSED_STATUSES = (Status.EXITED, Status.REJECTED, Status.CANCELLED)
# Households that are owed care: pairing, visits, six-clear.
IN_CARE = (Status.ON_FILE, Status.TAPERING)


class Level(models.TextChoices):
    NATIONAL = "national", "全国级"
    PROVINCE = "province", "省级"
    PREFECTURE = "prefecture", "地市级"
    COUNTY = "county", "区县级"
    GRASSROOTS = "grassroots", "基层"


class RuleVersion(models.TextChoices):
    """The rule regime that a household was judged under; a file keeps the one that it has."""

    A2016 = "A2016", "2016 年版"
    B2020 = "B2020", "2020 年版"


class Category(models.TextChoices):
    LOW_INCOME = "low_income", "低保户"
    NEAR_LOW_INCOME = "near_low_income", "低保边缘户"
    MISHAP_A = "mishap_a", "意外致困户"
    DEEP = "deep", "深度困难职工"
    RELATIVE = "relative", "相对困难职工"
    MISHAP_B = "mishap_b", "意外致困职工"


CATEGORIES = {
    RuleVersion.A2016: (Category.LOW_INCOME, Category.NEAR_LOW_INCOME, Category.MISHAP_A),
    RuleVersion.B2020: (Category.DEEP, Category.RELATIVE, Category.MISHAP_B),
}


def rule_version_of(category: str) -> RuleVersion:
    """Return the regime that a category belongs to."""
    return RuleVersion.A2016 if category in CATEGORIES[RuleVersion.A2016] else RuleVersion.B2020


class Cause(models.TextChoices):
    NO_CAPACITY = "no_capacity", "无劳动能力"
    UNEMPLOYED = "unemployed", "有劳动能力而未就业"
    LAID_OFF = "laid_off", "下岗失业"
    UNINSURED = "uninsured", "未参加社会保险"
    UNDERINSURED = "underinsured", "社会保险待遇落实不到位"
    ILLNESS = "illness", "患重特大疾病"
    DISASTER = "disaster", "遭受自然灾害"
    ACCIDENT = "accident", "遭受意外事故"
    SCHOOLING = "schooling", "子女上学"
    OTHER = "other", "其他"


MAX_SECONDARY_CAUSES = 3
MAX_PERSONS = 30  # of one household; more is mistyped


class Relation(models.TextChoices):
    """Relation to the worker, who is SELF (GB/T 4761)."""

    SELF = "self", "本人"
    SPOUSE = "spouse", "配偶"
    SON = "son", "子"
    DAUGHTER = "daughter", "女"
    GRANDCHILD = "grandchild", "孙辈"
    PARENT = "parent", "父母"
    GRANDPARENT = "grandparent", "祖父母/外祖父母"
    SIBLING = "sibling", "兄弟姐妹"
    OTHER = "other", "其他"


class Departure(models.TextChoices):
    """Why somebody no longer lives with the household (domain reference 3.2)."""

    DIED = "died", "去世"
    MARRIED = "married", "结婚分出"
    INDEPENDENT = "independent", "分户独立生活"
    PRISON = "prison", "服刑"
    OTHER = "other", "其他"


class Sex(models.TextChoices):
    MALE = "male", "男"
    FEMALE = "female", "女"


class Need(models.TextChoices):
    """What a difficulty is about; decides which department leads (assistance.enums.LEAD_OF)."""

    LIVING = "living", "基本生活"
    EMPLOYMENT = "employment", "就业"
    MEDICAL = "medical", "医疗"
    EDUCATION = "education", "就学"
    HOUSING = "housing", "住房"
    INSURANCE = "insurance", "社会保险"
    FUNDS = "funds", "资金"
    OTHER = "other", "其他"


class LineKind(models.TextChoices):
    """Lines of the income survey, in the order of the form (domain reference 3.1, 3.3)."""

    WAGES = "wages", "工资性收入"
    BUSINESS = "business", "经营净收入"
    PROPERTY = "property", "财产净收入"
    TRANSFER = "transfer", "转移净收入"
    MEDICAL = "medical", "医疗支出"
    SCHOOLING = "schooling", "教育支出"
    REHABILITATION = "rehabilitation", "残疾康复支出"
    CARE = "care", "长期照料支出"
    WORK = "work", "必要就业成本"
    DISASTER = "disaster", "灾害意外损失"
    # For the identification rules alone: no part of the per-head figure of the survey.
    GOVERNMENT_AID = "government_aid", "政府救助和优抚奖励金"
    BASIC_PENSION = "basic_pension", "基础养老金"
    UNION_AID = "union_aid", "工会帮扶资金"
    COMPENSATION = "compensation", "赔偿补偿和保险支付"
    SAVINGS = "savings", "储蓄存款余额"
    INVESTMENTS = "investments", "投资性净资产"


INCOME_KINDS = (LineKind.WAGES, LineKind.BUSINESS, LineKind.PROPERTY, LineKind.TRANSFER)
# Parts of 转移净收入 that some rules leave out of the income.
WITHIN_TRANSFER = (LineKind.GOVERNMENT_AID, LineKind.BASIC_PENSION)
ASSET_KINDS = (LineKind.SAVINGS, LineKind.INVESTMENTS)
MEMO_KINDS = (*WITHIN_TRANSFER, LineKind.UNION_AID, LineKind.COMPENSATION, *ASSET_KINDS)
RIGID_KINDS = tuple(kind for kind in LineKind if kind not in INCOME_KINDS and kind not in MEMO_KINDS)


class AttachmentKind(models.TextChoices):
    """Papers that must back the file (domain reference 2.4)."""

    IDENTITY = "identity", "身份证"
    HOUSEHOLD_BOOK = "household_book", "户口簿"
    APPLICATION = "application", "个人申请书"
    HARDSHIP = "hardship", "困难证明"
    INCOME = "income", "收入证明"
    AUTHORISATION = "authorisation", "家庭经济状况核对授权书"
    CHECK_REPORT = "check_report", "核对报告"
    LOW_INCOME = "low_income", "低保证明"
    MEDICAL = "medical", "诊断与医药费票据"
    SCHOOLING = "schooling", "学费票据与录取通知书"
    DISABILITY = "disability", "残疾证"
    CONTRACT = "contract", "劳动合同与居住证明"
    MEMBERSHIP = "membership", "工会会员证"
    BANK_CARD = "bank_card", "银行卡"
    NOTICE = "notice", "公示材料"
    MINUTES = "minutes", "审核会议纪要"
    COMMITMENT = "commitment", "申报承诺书"
    KINSHIP = "kinship", "亲属关系证明"
    SINGLE_PARENT = "single_parent", "离异或丧偶证明"
    DISASTER = "disaster", "灾害事故证明"
    JOBLESS = "jobless", "下岗失业证明"
    EMPLOYMENT = "employment", "就业证明"
    VISIT_FORM = "visit_form", "入户调查表"
    DEATH = "death", "死亡证明"
    PHOTO = "photo", "走访照片"
    TASK = "task", "部门落实凭证"
    OTHER = "other", "其他"


class EconomicItem(models.TextChoices):
    """What 民政 looks up of a household, in the order of its report (domain reference 3.6)."""

    HOUSING = "housing", "住房"
    VEHICLE = "vehicle", "机动车辆"
    BUSINESS = "business", "个体工商登记"
    COMPANY = "company", "企业投资与任职"
    DEPOSIT = "deposit", "存款与有价证券"
    INSURANCE = "insurance", "社会保险与公积金"
    TAX = "tax", "纳税"
    LOW_INCOME = "low_income", "低保与社会救助"


# Of these the report says how many; of the others how much.
COUNTED_ITEMS = (EconomicItem.HOUSING, EconomicItem.VEHICLE, EconomicItem.BUSINESS, EconomicItem.COMPANY)


class Likeness(models.TextChoices):
    """Why two archives may be of one family (docs/algorithms/duplicates.md)."""

    NAME = "name", "姓名相近、出生日期相同"
    PHONE = "phone", "手机号码相同"
    CARD = "card", "银行卡号相同"


class SuspicionStatus(models.TextChoices):
    OPEN = "open", "待判定"
    SAME = "same", "重复建档"
    DIFFERENT = "different", "不是同一户"
    GONE = "gone", "已消除"


class GrantKind(models.TextChoices):
    """Why somebody outside the subtree roles sees one household."""

    PAIRING = "pairing", "结对"


class ImportOutcome(models.TextChoices):
    NEW = "new", "新增"
    CHANGED = "changed", "更新"
    UNCHANGED = "unchanged", "无变化"
    REFUSED = "refused", "拒绝"


class ImportStatus(models.TextChoices):
    CHECKING = "checking", "核对中"
    PREVIEWED = "previewed", "待确认"
    RUNNING = "running", "导入中"
    DONE = "done", "已完成"
    FAILED = "failed", "未完成"
    CANCELLED = "cancelled", "已取消"
