"""A verification in words: its terms, how far it is, and what comes next."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from audits.models import Verification
from audits.verification.enums import Allocation, PopulationClass, ProjectStatus, Region
from core import clock

TONES: dict[str, str] = {
    ProjectStatus.DRAFT: "todo",
    ProjectStatus.DRAWN: "todo",
    ProjectStatus.RUNNING: "todo",
    ProjectStatus.JUDGING: "soon",
    ProjectStatus.CLOSED: "gone",
}
NEXT: dict[str, str] = {
    ProjectStatus.DRAFT: "核对抽样条件，要核查未建档户的先导入外部名单，然后抽取样本。抽取后条件不能再改。",
    ProjectStatus.DRAWN: "样本已固定。请把样本分派给核查机构的核查员，分派后他们在入户期间可以打开各自的任务。",
    ProjectStatus.RUNNING: "核查员正在入户。请逐份查看提交的问卷，有缺漏的退回补充，其余认可；全部认可后进入认定。",
    ProjectStatus.JUDGING: "由审核、审批人员两人分别认定每户的结论；申辩期内被核查单位可以申辩，有争议的由第三人裁定。",
    ProjectStatus.CLOSED: "核查已结束，样本、认定和各项比例不再变动。",
}

# For the unions under check, who can do nothing until there are findings.
NEXT_BELOW: dict[str, str] = {
    ProjectStatus.DRAFT: "组织核查的工会正在筹备，抽到哪些户在核查结束以前不公开。",
    ProjectStatus.DRAWN: "样本已固定。抽到哪些户在核查结束以前不公开，请照常开展工作。",
    ProjectStatus.RUNNING: "核查员正在入户，请配合但不要陪同或提前联系。结论认定后，本单位的户在“认定”中列出。",
    ProjectStatus.JUDGING: "本单位的户认定后在“认定”中列出；对结论有异议的，请在申辩期内申辩并附依据。",
    ProjectStatus.CLOSED: "核查已结束，本单位的样本、认定和各项比例不再变动。",
}


def next_for(verification: Verification, *, own: bool) -> str:
    """Say what comes next: for those who have it carried out, or for the unions below."""
    return (NEXT if own else NEXT_BELOW)[verification.status]


@dataclass(frozen=True)
class Step:
    """One state on the way: "done", "now" or "" ahead, and the day on which it was reached."""

    number: int
    name: str
    state: str
    note: str = ""


def percent(share: Decimal) -> str:
    """Write a share as a percentage without zeros that say nothing."""
    return f"{(share * 100).normalize():f}%"


def facts_of(verification: Verification) -> list[tuple[str, str]]:
    """Return what stands at the head of every page."""
    classes = "、".join(str(group.label) for group in verification.asked_classes)
    return [
        ("组织单位", verification.union.name),
        ("核查机构", verification.agency.name),
        ("入户", f"{verification.starts_on:%Y-%m-%d} 至 {verification.ends_on:%Y-%m-%d}"),
        ("核查对象", classes),
    ]


def terms_of(verification: Verification) -> list[tuple[str, str]]:
    """Return the terms of the draw and of the field work; one query for the questionnaire."""
    size = (
        "全部核查"
        if verification.allocation == Allocation.CENSUS
        else f"置信水平 {percent(verification.confidence)}，允许误差 ±{percent(verification.margin)}，"
        f"预计比例 {percent(verification.expected_rate)}"
    )
    return [
        ("样本量", size),
        ("样本分配", f"{verification.get_allocation_display()}，每层至少 {verification.least} 户"),
        ("分层", _strata_words(verification)),
        ("脱困、注销起始日", _exits_words(verification)),
        ("复访（盲评）", f"样本的 {percent(verification.blind_share)}"),
        ("电话回访", f"样本的 {percent(verification.phone_share)}"),
        ("调查问卷", str(verification.questionnaire)),
        ("申辩期", f"{verification.contest_days} 个工作日"),
    ]


def _strata_words(verification: Verification) -> str:
    parts = ["核查对象"]
    parts += [verification.get_region_display()] if verification.region != Region.WHOLE else []
    parts += ["困难类别"] if verification.by_category else []
    parts += ["主要致困原因"] if verification.by_cause else []
    return "、".join(parts)


def _exits_words(verification: Verification) -> str:
    left = {PopulationClass.EXITED, PopulationClass.CANCELLED} & set(verification.classes)
    return f"{verification.exits_since:%Y-%m-%d}" if left else "不核查已退出的户"


def steps_of(verification: Verification) -> list[Step]:
    """Return the way from the first draft to the end, as far as it was gone."""
    every = list(ProjectStatus)
    here = every.index(ProjectStatus(verification.status))
    last = len(every) - 1
    notes = {ProjectStatus.DRAFT: _day(verification.created_at), ProjectStatus.DRAWN: _day(verification.drawn_at)}
    notes[ProjectStatus.RUNNING] = f"{verification.starts_on:%m-%d} 至 {verification.ends_on:%m-%d}"
    return [
        Step(number, str(status.label), _state(number - 1, here, last), notes.get(status, ""))
        for number, status in enumerate(every, start=1)
    ]


def _state(place: int, here: int, last: int) -> str:
    if place < here or place == here == last:
        return "done"
    return "now" if place == here else ""


def _day(moment: datetime.datetime | None) -> str:
    return f"{clock.day_of(moment):%Y-%m-%d}" if moment else ""
