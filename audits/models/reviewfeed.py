"""Reviews of archives in the feed of changes."""

from households.feed import feed_triggers
from reviews.models import Review

OF_ARCHIVE = "(SELECT home.id FROM households_household home WHERE home.archive_no = {row}.subject_ref)"


class ToldReview(Review):
    """A review as the feed tells of it: with the archive that it is about; reviews themselves know of none."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "审核（变更记录）"
        triggers = feed_triggers("reviews", household=OF_ARCHIVE, ignore=["union_path"])
