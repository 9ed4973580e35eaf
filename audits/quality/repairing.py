"""Where a fault is mended: the page, by its URL name, what its link says, and whom to ask who may not open it."""

from dataclasses import dataclass

from django.urls import reverse

from audits.quality.rule import Rule

OFFICERS = "由建档单位经办人员办理"


@dataclass(frozen=True)
class Page:
    """A page on which faults are mended: whether it takes the subject, and whether officers alone open it."""

    action: str
    of_part: bool = False
    by_officers: bool = False


PAGES = {
    "household": Page("核对成员"),
    "household_edit": Page("修改档案", by_officers=True),
    "member_edit": Page("修改此人", of_part=True, by_officers=True),
    "survey_add": Page("登记收支调查", by_officers=True),
    "survey_edit": Page("修改收支调查", of_part=True, by_officers=True),
    "household_aid": Page("核对帮扶记录"),
    "aid_add": Page("登记帮扶"),
    "aid_correct": Page("更正帮扶记录", of_part=True),
    "household_visits": Page("核对结对和走访"),
    "pair_household": Page("登记结对", by_officers=True),
    "pairing_hand_over": Page("移交结对", of_part=True, by_officers=True),
    "visit_log": Page("登记走访"),
    "visit_correct": Page("更正走访", of_part=True),
    "measure_add": Page("制定措施", of_part=True),
    "measure_edit": Page("修改措施", of_part=True),
    "measure_judge": Page("评价成效", of_part=True),
    "household_attachments": Page("上传材料"),
    "household_reviews": Page("办理审核"),
}


@dataclass(frozen=True)
class Repair:
    """The link that leads to the mending of a fault; without an address whom to ask."""

    action: str
    url: str = ""


def repair_of(rule: Rule, archive_no: str, subject: str, *, officer: bool) -> Repair:
    """Return where a fault is mended by an officer, or by the cadre of the household."""
    page = PAGES[rule.repair]
    if page.by_officers and not officer:
        return Repair(OFFICERS)
    name = rule.repair
    if name == "visit_correct" and not officer:
        name = "visit"  # which leads on to the correction of one's own alone
    return Repair(page.action, reverse(name, args=[archive_no, int(subject)] if page.of_part else [archive_no]))
