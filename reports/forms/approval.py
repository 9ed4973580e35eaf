"""困难职工档案审批表: an entry, a change, a relief or a return as it was examined and decided, on one form."""

from dataclasses import dataclass, field
from typing import ClassVar

from audits.models import HouseholdReview
from organizations.models import User
from reports.booklet.data import Person, Survey, text
from reports.booklet.parts.archive import person_of
from reports.booklet.parts.income import survey_of
from reports.booklet.parts.words import Numbers
from reports.forms.case import Eligibility, LeavingCheck, assessed_in, eligibility_of, leaving_check_of
from reports.forms.household_case import CaseForm, case_facts
from reviews.enums import Subject

ASKED = {
    Subject.ENTRY: "经审定，该户 □符合 □不符合 困难职工建档条件。",
    Subject.CHANGE: "经审定，□同意 □不同意 按申请调整建档标准和困难类别。",
    Subject.RELIEF: "经审定，该户 □符合 □不符合 解困认定条件。",
    Subject.RETURN: "经审定，□同意 □不同意 恢复在档。",
}


@dataclass(frozen=True, kw_only=True)
class Approval(CaseForm):
    """Facts in short, the calculation line by line, appraisals, notices, decisions."""

    title: ClassVar[str] = "困难职工档案审批表"
    template: ClassVar[str] = "reports/forms/approval.html"
    members: tuple[Person, ...] = field(default=(), metadata={"label": "家庭成员"})
    survey: Survey = field(default=Survey(), metadata={"label": "收支情况"})
    eligibility: Eligibility | None = field(default=None, metadata={"label": "认定测算"})
    check: LeavingCheck | None = field(default=None, metadata={"label": "核查"})
    assessed: str = text("考核")


def load_approval(asked: HouseholdReview, *, by: User | None) -> Approval:
    """Return the approval form of a review that ``loading.with_case`` has loaded; no query."""
    facts = case_facts(asked, by=by, blank=ASKED[Subject(asked.subject)])
    numbers = Numbers(facts["masked"])
    people = [person for person in asked.household.members.all() if person.is_present and not person.is_worker]
    return Approval(
        **facts,
        members=tuple(person_of(person, numbers) for person in people),
        survey=survey_of(asked.survey) if asked.survey else Survey(),
        eligibility=eligibility_of(asked.eligibility),
        check=leaving_check_of(asked.exit_check),
        assessed=assessed_in(asked.review),
    )
