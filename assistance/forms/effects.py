"""The form 确认成效: what one visit says of every open difficulty of a household."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from assistance.actions.effects import Said, version_of_lines
from assistance.enums import Effect
from assistance.models import Measure
from assistance.seen import MeasureLine
from core.forms import TidyForm
from households.models import Difficulty
from pairing.models import Visit

ARRIVED, MISSED = "yes", "no"
HERE = ((ARRIVED, "已到位"), (MISSED, "未到位"))


@dataclass(frozen=True)
class LineRow:
    """One measure on the page: its fields, or why this visit cannot say whether its help is there."""

    line: MeasureLine
    measure: Measure
    why_not: str
    arrived: BoundField | None = None
    note: BoundField | None = None


@dataclass(frozen=True)
class DifficultyRows:
    """One difficulty on the page, with its fields."""

    difficulty: Difficulty
    rows: list[LineRow]
    family: BoundField
    cadre: BoundField
    note: BoundField


class EffectsForm(TidyForm, forms.Form):
    """Per measure 已到位 or 未到位, per difficulty how family and cadre see it; what is left blank is not judged."""

    seen_name = "seen"

    def __init__(
        self, *args: Any, lines: dict[Difficulty, list[MeasureLine]], visit: Visit, judged: set[int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.day, self.judged = lines, visit.on, judged
        for difficulty in lines:
            self._add_fields(difficulty)
        self.version = " ".join(f"{row.pk}:{version_of_lines(found)}" for row, found in lines.items())
        self.seen = str(self.data.get("seen", "")) if self.is_bound else self.version

    def _add_fields(self, difficulty: Difficulty) -> None:
        own = str(difficulty.pk)
        for line in self.lines[difficulty]:
            if difficulty.pk in self.judged or not (line.is_over or line.why_not_seen(self.day)):
                self._add(f"{own}-arrived-{line.measure.pk}", _choice("是否到位", HERE))
                self._add(f"{own}-said-{line.measure.pk}", _words("所见", 200, "如 存折已入账 3200 元"))
        self._add(f"{own}-family_effect", _choice("职工家庭评价", Effect.choices))
        self._add(f"{own}-cadre_effect", _choice("帮扶干部评价", Effect.choices))
        self._add(f"{own}-note", _words("说明", 300, "仍未解决的写明还差什么"))

    def _add(self, name: str, field: forms.Field) -> None:
        css = "form-check-input" if isinstance(field.widget, forms.RadioSelect) else "form-control"
        field.widget.attrs["class"] = css
        self.fields[name] = field

    def groups(self) -> list[DifficultyRows]:
        """Return the difficulties that are still to be judged with their fields, for the page."""
        return [
            DifficultyRows(
                difficulty,
                [self._row(difficulty, line) for line in found],
                *(self[f"{difficulty.pk}-{name}"] for name in ("family_effect", "cadre_effect", "note")),
            )
            for difficulty, found in self.lines.items()
            if difficulty.is_open and difficulty.pk not in self.judged
        ]

    def _row(self, difficulty: Difficulty, line: MeasureLine) -> LineRow:
        name = f"{difficulty.pk}-arrived-{line.measure.pk}"
        if name not in self.fields:
            return LineRow(line, line.measure, "" if line.is_over else line.why_not_seen(self.day))
        return LineRow(line, line.measure, "", self[name], self[f"{difficulty.pk}-said-{line.measure.pk}"])

    def clean(self) -> dict[str, Any]:
        """Ask for all of a difficulty, or for nothing of it; of one at least."""
        data = super().clean() or self.cleaned_data
        begun = [difficulty for difficulty in self.lines if any(self._answers(difficulty).values())]
        for difficulty in begun:
            for name in self._asked(difficulty):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, f"请选择第 {difficulty.number} 号困难的这一项。")
        if not begun:
            raise forms.ValidationError("请至少评价一项困难；这次没有谈到的可以空着。")
        return data

    def _asked(self, difficulty: Difficulty) -> Iterable[str]:
        for line in self.lines[difficulty]:
            if line.must_be_seen(self.day):
                yield f"{difficulty.pk}-arrived-{line.measure.pk}"
        yield f"{difficulty.pk}-family_effect"
        yield f"{difficulty.pk}-cadre_effect"

    def _answers(self, difficulty: Difficulty) -> dict[str, str]:
        own = f"{difficulty.pk}-"
        return {name.removeprefix(own): value for name, value in self.cleaned_data.items() if name.startswith(own)}

    def said(self) -> dict[Difficulty, Said]:
        """Return what was said of each difficulty that was judged."""
        seen = dict(part.split(":", 1) for part in self.seen.split() if ":" in part)
        return {
            difficulty: _said(answers, seen.get(str(difficulty.pk), ""))
            for difficulty in self.lines
            if (answers := self._answers(difficulty)) and answers.get("family_effect")
        }


def _said(answers: dict[str, str], seen: str) -> Said:
    arrivals = {_pk(name): value == ARRIVED for name, value in answers.items() if name.startswith("arrived-") and value}
    notes = {pk: answers[f"said-{pk}"] for pk in arrivals if answers.get(f"said-{pk}")}
    effects = answers["family_effect"], answers["cadre_effect"]
    return Said(*effects, arrivals=arrivals, arrival_notes=notes, note=answers["note"], seen=seen)


def _pk(name: str) -> int:
    return int(name.rpartition("-")[2])


def _choice(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect)


def _words(label: str, most: int, hint: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"placeholder": hint})
    return forms.CharField(label=label, max_length=most, required=False, widget=widget)
