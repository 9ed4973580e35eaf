"""Opening a review: scope first, then a line in the access log."""

from django.shortcuts import get_object_or_404

from organizations.actions.access import record_access
from organizations.enums import AccessVerb
from organizations.http import UserRequest
from reviews.models import Review


def open_review(request: UserRequest, pk: int, *, looking: bool = False) -> Review:
    """Return the review when it lies in the user's scope, else 404; a look is logged under its number."""
    review = get_object_or_404(Review.objects.visible_to(request.user).for_list(), pk=pk)
    if looking:
        record_access(request.user, AccessVerb.VIEW, review.number, detail=f"审核：{review.title}")
    return review
