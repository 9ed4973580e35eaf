"""The forms of a questionnaire: a question with its answers and when it is asked, as fields."""

from typing import Any

from django import forms

from audits.actions.verification.questionnaires import COPIED
from audits.models import Question, Questionnaire
from audits.verification.editing import ASKABLE, CHOOSING, NEW_KINDS, choices_of, is_read
from audits.verification.enums import PopulationClass, QuestionKind
from core.forms import TidyForm, tidy
from households.history import version_of

MORE_OPTIONS = 5
FACTS = tuple(name for name in COPIED if name not in ("place", "code"))
OPTION = "option_"


class NoteForm(TidyForm, forms.Form):
    """What a version is about."""

    note = forms.CharField(label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class QuestionForm(TidyForm, forms.Form):
    """A question of a draft; of one that rules read, kind and the number of answers are not asked."""

    seen_name = "seen"
    section = forms.CharField(label="部分", max_length=40, help_text="同一部分的问题排在一起。")
    text = forms.CharField(label="问题", max_length=200)
    hint = forms.CharField(label="提示", max_length=200, required=False, help_text="显示在问题下面的小字。")
    kind = forms.ChoiceField(label="题型", choices=[(kind.value, kind.label) for kind in NEW_KINDS])
    is_required = forms.BooleanField(label="必答", required=False)
    by_phone = forms.BooleanField(label="电话回访也问", required=False)
    lowest = forms.DecimalField(
        label="最小", required=False, max_digits=12, decimal_places=2, help_text="只用于数字和金额。"
    )
    highest = forms.DecimalField(label="最大", required=False, max_digits=12, decimal_places=2)
    classes = forms.MultipleChoiceField(
        label="询问对象",
        choices=PopulationClass.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选为全部。",
    )
    shown_code = forms.ChoiceField(label="什么时候问", required=False)
    shown_answers = forms.MultipleChoiceField(
        label="回答是以下之一时问", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, questionnaire: Questionnaire, question: Question | None = None, **kwargs: Any
    ) -> None:
        self.question = question or Question(kind=QuestionKind.YES_NO)
        self.is_read = question is not None and is_read(question)
        said = self.question.shown_if[0] if self.question.shown_if else ["", []]
        usual = {name: getattr(self.question, name) for name in FACTS if name not in ("options", "shown_if")}
        kwargs["initial"] = usual | {"shown_code": said[0], "shown_answers": said[1]} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.earlier = earlier_of(questionnaire, question)
        earlier = [(one.code, f"看“{one.text}”的回答") for one in self.earlier]
        self.fields["shown_code"].choices = [("", "总是问"), *earlier]  # type: ignore[attr-defined]
        asked = self.data.get("shown_code", "") if self.is_bound else kwargs["initial"]["shown_code"]
        self.fields["shown_answers"].choices = self.answers_to(asked)  # type: ignore[attr-defined]
        if self.is_read or self.question.kind not in NEW_KINDS:
            del self.fields["kind"]
        self._add_options()
        self.version = version_of({name: getattr(self.question, name) for name in FACTS})
        self.seen = str(self.data.get(self.seen_name, "")) if self.is_bound else self.version

    def answers_to(self, code: str) -> list[tuple[str, str]]:
        """Return the answers of an earlier question."""
        return next((choices_of(one) for one in self.earlier if one.code == code), [])

    def _add_options(self) -> None:
        """Ask for the words of each answer, and for some more unless their number is fixed."""
        if self.is_read and self.question.kind not in CHOOSING:
            return
        labels = [label for _value, label in self.question.options] + ([] if self.is_read else [""] * MORE_OPTIONS)
        for place, label in enumerate(labels):
            name = f"{OPTION}{place}"
            field = forms.CharField(label=f"选项 {place + 1}", max_length=80, required=self.is_read, initial=label)
            self.fields[name] = field
            tidy(name, field)

    @property
    def option_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name.startswith(OPTION)]

    def clean(self) -> dict[str, Any] | None:
        """Say beside the fields what does not fit together."""
        said = super().clean() or {}
        low, high = said.get("lowest"), said.get("highest")
        if low is not None and high is not None and high < low:
            self.add_error("highest", "最大不能小于最小。")
        if said.get("shown_code") and not said.get("shown_answers"):
            self.add_error("shown_answers", "请选择回答是什么时才问。")
        if said.get("kind") in CHOOSING and len(self._options(said)) < 2:  # noqa: PLR2004 -- a choice is between two
            self.add_error("kind", "单选、多选至少填两个选项。")
        return said

    @property
    def facts(self) -> dict[str, Any]:
        """What the form says, as columns of the question."""
        said = self.cleaned_data
        kind = said.get("kind", self.question.kind)
        more = self.question.shown_if[1:] if self.question.shown_if else []
        first = [[said["shown_code"], said["shown_answers"]]] if said["shown_code"] else []
        found = {name: said[name] for name in FACTS if name in said}
        found |= {"kind": kind, "shown_if": [*first, *more]}
        return found | {"options": self._options(said) if kind in CHOOSING or self.is_read else self.question.options}

    def _options(self, said: dict[str, Any]) -> list[list[str]]:
        """Return the answers that have words: each keeps its value, new ones get theirs."""
        kept = [value for value, _label in self.question.options]
        taken, found = set(kept), []
        for place, name in enumerate(name for name in self.fields if name.startswith(OPTION)):
            if label := said.get(name, "").strip():
                value = kept[place] if place < len(kept) else _fresh(taken)
                taken.add(value)
                found.append([value, label])
        return found or ([] if not self.is_read else self.question.options)


def earlier_of(questionnaire: Questionnaire, question: Question | None) -> list[Question]:
    """Return the questions that a condition can ask about: those before, of which one chooses the answer."""
    rows = [one for one in questionnaire.questions.all() if one.kind in ASKABLE]
    return [one for one in rows if question is None or one.place < question.place]


def _fresh(taken: set[str]) -> str:
    return next(value for value in (f"o{number}" for number in range(1, 1000)) if value not in taken)
