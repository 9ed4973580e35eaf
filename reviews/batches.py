"""Acting on many selected reviews at once: which were selected, who can act on which, and what became of each."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from core.keys import read_key
from organizations.models import User
from reviews.actions.appraising import record_appraisals
from reviews.actions.checking import Batch, Seen, obstacles
from reviews.actions.deciding import assess_many, pass_many
from reviews.enums import StepKind
from reviews.filters import ReviewFilter
from reviews.forms.batches import BatchAppraiseForm, BatchForm
from reviews.forms.deciding import read_seen
from reviews.lists import TODO
from reviews.models import Review

MOST = 500  # reviews in one batch: a form may carry no more fields


@dataclass(frozen=True)
class BatchAct:
    """One act on many: on which kind of step, by which form, and in which words."""

    kind: StepKind
    form: type[Any]
    do: Callable[["Selection", Any, User], Batch]
    verb: str


@dataclass
class Selection:
    """The reviews that were selected, with what stood on the screen, and those of them that cannot be acted on."""

    reviews: list[Review]
    seen: dict[int, Seen]
    refused: list[tuple[Review, str]] = field(default_factory=list)

    @property
    def by_step(self) -> list[tuple[str, int]]:
        """How many wait at which step, to be told before it is done."""
        return list(Counter(review.step.name for review in self.reviews if review.step).items())

    @property
    def values(self) -> list[str]:
        return [f"{review.pk}:{seen.step}:{seen.round}" for review in self.reviews for seen in [self.seen[review.pk]]]


def selection_of(user: User, values: Sequence[str]) -> Selection:
    """Read "pk:step:round" of each box that was ticked; what lies outside the scope is not there. One query."""
    seen: dict[int, Seen] = {}
    for value in values[:MOST]:
        pk, _colon, rest = value.partition(":")
        if (key := read_key(pk)) is not None and (read := read_seen(rest)):
            seen[key] = read
    found = Review.objects.visible_to(user).filter(pk__in=seen).for_list().soonest_first()
    return Selection(list(found), seen)


def all_waiting(user: User, query: QueryDict, kind: StepKind) -> Selection:
    """Select all that wait for the user at a kind of step as the list is narrowed, up to MOST; one query."""
    found = ReviewFilter(query, TODO.rows(user), user=user).qs.at_kind(kind).for_list()[:MOST]
    reviews = list(found)
    return Selection(reviews, {review.pk: Seen(review.step_id, review.round) for review in reviews})  # type: ignore[arg-type]


def set_apart(selection: Selection, kind: StepKind, *, by: User) -> Selection:
    """Set apart those that this person cannot act on, with the reason; the queries do not grow with them."""
    why: dict[int, str] = {}
    for review in selection.reviews:
        if review.step is None or review.step.kind != kind:
            why[review.pk] = f"现为“{review.stage}”，不是{kind.label}环节。"
        elif selection.seen[review.pk] != Seen(review.step.pk, review.round):
            why[review.pk] = f"页面打开后已有他人办理，现为“{review.stage}”，请重新查看。"
    why |= obstacles([review for review in selection.reviews if review.pk not in why], [kind], by=by)
    selection.refused += [(review, why[review.pk]) for review in selection.reviews if review.pk in why]
    selection.reviews = [review for review in selection.reviews if review.pk not in why]
    return selection


def _decide(selection: Selection, form: Any, by: User) -> Batch:
    return pass_many(selection.reviews, by=by, opinion=form.cleaned_data["opinion"] or "同意", seen=selection.seen)


def _assess(selection: Selection, form: Any, by: User) -> Batch:
    return assess_many(selection.reviews, by=by, opinion=form.cleaned_data["opinion"], seen=selection.seen)


def _appraise(selection: Selection, form: Any, by: User) -> Batch:
    facts = {"sitting": form.sitting, "minutes": form.cleaned_data["minutes"]}
    return Batch(done=record_appraisals(form.votes(), by=by, seen=selection.seen, **facts))


BATCH_ACTS = {
    "decide": BatchAct(StepKind.DECIDE, BatchForm, _decide, "同意"),
    "appraise": BatchAct(StepKind.APPRAISE, BatchAppraiseForm, _appraise, "登记评议"),
    "assess": BatchAct(StepKind.ASSESS, BatchForm, _assess, "登记考核"),
}
