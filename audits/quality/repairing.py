"""Where a fault is mended: the page, by its URL name, what its link says, and whom to ask who may not open it."""

from dataclasses import dataclass

from django.urls import reverse

from audits.quality.rule import Rule

OFFICERS = "由建档单位经办人员办理"
WORKERS = "由经办人员或帮扶干部办理"


@dataclass(frozen=True)
class Page:
    """A page on which faults are mended: whether it takes the subject, and whom else than everybody it opens for."""

    action: str
    of_part: bool = False
    by: str = ""  # OFFICERS alone, or WORKERS: officers and the household's own cadre


PAGES = {
    "household": Page("核对成员"),
    "household_edit": Page("修改档案", by=OFFICERS),
    "member_edit": Page("修改此人", of_part=True, by=OFFICERS),
    "survey_add": Page("登记收支调查", by=OFFICERS),
    "survey_edit": Page("修改收支调查", of_part=True, by=OFFICERS),
    "household_aid": Page("核对帮扶记录"),
    "aid_add": Page("登记帮扶", by=WORKERS),
    "aid_correct": Page("更正帮扶记录", of_part=True, by=WORKERS),
    "household_visits": Page("核对结对和走访"),
    "pair_household": Page("登记结对", by=OFFICERS),
    "pairing_hand_over": Page("移交结对", of_part=True, by=OFFICERS),
    "visit_log": Page("登记走访", by=WORKERS),
    "visit_correct": Page("更正走访", of_part=True),
    "measure_add": Page("制定措施", of_part=True, by=WORKERS),
    "measure_edit": Page("修改措施", of_part=True, by=WORKERS),
    "measure_judge": Page("评价成效", of_part=True, by=WORKERS),
    "household_attachments": Page("上传材料"),
    "household_reviews": Page("办理审核"),
}


@dataclass(frozen=True)
class Repair:
    """The link that leads to the mending of a fault; without an address whom to ask."""

    action: str
    url: str = ""


def repair_of(rule: Rule, archive_no: str, subject: str, *, officer: bool, works: bool) -> Repair:
    """Return where an officer or the household's own cadre (``works``) mends a fault, and where others look at it."""
    page = PAGES[rule.repair]
    if (page.by == OFFICERS and not officer) or (page.by == WORKERS and not works):
        return Repair(page.by)
    name = rule.repair
    if name == "visit_correct" and not officer:
        name = "visit"  # which leads on to the correction of one's own
    return Repair(page.action, reverse(name, args=[archive_no, int(subject)] if page.of_part else [archive_no]))
