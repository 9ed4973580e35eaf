"""What the forms of a review have in common: the household, its worker, what is asked for, and the opinions."""

from dataclasses import dataclass, field
from typing import Any

from audits.models import HouseholdReview
from households.rules import prints_in_full
from organizations.models import User
from reports.booklet.data import Archive, Person
from reports.booklet.parts.archive import archive_of, person_of
from reports.booklet.parts.words import Numbers
from reports.forms.case import Asked, Posted, SentBack, Vote, asked_of, notices_of, returns_of, votes_of
from reports.forms.data import Opinion, PrintedForm, in_pairs
from reports.forms.opinions import opinions_of


@dataclass(frozen=True, kw_only=True)
class CaseForm(PrintedForm):
    """A form about one review of a household."""

    archive: Archive
    worker: Person
    asked: Asked
    votes: tuple[Vote, ...] = field(default=(), metadata={"label": "评议"})
    notices: tuple[Posted, ...] = field(default=(), metadata={"label": "公示"})
    returns: tuple[SentBack, ...] = field(default=(), metadata={"label": "退回"})
    opinions: tuple[Opinion, ...] = field(default=(), metadata={"label": "意见"})

    @property
    def boxes(self) -> list[tuple[Opinion, Opinion | None]]:
        """The applicant's signature and the opinions, two beside each other."""
        said = f"经入户调查和核对，申报情况属实，现提交审定。\n申请日期：{self.asked.applied_on}"
        return in_pairs((Opinion("申请单位经办人", said, hand="经办人签字："), *self.opinions))


def case_facts(asked: HouseholdReview, *, by: User | None, blank: str) -> dict[str, Any]:
    """Return what every form of a review prints; no query for what ``loading.with_case`` has loaded."""
    household = asked.household
    masked = by is None or not prints_in_full(by, household)
    numbers = Numbers(masked)
    worker = household.head
    return {
        "number": household.archive_no,
        "whose": household.head_name,
        "masked": masked,
        "archive": archive_of(household, numbers, {}),
        "worker": person_of(worker, numbers) if worker else Person(),
        "asked": asked_of(asked),
        "votes": votes_of(asked.review),
        "notices": notices_of(asked.review),
        "returns": returns_of(asked.review),
        "opinions": opinions_of(asked.review, blank),
    }
