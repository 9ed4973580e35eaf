"""The forms of a card: the points of a union or of its checker, and why a card goes back."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from audits.actions.scores.cards import latest_day
from audits.models import ScoreCard, ScoreItem, ScoreSheet
from audits.scores.sheetview import MarkRow
from core.forms import PointsField, TidyForm
from households.forms.attachments import EACH, papers_field

TWO_LINES = {"rows": 2}
LONGEST_NUMBER = 12
Groups = Sequence[tuple[ScoreItem, list[MarkRow]]]


class DayForm(TidyForm, forms.Form):
    """Until which day a sheet is counted."""

    day = forms.DateField(label="计量截至")

    def __init__(self, *args: Any, sheet: ScoreSheet, **kwargs: Any) -> None:
        super().__init__(*args, initial={"day": latest_day(sheet)}, **kwargs)
        first = datetime.date(sheet.year, 1, 1)
        self.fields["day"].widget.attrs |= {"min": f"{first:%Y-%m-%d}", "max": f"{latest_day(sheet):%Y-%m-%d}"}


class UntilForm(TidyForm, forms.Form):
    """Until which day unions score themselves."""

    self_until = forms.DateField(label="自评截止")


class ReturnForm(TidyForm, forms.Form):
    """Why a card goes back."""

    reason = forms.CharField(label="退回原因", max_length=300, widget=forms.Textarea(TWO_LINES))


class ScoresForm(TidyForm, forms.Form):
    """Points and words of every item of a card; ``seen`` is the version of the card that the person had."""

    score, words, label = "self_score", "self_words", "自评"
    has_papers = True

    def __init__(self, *args: Any, card: ScoreCard, groups: Groups, **kwargs: Any) -> None:
        self.card, self.groups = card, groups
        super().__init__(*args, **kwargs)
        for row in self.rows:
            self._add(row)
        self.version = str(card.version)
        self.seen = str(self.data.get("seen", "")) if self.is_bound else self.version

    @property
    def rows(self) -> list[MarkRow]:
        """The marks in the order of the sheet."""
        return [row for _heading, rows in self.groups for row in rows]

    @property
    def lines(self) -> list[tuple[ScoreItem, list[dict[str, Any]]]]:
        """The marks below their headings, each with its fields."""
        return [(heading, [self._line(row) for row in rows]) for heading, rows in self.groups]

    @property
    def said(self) -> dict[int, tuple[Decimal | None, str]]:
        """What was filled in, by mark."""
        data = self.cleaned_data
        return {row.mark.pk: (data[f"score_{row.mark.pk}"], data[f"words_{row.mark.pk}"]) for row in self.rows}

    @property
    def seen_version(self) -> int:
        return int(self.seen[:LONGEST_NUMBER]) if self.seen.isdecimal() else -1

    def usual(self, row: MarkRow) -> Decimal | None:
        """Return what a field of points begins with."""
        return getattr(row.mark, self.score)

    def _add(self, row: MarkRow) -> None:
        mark, name = row.mark, str(row.item)
        points = PointsField(label=f"{name}{self.label}得分", required=False, initial=self.usual(row))
        points.widget.attrs |= {"class": "form-control", "aria-label": points.label}
        words = forms.CharField(label=f"{name}{self.label}说明", max_length=500, required=False)
        words.widget = forms.Textarea({**TWO_LINES, "class": "form-control", "aria-label": words.label})
        words.initial = getattr(mark, self.words)
        self.fields |= {f"score_{mark.pk}": points, f"words_{mark.pk}": words}
        if self.has_papers:
            papers = papers_field(label=f"{name}佐证材料", required=False, help_text="")
            papers.widget.attrs |= {"class": "form-control", "aria-label": f"{name}佐证"}
            self.fields[f"papers_{mark.pk}"] = papers

    def _line(self, row: MarkRow) -> dict[str, Any]:
        key = row.mark.pk
        line = {"row": row, "score": self[f"score_{key}"], "words": self[f"words_{key}"]}
        return line | ({"papers": self[f"papers_{key}"]} if self.has_papers else {})


class SelfForm(ScoresForm):
    """What a union says of itself, with its papers."""

    note = f"{EACH}。"


class CheckForm(ScoresForm):
    """What the checker gives; begins with what was claimed, or with what was computed."""

    score, words, label = "checked_score", "checked_words", "核定"
    has_papers = False

    def usual(self, row: MarkRow) -> Decimal | None:
        """Return the checked points; where there are none yet, the claimed or computed ones that nobody disputes."""
        mark = row.mark
        if mark.checked_score is not None:
            return mark.checked_score
        if mark.computed is None or mark.self_score is None:
            return mark.self_score if mark.computed is None else mark.computed
        return mark.computed if mark.self_score == mark.computed else None
