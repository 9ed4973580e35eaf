"""At which step of its review an application stands, for whoever asks with a code."""

from audits.models import HouseholdReview
from households.enums import Status
from households.models import Household
from households.standing import tells_standing
from reviews.enums import LIVE, ReviewStatus, Subject

SENT_BACK = "已退回建档单位补充资料"


@tells_standing
def step_of_entry(household: Household) -> str:
    """Name the step that an entry waits at, "" when none is being decided; one query."""
    if household.status not in {Status.DRAFT, Status.UNDER_REVIEW}:
        return ""
    entries = HouseholdReview.objects.filter(household=household, subject=Subject.ENTRY, review__status__in=LIVE)
    found = entries.select_related("review__step").order_by("-pk").first()
    if found is None:
        return ""
    if found.review.status == ReviewStatus.RETURNED:
        return SENT_BACK
    return f"审核中：{found.review.step.name}" if found.review.step else ""
