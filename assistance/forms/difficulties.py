"""The forms of a difficulty, of the measures against it, and of what came of them."""

import datetime
from typing import Any

from django import forms
from django.conf import settings

from assistance.enums import MeasureProgress, Outcome
from assistance.models import Measure
from assistance.routing import proposed_lead
from core import clock
from core.forms import TidyForm
from households.forms.sections import SectionForm
from households.models import Difficulty
from organizations.enums import Department

WORDS = forms.Textarea(attrs={"rows": 3})


class DifficultyForm(SectionForm):
    """What a household needs help with, and what should be done."""

    key, title = "difficulty", "困难问题"
    wide = ("description", "advice")

    class Meta:
        model = Difficulty
        fields = ("need", "found_on", "description", "advice")
        widgets = {"description": WORDS, "advice": WORDS}
        help_texts = {"advice": "写建议怎么帮；可以以后补写，六清核查要求每项困难都有。"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["found_on"].widget.attrs["max"] = clock.today().isoformat()


class StrikeOffForm(TidyForm, forms.Form):
    """Since when and on what grounds a difficulty is no more."""

    closed_on = forms.DateField(label="销号日期")
    closed_reason = forms.CharField(
        label="销号依据",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "placeholder": "如 大病保险已报销到账，有到账凭证"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.fields["closed_on"].initial = today
        self.fields["closed_on"].widget.attrs["max"] = today.isoformat()


class PlanningForm(SectionForm):
    """What is to be done, by which departments and until when: what every form of a measure asks."""

    wide = ("text", "co_departments", "expected", "progress", "progress_note")
    co_departments = forms.MultipleChoiceField(
        label="协办部门", choices=Department.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department = self.fields["lead_department"]
        department.choices = [("", "请选择"), *department.choices[1:]]  # type: ignore[attr-defined]
        self.fields["deadline"].help_text = f"按 {settings.MEASURE_USUAL_DAYS} 天推算，请按实际修改。"
        # The six-clear asks for both; a workbook may lack them.
        department.required = self.fields["deadline"].required = True
        self.fields["planned_on"].required = False
        self.fields["planned_on"].help_text = "不填时为今天。"
        self.fields["planned_on"].widget.attrs["max"] = clock.today().isoformat()

    def clean_planned_on(self) -> datetime.date:
        """Take no day as the one on file, and as today for a new measure."""
        return self.cleaned_data["planned_on"] or self.initial.get("planned_on") or clock.today()


class MeasureForm(PlanningForm):
    """One measure, and how far it is."""

    key, title = "measure", "帮扶措施"

    class Meta:
        model = Measure
        fields = (
            *("kind", "text", "lead_department", "co_departments", "planned_on", "deadline", "expected"),
            *("progress", "progress_note"),
        )
        widgets = {"text": WORDS, "expected": forms.Textarea(attrs={"rows": 2}), "progress": forms.RadioSelect}


class JudgeForm(SectionForm):
    """What came of a measure."""

    key, title = "judgement", "帮扶成效"
    wide = ("progress", "outcome", "outcome_note")
    outcome = forms.ChoiceField(label="帮扶成效", widget=forms.RadioSelect)

    class Meta:
        model = Measure
        fields = ("progress", "outcome", "outcome_note", "judged_on")
        widgets = {"progress": forms.RadioSelect, "outcome_note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on_file = self.version
        judged, today = bool(self.instance.outcome), clock.today()
        back = [("", "撤回评价")] if judged else []
        self.fields["outcome"].choices = [*Outcome.choices, *back]  # type: ignore[attr-defined]
        self.fields["outcome"].required = not judged
        self.fields["judged_on"].widget.attrs["max"] = today.isoformat()
        if not judged:
            self.initial["judged_on"] = today

    @property
    def version(self) -> str:
        """The version of what is on file, from before today was proposed."""
        return getattr(self, "on_file", "") or super().version

    def clean(self) -> dict[str, Any]:
        """Leave out the day of a judgement that is taken back."""
        data = super().clean() or self.cleaned_data
        return data if data.get("outcome") else data | {"judged_on": None}


def usual_measure(difficulty: Difficulty) -> dict[str, Any]:
    """Return what a new measure begins with: the advice, the departments that usually help, a usual deadline."""
    lead, along = proposed_lead(difficulty)
    return {
        "text": difficulty.advice,
        "lead_department": lead,
        "co_departments": along,
        "planned_on": clock.today(),
        "deadline": clock.today() + datetime.timedelta(days=settings.MEASURE_USUAL_DAYS),
        "progress": MeasureProgress.PLANNED,
    }
