"""Which period and which union the table of 动态管理 is about; both live in the URL."""

import datetime
from typing import Any

from django import forms

from audits.dynamics import Kind
from core import clock
from core.forms import TidyForm
from core.spells import Spell
from households.enums import Category


class PeriodForm(TidyForm, forms.Form):
    """Two days; without them the present year."""

    start = forms.DateField(label="起", required=False)
    end = forms.DateField(label="止", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that runs backwards."""
        said = super().clean() or {}
        if said.get("start") and said.get("end") and said["end"] < said["start"]:
            self.add_error("end", "截止日期不能早于开始日期。")
        return said

    @property
    def period(self) -> Spell:
        """The period that was asked for; nonsense in the URL is the present year."""
        year = Spell.year(clock.today().year)
        if not self.is_valid():
            return year
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        if start and not end:
            return Spell(start, max(start, clock.today()))
        return Spell(start or datetime.date(end.year, 1, 1), end) if end else year

    @property
    def shortcuts(self) -> list[tuple[str, Spell]]:
        """The years around the one shown, and its quarters."""
        shown, now = self.period.last.year, clock.today().year
        years = [year for year in range(shown - 1, shown + 2) if 1900 < year <= now]
        quarters = [(f"{shown} 年第 {number} 季度", Spell.quarter(shown, number)) for number in range(1, 5)]
        return [(f"{year} 年", Spell.year(year)) for year in years] + quarters


class BehindForm(forms.Form):
    """Which number a list stands behind."""

    kind = forms.ChoiceField(choices=Kind.choices)
    category = forms.ChoiceField(choices=Category.choices, required=False)
