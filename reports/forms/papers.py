"""Which forms a review of a household has: by their name in the address, and the subjects that they are for."""

from collections.abc import Callable
from dataclasses import dataclass

from audits.models import HouseholdReview
from reports.forms.approval import load_approval
from reports.forms.cancelling import load_cancelling
from reports.forms.data import PrintedForm
from reports.forms.leaving import load_leaving
from reports.forms.letter import load_letter
from reviews.enums import Subject


@dataclass(frozen=True)
class Paper:
    """A kind of form: what it is loaded by, and for which subjects."""

    load: Callable[..., PrintedForm]
    subjects: frozenset[str]


LETTER = "letter"
DECIDED_ALIKE = frozenset({Subject.ENTRY, Subject.CHANGE, Subject.RELIEF, Subject.RETURN})
PAPERS = {
    "approval": Paper(load_approval, DECIDED_ALIKE),
    "leaving": Paper(load_leaving, frozenset({Subject.EXIT})),
    "cancelling": Paper(load_cancelling, frozenset({Subject.CANCEL})),
    LETTER: Paper(load_letter, frozenset(Subject)),
}


def paper_of(asked: HouseholdReview, name: str) -> Paper | None:
    """Return a form of this name; none where the review has no such form."""
    paper = PAPERS.get(name)
    return paper if paper and asked.subject in paper.subjects else None


def main_paper(asked: HouseholdReview) -> str:
    """Return the name of the form on which the review is decided."""
    return next(name for name, paper in PAPERS.items() if asked.subject in paper.subjects)
