"""How far the judging of a verification is, and what stays open when it ends."""

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Q

from audits.models import Verification
from audits.verification.enums import FindingStatus, InterviewStatus
from core import clock


@dataclass(frozen=True)
class Standing:
    """Counts of households: to be agreed before judging, judged, in dispute; and until when a union may contest."""

    waiting: int
    agreed: int
    total: int
    proposed: int
    first: int
    split: int
    contested: int
    decided: int
    settled: int
    contest_until: datetime.date | None

    @property
    def open(self) -> int:
        """How many are not decided for good."""
        return self.total - self.decided - self.settled

    @property
    def may_be_contested(self) -> bool:
        return self.contest_until is not None and self.contest_until >= clock.today()


def standing_of(verification: Verification) -> Standing:
    """Return how far it is; two queries."""
    ended = (InterviewStatus.AGREED, InterviewStatus.DROPPED)
    asked = verification.interviews.aggregate(
        waiting=Count("pk", filter=~Q(status__in=ended)), agreed=Count("pk", filter=Q(status=InterviewStatus.AGREED))
    )
    of = {status.value: Count("pk", filter=Q(status=status)) for status in FindingStatus}
    decided = Q(status=FindingStatus.DECIDED)
    counted = verification.findings.aggregate(
        total=Count("pk"),
        contest_until=Max("contest_until", filter=decided),
        **of,
    )
    return Standing(**asked, **counted)
