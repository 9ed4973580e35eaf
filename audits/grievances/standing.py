"""What whoever complained reads of the log: that it goes on, and why it takes longer; never who works on it."""

from collections.abc import Callable

from audits.grievances.enums import GrievanceStatus, StepKind
from audits.models import Grievance, GrievanceStep

# How it stands, in words for somebody who waits.
STANDING = {
    GrievanceStatus.RECEIVED: "已收到，等待受理",
    GrievanceStatus.ASSIGNED: "已受理，正在办理",
    GrievanceStatus.ANSWERED: "已答复",
    GrievanceStatus.DECLINED: "不予受理",
    GrievanceStatus.APPEALED: "正在复查",
    GrievanceStatus.REANSWERED: "已复查",
    GrievanceStatus.CLOSED: "已办结",
}
TOLD: dict[str, Callable[[GrievanceStep], str]] = {
    StepKind.RECEIVED: lambda step: f"{step.union.name}收到",
    StepKind.ASSIGNED: lambda step: f"{step.union.name}受理，正在办理",
    StepKind.HANDED: lambda step: step.words.partition("：")[0],
    StepKind.EXTENDED: lambda step: f"延长办理时间：{step.words}",
    StepKind.DECLINED: lambda step: "不予受理",
    StepKind.ANSWERED: lambda step: "答复",
    StepKind.APPEALED: lambda step: "收到复查申请",
    StepKind.REANSWERED: lambda step: "复查答复",
    StepKind.CLOSED: lambda step: "办结",
    StepKind.RECODED: lambda step: "补发查询码，原查询码停用",
    StepKind.SENT: lambda step: "反映属实的问题已下发整改",
    StepKind.MENDED: lambda step: "整改完成，已验收",
    StepKind.UNSENT: lambda step: "下发的整改已撤回",
}


def standing_of(grievance: Grievance) -> str:
    """Return how a grievance stands."""
    return STANDING[GrievanceStatus(grievance.status)]


def told_to_the_person(grievance: Grievance) -> list[tuple[GrievanceStep, str]]:
    """Return the steps that are told outside, with their words; a second owner is no news. One query."""
    told: list[tuple[GrievanceStep, str]] = []
    for step in grievance.steps.select_related("union"):
        words = TOLD[step.kind](step) if step.kind in TOLD else ""
        if words and words not in {before for _step, before in told[-1:]}:
            told.append((step, words))
    return told
