"""评议会议纪要: the minutes of an appraisal meeting as an official paper (GB/T 9704), signed by those who came."""

import re
from dataclasses import dataclass, field
from typing import ClassVar

from reports.booklet.data import text
from reports.forms.data import BLANK_DAY, PrintedForm
from reports.forms.words import long_day
from reviews.enums import Outcome, Subject
from reviews.models import Appraisal, Meeting

BETWEEN_NAMES = re.compile(r"[、，,；;\s]+")
SIGNATURES_IN_A_ROW = 3


@dataclass(frozen=True)
class Case:
    """One case of the meeting with its votes."""

    name: str = text("对象")
    matter: str = text("事项")
    union: str = text("申请单位")
    votes_for: int = 0
    votes_against: int = 0
    votes_abstain: int = 0
    outcome: str = text("结果")


@dataclass(frozen=True, kw_only=True)
class Minutes(PrintedForm):
    """When and where, who chaired and came, what was voted on each case, and room for everybody's signature."""

    title: ClassVar[str] = "评议会议纪要"
    template: ClassVar[str] = "reports/forms/minutes.html"
    sheet: ClassVar[str] = "official.css"
    label: ClassVar[str] = "纪要编号"
    has_foot: ClassVar[bool] = False
    union: str = text("评议单位")
    held_on: str = text("评议日期")
    place: str = text("地点")
    chair: str = text("主持人")
    attendees: str = text("到会人员")
    attended: int = 0
    recorder: str = text("记录人")
    summary: str = text("评议情况")
    cases: tuple[Case, ...] = field(default=(), metadata={"label": "评议事项"})
    dated: str = BLANK_DAY

    @property
    def heading(self) -> str:
        """The title on the paper, with the union in it."""
        matters = {case.matter for case in self.cases}
        about = matters.pop() if len(matters) == 1 else "档案"
        return f"{self.union}\n困难职工{about}评议会议纪要"

    @property
    def passed(self) -> int:
        return sum(case.outcome == "通过" for case in self.cases)

    @property
    def signers(self) -> list[list[str]]:
        """Who signs, in rows: the chair, those who came, and who kept the record."""
        came = [name for name in BETWEEN_NAMES.split(self.attendees) if name]
        names = list(dict.fromkeys([self.chair, *came, self.recorder]))
        names += [""] * (-len(names) % SIGNATURES_IN_A_ROW)
        return [names[at : at + SIGNATURES_IN_A_ROW] for at in range(0, len(names), SIGNATURES_IN_A_ROW)]


def load_minutes(meeting: Meeting) -> Minutes:
    """Return the minutes of a meeting; one query beside the meeting with its union and recorder."""
    votes = (
        Appraisal.objects.filter(meeting=meeting).select_related("record__review__union").order_by("record__review_id")
    )
    return Minutes(
        number=f"{meeting.held_on:%Y}-{meeting.pk:05d}",
        whose=meeting.union.name,
        union=meeting.union.name,
        held_on=long_day(meeting.held_on),
        place=meeting.place,
        chair=meeting.chair,
        attendees=meeting.attendees,
        attended=meeting.attended,
        recorder=meeting.by.name,
        summary=meeting.summary,
        cases=tuple(_case(vote) for vote in votes),
        dated=long_day(meeting.held_on),
    )


def _case(vote: Appraisal) -> Case:
    review = vote.record.review
    return Case(
        name=review.title,
        matter=str(Subject(review.subject).label),
        union=review.union.name,
        votes_for=vote.votes_for,
        votes_against=vote.votes_against,
        votes_abstain=vote.votes_abstain,
        outcome="通过" if vote.record.outcome == Outcome.PASS else "未通过",
    )
