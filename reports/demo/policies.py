"""The demo library of policies: real titles and numbers where they are known, and entries that say they are made up.

What was not found is said in the text of each. What an entry for the card promises is named a demonstration in its
title, which the card prints.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from assistance.actions.policies import publish_policy, supersede_policy
from assistance.enums import PolicyGroup
from assistance.models import Policy
from households.enums import Cause, Need
from organizations.enums import Department
from organizations.models import Union, User
from organizations.reference import PROVINCE

CHUXIONG = "532300"
KEPT_SHORT = "演示数据只登记名称、文号和发文单位，没有收录正文，请以原件为准。"
DAY_UNKNOWN = "施行日期没有查到，暂按所在年份的第一天登记，请核对后修改。"
MADE_UP = "演示条目，按部门分工编写，不是政策原文；正式使用前请换成当地现行的文件。"
ASK = "请帮扶干部代办，或带身份证、户口簿到当地{}办理。"
ALL_UNION = "中华全国总工会"


@dataclass(frozen=True)
class Entry:
    """One document; ``by`` is the title of what took its place."""

    title: str
    issuer: str
    group: str
    valid_from: datetime.date
    text: str
    number: str = ""
    department: str = Department.UNION
    union: str = PROVINCE
    by: str = ""
    more: dict[str, Any] = field(default_factory=dict)


def year(number: int) -> datetime.date:
    """Return the first day of a year."""
    return datetime.date(number, 1, 1)


FUNDS_2022, FUNDS_RULES_2022 = "职工困难帮扶资金管理办法", "中央财政职工困难帮扶资金项目管理实施细则"
DECEMBER = "2022 年 12 月印发；文号和具体日期没有查到。"
SIX = (
    "对象为系统内全国级、省级在档困难职工家庭，2020 年 4 月至 7 月逐户做到六清：家庭基本情况清、已享受政策和资金清、"
    "当前存在困难清、后续帮扶措施清、帮扶措施成效清、结对帮扶记录清。"
)
AUTUMN = (
    "当年中考后读中职（高职）的，助学金不超过 5 个月当年全省城市低保；当年高考后读全日制本专科（高职）的，"
    "不超过 8 个月。家庭年人均收入须低于当地城市低保全年总和的 3 倍。"
)
DOCUMENTS = (
    Entry(
        "云南省困难职工档案管理办法",
        "云南省总工会",
        PolicyGroup.CORE,
        year(2019),
        f"2019 年“1+10”制度文件之一；另有未注日期的试行本，先后关系没有查到。文号没有查到。{DAY_UNKNOWN}{KEPT_SHORT}",
    ),
    Entry(
        "困难职工档案管理办法",
        ALL_UNION,
        PolicyGroup.NATIONAL,
        year(2016),
        f"{DAY_UNKNOWN}{KEPT_SHORT}",
        "总工办〔2016〕36号",
    ),
    Entry(
        "困难职工帮扶中心专项资金管理办法",
        "财政部",
        PolicyGroup.NATIONAL,
        year(2006),
        f"{DAY_UNKNOWN}{KEPT_SHORT}取代关系按资金管理办法的沿革登记，请核对。",
        "财建〔2006〕468号",
        Department.FINANCE,
        by=FUNDS_2022,
    ),
    Entry(
        FUNDS_2022,
        "财政部",
        PolicyGroup.NATIONAL,
        datetime.date(2022, 12, 1),
        DECEMBER + KEPT_SHORT,
        department=Department.FINANCE,
    ),
    Entry(
        "中央财政专项帮扶资金使用管理办法",
        ALL_UNION,
        PolicyGroup.NATIONAL,
        year(2015),
        f"文号另见“总工办〔2015〕20号”，两种写法没有核实。{DAY_UNKNOWN}{KEPT_SHORT}取代关系按资金管理办法的沿革登记，请核对。",
        "总工发〔2015〕20号",
        by=FUNDS_RULES_2022,
    ),
    Entry(FUNDS_RULES_2022, ALL_UNION, PolicyGroup.NATIONAL, datetime.date(2022, 12, 1), DECEMBER + KEPT_SHORT),
    Entry(
        "最低生活保障审核确认办法",
        "民政部",
        PolicyGroup.DEPARTMENT,
        year(2021),
        f"{DAY_UNKNOWN}{KEPT_SHORT}",
        "民发〔2021〕57号",
        Department.CIVIL_AFFAIRS,
    ),
    Entry(
        "关于开展困难职工“户户清”工作的通知（题名待核）",
        "云南省总工会办公室",
        PolicyGroup.PROVINCE,
        datetime.date(2020, 3, 24),
        f"{SIX}\n题名和文号没有查到，日期为见报日期。{KEPT_SHORT}",
    ),
    Entry(
        "2025年金秋助学工作的通知（题名待核）",
        "云南省总工会",
        PolicyGroup.PROVINCE,
        year(2025),
        f"{AUTUMN}\n题名和文号没有查到，只在 2025 年施行。{KEPT_SHORT}",
        more={
            "valid_to": datetime.date(2025, 12, 31),
            "needs": [Need.EDUCATION],
            "causes": [Cause.SCHOOLING],
            "on_card": True,
            "benefit": AUTUMN,
        },
    ),
    Entry(
        "“12231”工作机制（文件名待核）",
        "楚雄彝族自治州总工会",
        PolicyGroup.LOCAL,
        year(2018),
        f"一次申请、两次评议、三次公示、三次审定、一项考核。文件名、文号没有查到。{DAY_UNKNOWN}{KEPT_SHORT}",
        union=CHUXIONG,
    ),
)


def shown(department: str, name: str, benefit: str, where: str, needs: list[str], causes: list[str]) -> Entry:
    """Return a made-up entry for the card: what a department does in general, without amounts."""
    more = {"needs": needs, "causes": causes, "on_card": True, "benefit": benefit, "how": ASK.format(where)}
    return Entry(f"演示：{name}", "演示数据", PolicyGroup.DEPARTMENT, year(2017), MADE_UP, "", department, more=more)


CARDS = (
    shown(
        Department.HUMAN_RESOURCES,
        "就业帮扶",
        "家里有劳动能力、还没有就业的，可以参加技能培训、得到职业介绍和创业援助。",
        "人力资源和社会保障部门",
        [Need.EMPLOYMENT],
        [Cause.UNEMPLOYED, Cause.LAID_OFF],
    ),
    shown(
        Department.MEDICAL_INSURANCE,
        "医疗保障",
        "纳入基本医保和大病保险，住院看病按规定报销；自付部分还可以申请补助和减免。",
        "医疗保障部门",
        [Need.MEDICAL],
        [Cause.ILLNESS],
    ),
    shown(
        Department.HEALTH,
        "家庭医生签约",
        "与家庭医生签约，随访问诊、指导用药。",
        "卫生院",
        [Need.MEDICAL],
        [Cause.ILLNESS],
    ),
    shown(
        Department.EDUCATION,
        "学生资助",
        "在校子女可以申请奖学金、助学金、助学贷款、勤工助学和学费减免。",
        "学校或教育部门",
        [Need.EDUCATION],
        [Cause.SCHOOLING],
    ),
    shown(
        Department.HOUSING,
        "住房保障",
        "没有住房或住危房的，可以申请保障性住房或租赁补贴。",
        "住房和城乡建设部门",
        [Need.HOUSING],
        [],
    ),
    shown(
        Department.CIVIL_AFFAIRS,
        "低保和临时救助",
        "符合条件的纳入最低生活保障；遇到急难的可以申请临时救助。",
        "民政部门",
        [Need.LIVING],
        [Cause.NO_CAPACITY],
    ),
    shown(
        Department.UNION,
        "工会帮扶",
        "节日送温暖、子女金秋助学、医疗互助、法律维权和应急救助，由工会按规定办理。",
        "工会困难职工帮扶中心",
        [],
        [],
    ),
)


@transaction.atomic
def ensure_policies() -> int:
    """Fill an empty library and return how many documents it got; needs the demo accounts."""
    if Policy.objects.exists():
        return 0
    by = User.objects.get(username="province")
    made = {entry.title: _publish(entry, by) for entry in (*DOCUMENTS, *CARDS)}
    for entry in DOCUMENTS:
        if entry.by:
            supersede_policy(made[entry.title], by=by, successor=made[entry.by])
    return len(made)


def _publish(entry: Entry, by: User) -> Policy:
    facts = {name: getattr(entry, name) for name in ("title", "issuer", "group", "valid_from", "text", "number")}
    facts |= {"department": entry.department, "union": Union.objects.get(code=entry.union)}
    return publish_policy(by=by, facts=facts | entry.more)
