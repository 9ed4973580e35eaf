"""Forms by which a person ends the step that waits, or hands in, or takes back."""

from typing import Any

from django import forms

from core import clock
from core.forms import TidyForm
from core.keys import read_keys
from reviews.actions.appraising import Sitting, Votes
from reviews.actions.checking import Seen
from reviews.models import Review, Step

LONGEST = 500
LINES = {"rows": 3, "autocomplete": "off"}


def read_seen(words: str) -> Seen | None:
    """Read "step:round" as a page writes it; nonsense is nothing seen."""
    step, _colon, round_ = words.partition(":")
    keys = read_keys([step, round_])
    return Seen(*keys) if len(keys) == 2 else None


def seen_of(review: Review) -> str:
    """Write what stands on the screen: the waiting step and the round."""
    return f"{review.step_id}:{review.round}"


class ActForm(TidyForm, forms.Form):
    """An act on one review, with what was on the screen."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).setdefault("seen", seen_of(review))
        super().__init__(*args, **kwargs)
        self.review = review

    @property
    def what_was_seen(self) -> Seen | None:
        return read_seen(str(self.data.get("seen", "")))

    def typed(self) -> list[tuple[str, str]]:
        """Return what was typed, by label, to be shown when the form has no place on the page any more."""
        values = [(str(self[name].label), str(self.data.get(name) or "")) for name in self.fields if name != "seen"]
        return [(label, value) for label, value in values if value]


class OpinionForm(ActForm):
    """An opinion that may stay empty."""

    opinion = forms.CharField(label="意见", required=False, max_length=LONGEST, widget=forms.Textarea(LINES))


class RefuseForm(ActForm):
    """Why it is refused."""

    opinion = forms.CharField(label="不同意的理由", max_length=LONGEST, widget=forms.Textarea(LINES))


class ReasonForm(ActForm):
    """A reason, to withdraw."""

    reason = forms.CharField(label="撤回原因", max_length=LONGEST, widget=forms.Textarea(LINES))


class StepChoice(forms.ModelChoiceField):
    """An earlier step, with who works on it."""

    def label_from_instance(self, step: Step) -> str:
        """Write number, name, level and role."""
        return f"{step.number}. {step.name}（{step.get_level_display()}{step.get_role_display()}）"


class ReturnForm(ActForm):
    """To which earlier step, and why."""

    to_step = StepChoice(
        Step.objects.none(), label="退回到", empty_label=None, error_messages={"required": "请选择退回到哪一环节。"}
    )
    reason = forms.CharField(label="退回原因", max_length=LONGEST, widget=forms.Textarea(LINES))

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, review=review, **kwargs)
        number = review.step.number if review.step else 0
        steps = Step.objects.filter(procedure=review.procedure_id, number__lt=number).order_by("number")
        self.fields["to_step"].queryset = steps  # type: ignore[attr-defined]


class SittingFields(TidyForm, forms.Form):
    """A meeting as its minutes give it."""

    held_on = forms.DateField(label="评议日期")
    place = forms.CharField(label="地点", max_length=60)
    chair = forms.CharField(label="主持人", max_length=40)
    attended = forms.IntegerField(label="到会人数", min_value=1, max_value=500)
    attendees = forms.CharField(label="到会人员", max_length=500, widget=forms.Textarea({"rows": 2}))
    summary = forms.CharField(label="评议情况", max_length=1000, required=False, widget=forms.Textarea({"rows": 3}))
    minutes = forms.FileField(
        label="会议纪要",
        required=False,
        help_text="扫描件或照片，PDF、JPG 或 PNG，不超过 10 MB。",
        widget=forms.ClearableFileInput({"accept": "application/pdf,image/jpeg,image/png"}),
    )

    @property
    def sitting(self) -> Sitting:
        names = ("held_on", "place", "chair", "attendees", "attended", "summary")
        return Sitting(**{name: self.cleaned_data[name] for name in names})


def count_field(label: str) -> forms.IntegerField:
    """Return a field for a number of votes."""
    return forms.IntegerField(label=label, min_value=0, max_value=500)


class AppraiseForm(ActForm, SittingFields):
    """A meeting, and its votes on one review."""

    votes_for = count_field("同意票")
    votes_against = count_field("不同意票")
    votes_abstain = count_field("弃权票")

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        initial = {"held_on": clock.today(), "votes_against": 0, "votes_abstain": 0} | kwargs.pop("initial", {})
        super().__init__(*args, review=review, initial=initial, **kwargs)
        self.fields["held_on"].widget.attrs |= {"max": f"{clock.today():%Y-%m-%d}"}
        if review.step and review.step.quorum:
            self.fields["attended"].help_text = f"不少于 {review.step.quorum} 人，评议才有效。"

    @property
    def votes(self) -> Votes:
        return Votes(*(self.cleaned_data[name] for name in ("votes_for", "votes_against", "votes_abstain")))
