"""What the system proposes for a rectification that comes of a grievance or of a fault; people change it."""

from audits.grievances.enums import RIGHT, GrievanceCategory, GrievanceStatus
from audits.models import Fault, Grievance
from households.models import Household
from organizations.models import Union

LONGEST_TITLE = 80
# By what was complained of and found right: what has to be done.
OF_GRIEVANCE = {
    GrievanceCategory.RESULT: "重新核实家庭收支和有关情况，认定有误的按程序更正，并核对同批认定的其他户。",
    GrievanceCategory.FUNDS: "核对应发、已发资金和账户，漏发、错发的按程序补发、更正，说明原因。",
    GrievanceCategory.HELP: "到户了解需求，补上走访和帮扶措施，明确责任人和时限。",
    GrievanceCategory.CONDUCT: "查明经过，纠正不当做法，对有关人员提出处理意见，防止再次发生。",
    GrievanceCategory.NOTICE: "核对公示内容和程序，有误的更正后重新公示。",
    GrievanceCategory.OTHER: "查明原因，纠正存在的问题，说明整改结果。",
}


def is_founded(grievance: Grievance) -> bool:
    """Tell whether a grievance was found right, if in part, or an answer to it was changed on appeal."""
    return grievance.finding in RIGHT or grievance.appeal_upheld is True


def can_be_mended(grievance: Grievance) -> bool:
    """Tell whether what a grievance was right about may be sent out to be mended now: no appeal is running."""
    return is_founded(grievance) and grievance.status != GrievanceStatus.APPEALED


def place_of(grievance: Grievance) -> Union:
    """Return the union that is to mend what a grievance was right about, unless another is named."""
    return grievance.household.union if grievance.household else grievance.union


def title_of_grievance(grievance: Grievance, household: Household | None, union: Union) -> str:
    """Return what its rectification is called: nothing that tells who complained."""
    whose = _named(household) if household else union.name
    return f"{grievance.get_category_display()}：{whose}"[:LONGEST_TITLE]


def proposed_of(grievance: Grievance, household: Household | None, union: Union) -> dict[str, str]:
    """Return all that the system may say of what a grievance, not in confidence, was right about."""
    title = title_of_grievance(grievance, household, union)
    return {"title": title, "wrong": wrong_of_grievance(grievance), "to_do": to_do_of_grievance(grievance)}


def wrong_of_grievance(grievance: Grievance) -> str:
    """Return what is wrong as far as the system may tell: the category, and what was found."""
    found = grievance.get_finding_display() if grievance.finding in RIGHT else "经复查属实"
    return f"经核实，群众反映的“{grievance.get_category_display()}”问题{found}。"


def to_do_of_grievance(grievance: Grievance) -> str:
    """Return what is to be done about it."""
    return OF_GRIEVANCE[GrievanceCategory(grievance.category)]


def title_of_fault(fault: Fault) -> str:
    """Return what the rectification of a fault is called."""
    return f"{fault.title}：{_named(fault.household)}"[:LONGEST_TITLE]


def wrong_of_fault(fault: Fault) -> str:
    """Return what the last run found."""
    return f"{fault.title}：{fault.detail}" if fault.detail else fault.title


def to_do_of_fault(fault: Fault) -> str:
    """Return what is to be done about a fault, with the words of its rule."""
    why = fault.kind.explanation if fault.kind else "请对照原件核对并更正档案。"
    return f"{why}核对后数据无误的，写明依据，由审核人员登记例外。"


def _named(household: Household) -> str:
    return f"{household.head_name or '未填姓名'}（{household.archive_no}）"
