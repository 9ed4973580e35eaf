"""What the page of a review shows; see ``templates/reviews/review_detail.html``."""

from itertools import groupby
from typing import Any

from core.errors import DomainError
from organizations.http import UserRequest
from organizations.models import Union, User
from reviews import phrases
from reviews.actions.checking import obstacles
from reviews.acts import ACTS
from reviews.changes import changes_between, marked
from reviews.desks import people_at
from reviews.enums import NoticeStatus, ReviewStatus, StepKind
from reviews.filters import ReviewFilter
from reviews.forms.deciding import ActForm
from reviews.lists import TODO, row_of
from reviews.models import Record, Review, Step
from reviews.rules import can_resubmit, can_withdraw, place_to_act
from reviews.subjects import handler_of
from reviews.walking import neighbours

GONE = NoticeStatus.WITHDRAWN
Failed = tuple[str, ActForm] | None
# The acts that each kind of step offers to whom it waits for.
OFFERED = {
    StepKind.APPLY: (),
    StepKind.APPRAISE: ("appraise", "return"),
    StepKind.NOTICE: ("return",),
    StepKind.DECIDE: ("pass", "return", "refuse"),
    StepKind.ASSESS: ("assess",),
}


def page_of_review(request: UserRequest, review: Review, *, failed: Failed = None) -> dict[str, Any]:
    """Return everything that the page shows; ``failed`` is an act that a rule refused, with its form."""
    user, handler = request.user, handler_of(review.subject)
    records = list(review.records.for_page())
    steps = list(review.procedure.steps.order_by("number"))
    waiting = ReviewFilter(request.GET, TODO.rows(user), user=user).qs
    before, after = neighbours(review, waiting.select_related(None))
    return {
        **row_of(review),
        "evidence_url": handler.evidence_url(review),
        "subject_url": handler.subject_url(review),
        "steps": [(step, _state(step, review)) for step in steps],
        "rounds": rounds_of(records),
        "returned": next((r for r in reversed(records) if r.returned_to_id), None) if review.is_live else None,
        "notice": _notice_of(review),
        "before": before,
        "after": after if after is None or after.pk != review.pk else None,
        "phrases": phrases,
        "failed": failed[1] if failed else None,
        "forms": (forms := _forms(user, review, failed)),
        "is_misplaced": bool(failed and failed[0] not in forms),
        **_desk(user, review),
        **_submitted(user, review),
    }


def rounds_of(records: list[Record]) -> list[tuple[int, list[Record]]]:
    """Return the records by round, the latest first in both."""
    ordered = sorted(records, key=lambda record: (-record.round, -record.pk))
    return [(number, list(found)) for number, found in groupby(ordered, key=lambda record: record.round)]


def _state(step: Step, review: Review) -> str:
    if review.step is None:
        return "done" if review.status == ReviewStatus.PASSED else "off"
    if step.pk == review.step_id:
        return "now"
    return "done" if step.number < review.step.number else "next"


def _notice_of(review: Review) -> Any:
    """Return the notice that the review stands on at this step, if one was drawn up."""
    if review.step is None or review.step.kind != StepKind.NOTICE:
        return None
    lines = review.notice_lines.filter(step=review.step, round=review.round).exclude(notice__status=GONE)
    line = lines.select_related("notice").order_by("-pk").first()
    return line.notice if line else None


def _forms(user: User, review: Review, failed: Failed) -> dict[str, ActForm]:
    """Return the forms of the acts that are open to the user, the one that failed as it was filled in."""
    offered: list[str] = []
    if review.step and place_to_act(user, review):
        offered += OFFERED[StepKind(review.step.kind)]
    if can_resubmit(user, review):
        offered.append("resubmit")
    if can_withdraw(user, review):
        offered.append("withdraw")
    bound = dict([failed]) if failed else {}
    return {name: bound.get(name) or ACTS[name].form(review=review, auto_id=f"{name}_%s") for name in offered}


def _desk(user: User, review: Review) -> dict[str, Any]:
    """Return whether the step waits for the user, what forbids him, and otherwise who works on it."""
    if review.step is None:
        return {"acts": False}
    if place := place_to_act(user, review):
        kinds = set(StepKind)
        return {
            "acts": True,
            "for_user": User.objects.get(pk=place.for_user) if place.for_user else None,
            "obstacle": obstacles([review], kinds, by=user).get(review.pk, ""),
        }
    union = Union.objects.filter(path=review.acting_path).first()
    people = people_at(review.acting_role, review.acting_path)
    return {"acts": False, "desk_union": union, "people": people}


def _submitted(user: User, review: Review) -> dict[str, Any]:
    """Return the latest submission, and what it changed; of a returned one also what a new one would change."""
    submissions = list(review.submissions.select_related("by").order_by("round"))
    latest = submissions[-1] if submissions else None
    earlier = submissions[-2] if len(submissions) > 1 else None
    content = latest.content if latest else []
    changes = changes_between(earlier.content, content) if earlier else []
    found = {"submission": latest, "earlier": earlier, "changes": changes, "content": marked(content, changes)}
    if can_resubmit(user, review):
        found |= _resubmission(review, content)
    return found


def _resubmission(review: Review, content: list[Any]) -> dict[str, Any]:
    """Return what handing it in again would change, or why it cannot be handed in as the case stands."""
    try:
        return {"pending": changes_between(content, handler_of(review.subject).resubmission(review)[0])}
    except DomainError as refusal:
        return {"barrier": refusal.message}
