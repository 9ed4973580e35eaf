"""Walking a list: what comes before and after a review among those that wait for a person."""

from django.db.models import Q

from reviews.models import Review
from reviews.querysets import ReviewQuerySet

SOONEST = ("due_on", "pk")
LATEST = ("-due_on", "-pk")


def neighbours(review: Review, waiting: ReviewQuerySet) -> tuple[Review | None, Review | None]:
    """Return the ones before and after in the order of the to-do list; two queries.

    Of a review that waits no longer, and so stands nowhere in the list, the next one is its first.
    """
    if review.due_on is None or not waiting.filter(pk=review.pk).exists():
        return None, waiting.order_by(*SOONEST).first()
    earlier = Q(due_on__lt=review.due_on) | Q(due_on=review.due_on, pk__lt=review.pk)
    later = Q(due_on__gt=review.due_on) | Q(due_on=review.due_on, pk__gt=review.pk)
    return (
        waiting.filter(earlier).order_by(*LATEST).first(),
        waiting.filter(later).order_by(*SOONEST).first(),
    )
