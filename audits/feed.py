"""Whose the changes of reviews are in the feed: not whoever sees the archive, but whoever sees the review."""

from django.db.models import Q

from organizations.models import User
from reviews.models import Review
from reviews.rules import can_open_reviews


def changes_of_reviews(user: User) -> Q:
    """Return the condition that a change is of a review that the user may open."""
    if not can_open_reviews(user):
        return Q(pk__in=[])
    return Q(resource="reviews", key__in=Review.objects.visible_to(user).order_by().values("pk"))
