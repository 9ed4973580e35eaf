"""Code lists of aid received, of measures, of department tasks, and of policies."""

from django.db import models

from households.enums import Cause, Need
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


class MeasureKind(models.TextChoices):
    """What a measure is (domain reference 7.4), in the order of the departments that lead."""

    TRAINING = "training", "技能培训"
    PLACEMENT = "placement", "职业介绍"
    STARTUP = "startup", "创业援助"
    PUBLIC_JOB = "public_job", "公益性岗位"
    SOCIAL_INSURANCE = "social_insurance", "社会保险参保"
    MEDICAL_INSURANCE = "medical_insurance", "基本医保和大病保险"
    MEDICAL_AID = "medical_aid", "医疗救助和减免"
    DOCTOR = "doctor", "家庭医生签约"
    GRANT = "grant", "奖助学金和减免"
    LOAN = "loan", "助学贷款"
    WORK_STUDY = "work_study", "勤工助学"
    HOUSING = "housing", "保障性住房"
    RENT = "rent", "租赁补贴"
    REPAIR = "repair", "危房改造"
    LOW_INCOME = "low_income", "城市低保"
    TEMPORARY = "temporary", "临时救助"
    FUND = "fund", "专项资金"
    WARMTH = "warmth", "送温暖"
    GOLDEN_AUTUMN = "golden_autumn", "金秋助学"
    MUTUAL = "mutual", "医疗互助"
    LEGAL = "legal", "法律维权"
    EMERGENCY = "emergency", "应急救助"
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


class Effect(models.TextChoices):
    """What came of a difficulty, as the family and the cadre each judge it."""

    SOLVED = "solved", "解决"
    EASED = "eased", "缓解"
    UNSOLVED = "unsolved", "未解决"


class ListStatus(models.TextChoices):
    """How far a task list has come; from SENT on it is frozen."""

    DRAFT = "draft", "草拟"
    CHECKED = "checked", "已审核"
    SIGNED = "signed", "已签发"
    SENT = "sent", "已交办"


class TaskStatus(models.TextChoices):
    """Where one line of a task list stands."""

    LISTED = "listed", "待交办"
    SENT = "sent", "待签收"
    ACCEPTED = "accepted", "办理中"
    PARTLY = "partly", "部分落实"
    DONE = "done", "已落实，待回访"
    REFUSED = "refused", "不予办理"
    MISSED = "missed", "回访未到位"
    ARRIVED = "arrived", "已到位"
    RETURNED = "returned", "已收回重定"


class AnswerKind(models.TextChoices):
    """What an office answers to one line."""

    ACCEPTED = "accepted", "签收办理"
    PARTLY = "partly", "部分落实"
    DONE = "done", "已落实"
    REFUSED = "refused", "不予办理"
    HANDED = "handed", "转交其他部门"


# With the office: it may answer.
AT_OFFICE = (TaskStatus.SENT, TaskStatus.ACCEPTED, TaskStatus.PARTLY)
# Back with the county, which plans anew.
AT_COUNTY = (TaskStatus.REFUSED, TaskStatus.MISSED)
# Over: nothing more comes of this line.
ENDED_TASKS = (TaskStatus.ARRIVED, TaskStatus.RETURNED)


class AnswerSource(models.TextChoices):
    WEB = "web", "网上办理"
    WORKBOOK = "workbook", "清单回传"


class PolicyGroup(models.TextChoices):
    """Which shelf of the policy library a document stands on."""

    CORE = "core", "“1+10”制度"
    NATIONAL = "national", "国家与全国总工会"
    PROVINCE = "province", "省级"
    LOCAL = "local", "州市县"
    DEPARTMENT = "department", "部门政策"


class PolicyState(models.TextChoices):
    """Whether a document holds today."""

    IN_FORCE = "in_force", "现行有效"
    COMING = "coming", "尚未施行"
    OVER = "over", "已失效"
    SUPERSEDED = "superseded", "已被取代"


# Which department leads on which need (domain reference 7.4); a default that the form lets people change.
LEAD_OF = {
    Need.LIVING: Department.CIVIL_AFFAIRS,
    Need.EMPLOYMENT: Department.HUMAN_RESOURCES,
    Need.MEDICAL: Department.MEDICAL_INSURANCE,
    Need.EDUCATION: Department.EDUCATION,
    Need.HOUSING: Department.HOUSING,
    Need.INSURANCE: Department.HUMAN_RESOURCES,
    Need.FUNDS: Department.FINANCE,
    Need.OTHER: Department.UNION,
}
# Who works along with the lead.
ALONG_WITH = {Need.MEDICAL: (Department.HEALTH,)}
# What the cause of a household's hardship says of a difficulty whose need says nothing.
NEED_OF = {
    Cause.UNEMPLOYED: Need.EMPLOYMENT,
    Cause.LAID_OFF: Need.EMPLOYMENT,
    Cause.UNINSURED: Need.INSURANCE,
    Cause.UNDERINSURED: Need.INSURANCE,
    Cause.ILLNESS: Need.MEDICAL,
    Cause.SCHOOLING: Need.EDUCATION,
    Cause.NO_CAPACITY: Need.LIVING,
}


def kind_of(source: str) -> AidKind:
    """Return what comes from a source: a policy of a government department, else money."""
    return AidKind.POLICY if source == AidSource.DEPARTMENT else AidKind.MONEY
