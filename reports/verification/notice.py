"""整改通知书: what was found wrong, what is to be done until when, and a slip to answer with."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings

from audits.models import Rectification, VerificationFinding
from audits.verification.enums import FindingStatus, Origin, RectificationStatus
from reports.booklet.data import text
from reports.forms.data import BLANK_DAY, PrintedForm
from reports.forms.words import long_day
from reports.verification.words import close

# How what is wrong is called, by what it comes of.
KINDS = {Origin.GRIEVANCE: "类别", Origin.FAULT: "检查规则", Origin.INSPECTION: "事项"}


@dataclass(frozen=True, kw_only=True)
class RectificationNotice(PrintedForm):
    """The notice of one rectification as an official paper; its slip holds what was answered, or room for it."""

    title: ClassVar[str] = "整改通知书"
    template: ClassVar[str] = "reports/forms/rectification.html"
    sheet: ClassVar[str] = "rectification.css"
    label: ClassVar[str] = "编号"
    has_foot: ClassVar[bool] = False
    serial: str = text("编号")
    union: str = text("下发单位")
    to: str = text("整改单位")
    opening: str = text("引言")
    is_of_household: bool = True
    kind_label: str = text("对象的名称")
    kind: str = text("对象")
    outcome_label: str = text("结论的名称")
    outcome: str = text("认定结论")
    wrong: tuple[str, ...] = ()
    to_do: tuple[str, ...] = ()
    until: str = text("整改期限")
    dated: str = text("日期")
    owner: str = text("责任人")
    done: str = text("整改情况")
    done_by: str = text("报告人")
    done_on: str = BLANK_DAY
    verified: str = text("验收意见")
    verifier: str = text("验收人")
    verified_on: str = BLANK_DAY
    withdrawn: str = ""  # what a notice says that holds no longer


def notice_of(found: Rectification) -> RectificationNotice:
    """Return the notice of a rectification that was loaded with all that its page shows; no query."""
    is_done = found.status in (RectificationStatus.DONE, RectificationStatus.VERIFIED)
    is_verified = found.status == RectificationStatus.VERIFIED
    return RectificationNotice(
        **_subject(found),
        serial=f"整改{found.opened_at.year}-{found.pk:05d}",
        union=found.sender.name,
        to=found.union.name,
        opening=_opening(found),
        wrong=_paragraphs(found.wrong),
        to_do=_paragraphs(found.to_do),
        until=_until(found),
        dated=long_day(found.opened_at),
        owner=found.owner.name if found.owner else "",
        done=found.done_words if is_done else "",
        done_by=found.done_by.name if is_done and found.done_by else "",
        done_on=long_day(found.done_at) if is_done else BLANK_DAY,
        verified=(found.verified_words or "同意，整改到位。") if is_verified else "",
        verifier=found.verifier.name if found.verifier else "",
        verified_on=long_day(found.verified_at) if is_verified else BLANK_DAY,
        withdrawn=f"本通知书于{long_day(found.withdrawn_at)}撤回，不用再办理。" if found.withdrawn_at else "",
    )


def _subject(found: Rectification) -> dict[str, Any]:
    """Say whom it is about, and what of it."""
    if finding := found.finding:
        unit = finding.sample.unit
        kind = f"{finding.sample.stratum.get_population_class_display()}户"
        return _facts(unit.name, unit.key, ("核查对象", kind), ("认定结论", found.what))
    home, category = found.household, KINDS[found.origin]
    whose, number = (home.head_name, home.archive_no) if home else (found.union.name, "")
    said = _facts(whose, number, ("来源", found.came_of), (category, found.what))
    return {**said, "is_of_household": home is not None}


def _facts(whose: str, number: str, kind: tuple[str, str], outcome: tuple[str, str]) -> dict[str, Any]:
    named = {"kind_label": kind[0], "kind": kind[1], "outcome_label": outcome[0], "outcome": outcome[1]}
    return {"whose": whose, "number": number, **named}


def _opening(found: Rectification) -> str:
    basis = f"依据{settings.RECTIFY_BASIS}，" if settings.RECTIFY_BASIS else ""
    if found.origin == Origin.INSPECTION:
        return f"{basis}根据本单位检查、核实的情况，你单位存在下列问题，现通知整改。"
    if found.grievance:
        return "根据办理信访申诉时核实的情况，你单位存在下列问题，现通知整改。"
    if found.fault:
        on = long_day(found.fault.found_on)
        return f"{basis}根据数据质量检查（{on}发现）的结果，你单位在册的下列档案存在数据问题，现通知整改。"
    return _opening_of(found, found.finding, basis) if found.finding else ""


def _opening_of(found: Rectification, finding: VerificationFinding, basis: str) -> str:
    verification, unit = finding.verification, finding.sample.unit
    how = "经申辩、由第三人裁定" if _was_contested(finding) else "经两人认定"
    whose = "在册" if unit.household else "辖区内"
    return (
        f"{basis}根据{close(verification.name)}（{verification.agency.name}承办）的结果，{how}，"
        f"你单位{whose}的下列家庭存在问题，现通知整改。"
    )


def _was_contested(finding: VerificationFinding) -> bool:
    return finding.status == FindingStatus.SETTLED and hasattr(finding, "contest")


def _until(found: Rectification) -> str:
    verifier = found.verifier.name if found.verifier else "本单位指定的人"
    return (
        f"请于{long_day(found.due_on)}前整改完毕，在系统中报告情况并上传佐证材料，回执盖章后报送本单位，由{verifier}验收。"
        "不能按期完成的，期满前书面说明原因。"
    )


def _paragraphs(words: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in words.splitlines() if line.strip())
