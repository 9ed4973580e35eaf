"""The four lists of reviews: what waits for a person, what he has handled, what has ended, and all that runs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core import clock
from core.workdays import workdays_between
from organizations.models import User
from reviews.enums import ReviewStatus
from reviews.models import Review
from reviews.querysets import ReviewQuerySet

SOON = 2  # working days


@dataclass(frozen=True)
class Listing:
    """One of the lists; ``rows`` returns its reviews in order, ``empty`` says what an empty one means."""

    key: str
    label: str
    empty: str
    rows: Callable[[User], ReviewQuerySet]


LISTS = (
    Listing(
        "todo",
        "待办",
        "没有等您办理的审核。轮到您的环节会列在这里，逾期的排在最前。",
        lambda user: Review.objects.waiting_for(user).actionable().soonest_first(),
    ),
    Listing(
        "done",
        "我已办",
        "您还没有办理过审核。办理过的会列在这里，可以跟踪后续进展。",
        lambda user: Review.objects.visible_to(user).handled_by(user).latest_of(user),
    ),
    Listing(
        "running",
        "全部在办",
        "您的范围内没有在办的审核。申请由建档单位的经办人员在档案页面提交。",
        lambda user: Review.objects.visible_to(user).live().soonest_first(),
    ),
    Listing(
        "finished",
        "已办结",
        "您的范围内还没有办结的审核。",
        lambda user: Review.objects.visible_to(user).finished().order_by("-finished_at", "-pk"),
    ),
)
TODO = LISTS[0]
TONES = {
    ReviewStatus.PASSED: "good",
    ReviewStatus.REFUSED: "bad",
    ReviewStatus.WITHDRAWN: "gone",
    ReviewStatus.RETURNED: "soon",
}


def listing_of(key: str) -> Listing:
    """Return the list of a key; nonsense is the to-do list."""
    return next((listing for listing in LISTS if listing.key == key), TODO)


def time_left(review: Review) -> tuple[str, str]:
    """Return how many working days are left for the waiting step, in words and tone; "" when nothing waits."""
    if review.due_on is None:
        return "", "gone"
    today = clock.today()
    days = workdays_between(today, review.due_on)
    if review.due_on < today:
        return (f"逾期 {-days} 个工作日" if days else "已到期"), "bad"
    if review.due_on == today:
        return "今天到期", "soon"
    return f"剩 {days} 个工作日", "soon" if days <= SOON else "todo"


def row_of(review: Review) -> dict[str, Any]:
    """Return what a list shows of a review beside its own fields."""
    words, tone = time_left(review)
    return {
        "review": review,
        "left": words,
        "left_tone": tone,
        "tone": TONES.get(ReviewStatus(review.status), "todo"),
        "seen": f"{review.pk}:{review.step_id}:{review.round}" if review.step_id else "",
    }
