"""Frequent measures for the demo province: what the report names for each department."""

from typing import NamedTuple

from assistance.enums import LEAD_OF, MeasureKind
from assistance.models import MeasureTemplate
from households.enums import Need
from organizations.enums import Department
from organizations.models import Union, User
from organizations.reference import PROVINCE

Kind, D = MeasureKind, Department


class Frequent(NamedTuple):
    """A frequent measure; the department that usually leads on the need leads unless another one is named."""

    need: Need
    kind: MeasureKind
    text: str
    days: int
    expected: str
    lead: Department | None = None
    along: tuple[Department, ...] = ()


FREQUENT = (
    Frequent(
        Need.EMPLOYMENT,
        Kind.TRAINING,
        "组织参加免费技能培训，取得培训合格证。",
        90,
        "掌握一技之长，能够就业",
    ),
    Frequent(Need.EMPLOYMENT, Kind.PLACEMENT, "推荐就业岗位不少于 3 个，协助签订劳动合同。", 60, "至少一人稳定就业"),
    Frequent(Need.EMPLOYMENT, Kind.PUBLIC_JOB, "符合就业困难人员条件的，安排公益性岗位。", 60, "至少一人有稳定收入"),
    Frequent(Need.EMPLOYMENT, Kind.STARTUP, "协助申请创业担保贷款，提供创业指导。", 90, "自主创业，增加收入"),
    Frequent(
        Need.MEDICAL,
        Kind.MEDICAL_INSURANCE,
        "核实参保情况，协助办理基本医保和大病保险报销。",
        60,
        "符合规定的费用报销到位",
        along=(D.HEALTH,),
    ),
    Frequent(
        Need.MEDICAL,
        Kind.MEDICAL_AID,
        "符合条件的纳入医疗救助，减轻自付费用。",
        60,
        "自付医疗费用明显下降",
        along=(D.CIVIL_AFFAIRS,),
    ),
    Frequent(Need.MEDICAL, Kind.DOCTOR, "签约家庭医生，定期随访和指导用药。", 30, "病情得到管理", D.HEALTH),
    Frequent(Need.MEDICAL, Kind.MUTUAL, "协助参加职工医疗互助并申领互助金。", 60, "互助金按规定到账", D.UNION),
    Frequent(Need.EDUCATION, Kind.GRANT, "协助在校子女申请国家奖助学金和学费减免。", 60, "学费和生活费有着落"),
    Frequent(Need.EDUCATION, Kind.LOAN, "协助办理生源地信用助学贷款。", 60, "按时入学、不因贫失学"),
    Frequent(Need.EDUCATION, Kind.GOLDEN_AUTUMN, "列入金秋助学，开学前发放。", 60, "入学子女得到资助", D.UNION),
    Frequent(Need.HOUSING, Kind.HOUSING, "符合条件的纳入公共租赁住房轮候或实物配租。", 120, "住房有保障"),
    Frequent(Need.HOUSING, Kind.RENT, "协助申请住房租赁补贴。", 60, "租金负担减轻"),
    Frequent(Need.LIVING, Kind.LOW_INCOME, "符合条件的协助申请城市低保。", 60, "应保尽保，基本生活有保障"),
    Frequent(Need.LIVING, Kind.TEMPORARY, "遇突发困难的协助申请临时救助。", 30, "渡过眼前难关"),
    Frequent(Need.LIVING, Kind.WARMTH, "节日期间送温暖走访慰问。", 60, "节日基本生活有保障", D.UNION),
    Frequent(Need.INSURANCE, Kind.SOCIAL_INSURANCE, "协助接续养老、失业保险，落实参保补贴。", 60, "社会保险不断保"),
)


def ensure_templates() -> None:
    """Give the province its frequent measures where it has none of the same words yet."""
    province = Union.objects.get(code=PROVINCE)
    by = User.objects.filter(username="province").first()
    rows = [
        MeasureTemplate(
            union=province,
            need=row.need,
            kind=row.kind,
            text=row.text,
            lead_department=row.lead or LEAD_OF[row.need],
            co_departments=list(row.along),
            days=row.days,
            expected=row.expected,
            created_by=by,
        )
        for row in FREQUENT
    ]
    MeasureTemplate.objects.bulk_create(rows, ignore_conflicts=True)
