"""What this app tells on the timeline: who confirmed and who checked the six items."""

from households.clearmask import ALL_CLEAR
from households.models import Household
from households.timeline import TimelineEntry, source
from organizations.models import User


@source
def confirmations(household: Household, user: User) -> list[TimelineEntry]:
    """Tell each confirmation and check with its opinion; one query."""
    return [
        TimelineEntry(
            at=made.at,
            kind="clear",
            title=f"六清{made.get_kind_display()}" + ("，六项全清" if made.mask == ALL_CLEAR else ""),
            text=made.opinion,
            by=made.by_name,
        )
        for made in household.clear_confirmations.all()
    ]
