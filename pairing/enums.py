"""Code lists of pairings and visits."""

from django.db import models


class PairingKind(models.TextChoices):
    RESPONSIBLE = "responsible", "帮扶责任人"
    LEADER = "leader", "挂包领导"


class Rank(models.TextChoices):
    """The rank of who helps, the highest first (domain reference 7.3)."""

    BUREAU = "bureau", "厅级"
    DIVISION = "division", "正处级"
    DEPUTY_DIVISION = "deputy_division", "副处级"
    SECTION = "section", "科级"
    STAFF = "staff", "一般干部"


# Leaders who help one household each (领导一对一).
LEADING = (Rank.BUREAU, Rank.DIVISION, Rank.DEPUTY_DIVISION, Rank.SECTION)


class UnitKind(models.TextChoices):
    DEPARTMENT = "department", "机关部门"
    INSTITUTION = "institution", "事业单位"
    ENTERPRISE = "enterprise", "企业"
    UNION = "union", "工会"
    SOCIAL = "social", "社会组织"


class Language(models.TextChoices):
    """Languages other than 汉语 in which a cadre can talk with a family."""

    YI = "yi", "彝语"
    HANI = "hani", "哈尼语"
    DAI = "dai", "傣语"
    BAI = "bai", "白语"
    ZHUANG = "zhuang", "壮语"
    MIAO = "miao", "苗语"
    LISU = "lisu", "傈僳语"
    LAHU = "lahu", "拉祜语"
    VA = "va", "佤语"
    NAXI = "naxi", "纳西语"
    YAO = "yao", "瑶语"
    JINGPO = "jingpo", "景颇语"
    TIBETAN = "tibetan", "藏语"
    OTHER = "other", "其他民族语言"


class StationLevel(models.TextChoices):
    """The five levels of the network of aid (domain reference 0.3), from the top."""

    PREFECTURE = "prefecture", "州级困难职工援助中心"
    CITY = "city", "市（县）分中心"
    TOWNSHIP = "township", "乡镇（街道）援助站"
    COMMUNITY = "community", "社区分站"
    ENTERPRISE = "enterprise", "企业（单位）援助点"


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
