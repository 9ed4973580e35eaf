"""整改通知书: what was found wrong, what is to be done until when, and a slip to answer with."""

from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings

from audits.models import Rectification
from audits.verification.enums import FindingStatus, RectificationStatus
from reports.booklet.data import text
from reports.forms.data import BLANK_DAY, PrintedForm
from reports.forms.words import long_day
from reports.verification.words import close


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
    kind: str = text("对象")
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


def notice_of(found: Rectification) -> RectificationNotice:
    """Return the notice of a rectification that was loaded with all that its page shows; no query."""
    finding = found.finding
    verification, unit = finding.verification, finding.sample.unit
    is_done = found.status in (RectificationStatus.DONE, RectificationStatus.VERIFIED)
    is_verified = found.status == RectificationStatus.VERIFIED
    return RectificationNotice(
        number=unit.key,
        whose=finding.sample.unit.name,
        serial=f"整改{found.opened_at.year}-{found.pk:05d}",
        union=verification.union.name,
        to=found.union.name,
        opening=_opening(found),
        kind=f"{finding.sample.stratum.get_population_class_display()}户",
        outcome=finding.get_outcome_display(),
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
    )


def _opening(found: Rectification) -> str:
    verification, unit = found.finding.verification, found.finding.sample.unit
    basis = f"依据{settings.RECTIFY_BASIS}，" if settings.RECTIFY_BASIS else ""
    how = "经申辩、由第三人裁定" if _was_contested(found) else "经两人认定"
    whose = "在册" if unit.household else "辖区内"
    return (
        f"{basis}根据{close(verification.name)}（{verification.agency.name}承办）的结果，{how}，"
        f"你单位{whose}的下列家庭存在问题，现通知整改。"
    )


def _was_contested(found: Rectification) -> bool:
    return found.finding.status == FindingStatus.SETTLED and hasattr(found.finding, "contest")


def _until(found: Rectification) -> str:
    verifier = found.verifier.name if found.verifier else "本单位指定的人"
    return (
        f"请于{long_day(found.due_on)}前整改完毕，在系统中报告情况并上传佐证材料，回执盖章后报送本单位，由{verifier}验收。"
        "不能按期完成的，期满前书面说明原因。"
    )


def _paragraphs(words: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in words.splitlines() if line.strip())
