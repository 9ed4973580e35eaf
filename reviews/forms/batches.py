"""One opinion, or one meeting, for many reviews at once."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core import clock
from core.forms import TidyForm
from reviews.actions.appraising import Votes
from reviews.forms.deciding import LINES, LONGEST, SittingFields, count_field
from reviews.models import Review

VOTES = ("votes_for", "votes_against", "votes_abstain")


class BatchForm(TidyForm, forms.Form):
    """The common opinion."""

    opinion = forms.CharField(label="共同意见", required=False, max_length=LONGEST, widget=forms.Textarea(LINES))

    def __init__(self, *args: Any, reviews: Sequence[Review], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reviews = reviews


class BatchAppraiseForm(SittingFields):
    """One meeting: the votes on all of them, and where they differ those on one."""

    votes_for = count_field("同意票")
    votes_against = count_field("不同意票")
    votes_abstain = count_field("弃权票")

    def __init__(self, *args: Any, reviews: Sequence[Review], **kwargs: Any) -> None:
        initial = {"held_on": clock.today(), "votes_against": 0, "votes_abstain": 0}
        super().__init__(*args, initial=initial, **kwargs)
        self.reviews = reviews
        for review in reviews:
            for name in VOTES:
                self.fields[f"{name}_{review.pk}"] = forms.IntegerField(
                    required=False,
                    min_value=0,
                    max_value=500,
                    label=f"{review.title}{self.fields[name].label}",
                    widget=forms.NumberInput({"class": "form-control", "aria-label": self.fields[name].label}),
                )
        quorum = max((review.step.quorum for review in reviews if review.step), default=0)
        self.fields["attended"].help_text = f"不少于 {quorum} 人，评议才有效。"

    def own_votes(self) -> list[tuple[Review, list[forms.BoundField]]]:
        """Return the fields of each review."""
        return [(review, [self[f"{name}_{review.pk}"] for name in VOTES]) for review in self.reviews]

    def common(self) -> list[forms.BoundField]:
        """Return the fields of the meeting and of the common votes."""
        return [self[name] for name in [*SittingFields.base_fields, *VOTES]]

    def votes(self) -> dict[Review, Votes]:
        """Return the votes on each review: its own where one of them is filled in, else the common ones."""
        common = Votes(*(self.cleaned_data[name] for name in VOTES))
        return {review: self._own(review) or common for review in self.reviews}

    def _own(self, review: Review) -> Votes | None:
        own = [self.cleaned_data.get(f"{name}_{review.pk}") for name in VOTES]
        return Votes(*(count or 0 for count in own)) if any(count is not None for count in own) else None
