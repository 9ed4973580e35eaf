"""困难职工档案注销审批表: the cause, what is said of it, and the unions' opinions."""

from dataclasses import dataclass
from typing import ClassVar

from audits.enums import CancelCause
from audits.models import HouseholdReview
from organizations.models import User
from reports.booklet.data import text
from reports.forms.household_case import CaseForm, case_facts

ASKED = "经审定，□同意 □不同意 注销该户困难职工档案。"


@dataclass(frozen=True, kw_only=True)
class Cancelling(CaseForm):
    """All causes with the one that applies ticked, its explanation, and the opinions."""

    title: ClassVar[str] = "困难职工档案注销审批表"
    template: ClassVar[str] = "reports/forms/cancelling.html"
    causes: str = text("注销原因")


def load_cancelling(asked: HouseholdReview, *, by: User | None) -> Cancelling:
    """Return the form of a cancellation that ``loading.with_case`` has loaded; no query."""
    ticks = (f"{'■' if cause == asked.cause else '□'}{cause.label}" for cause in CancelCause)
    return Cancelling(**case_facts(asked, by=by, blank=ASKED), causes="\u3000".join(ticks))
