"""The lists of reviews, and how many wait."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from core.paging import capped_count, page_of
from organizations.choosing import chips
from organizations.http import UserRequest, polling
from organizations.rules import require
from reviews.enums import StepKind
from reviews.filters import ReviewFilter
from reviews.lists import LISTS, TODO, listing_of, row_of
from reviews.models import Review
from reviews.rules import can_open_reviews

MOST_SHOWN = 99


@require_GET
def reviews(request: UserRequest) -> HttpResponse:
    """Show one of the four lists (``?list=``): to do, done by me, running, finished."""
    require(can_open_reviews(request.user), "审核由各级工会的经办、审核、审批和档案统计人员办理。")
    listing = listing_of(request.GET.get("list", ""))
    filters = ReviewFilter(request.GET, listing.rows(request.user), user=request.user)
    total, more = capped_count(filters.qs)
    page = page_of(filters.qs.for_list(), request)
    context = {
        "lists": LISTS,
        "listing": listing,
        "filters": filters.form,
        "chips": chips(filters, request.GET),
        "total": total,
        "more": more,
        "page": page,
        "rows": [row_of(review) for review in page],
        "kinds": kinds_on(page) if listing is TODO else [],
    }
    return render(request, "reviews/review_list.html", context)


def kinds_on(page: list[Review]) -> list[StepKind]:
    """Return the kinds of steps on a page that are worked on together, in the order of a procedure."""
    found = {review.step.kind for review in page if review.step}
    return [kind for kind in StepKind if kind in found and kind != StepKind.APPLY]


@polling
@require_GET
def reviews_waiting(request: UserRequest) -> HttpResponse:
    """Say how many wait, as the small numbers beside the links of the frame; asked once by every page."""
    count, _more = capped_count(TODO.rows(request.user), MOST_SHOWN)
    return render(request, "reviews/_waiting.html", {"count": count, "is_full": count == MOST_SHOWN})
