"""What the pages of statistics are asked for in their URL: a union, a spell of days, one number."""

import datetime
from typing import Any

from django import forms

from core import clock
from core.forms import TidyForm
from core.spells import Spell
from households.enums import Category, Level
from reports.indicators.counting import BEGINNING
from reports.indicators.definitions import INDICATORS


class SpellForm(TidyForm, forms.Form):
    """Two days; without them this year until today."""

    since = forms.DateField(label="自", required=False)
    day = forms.DateField(label="至", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse what lies ahead, and a spell that runs backwards."""
        said = super().clean() or {}
        day = said.get("day") or clock.today()
        if day > clock.today():
            self.add_error("day", "统计日不能晚于今天。")
        elif said.get("since") and not BEGINNING <= said["since"] <= day:
            self.add_error("since", "起始日不能晚于统计日，也不能早于 1990 年。")
        return said

    @property
    def spell(self) -> Spell:
        """The spell that was asked for; nonsense is this year until today."""
        today = clock.today()
        if not self.is_valid():
            return Spell(datetime.date(today.year, 1, 1), today)
        day = self.cleaned_data["day"] or today
        return Spell(self.cleaned_data["since"] or datetime.date(day.year, 1, 1), day)


class NumberForm(forms.Form):
    """Which number a list stands behind."""

    code = forms.ChoiceField(choices=[(one.code, one.name) for one in INDICATORS.values() if one.behind])
    level = forms.ChoiceField(choices=Level.choices, required=False)
    category = forms.ChoiceField(choices=Category.choices, required=False)
    dimension = forms.CharField(max_length=200, required=False)
    item = forms.IntegerField(min_value=0, required=False)
    source = forms.CharField(max_length=20, required=False)
    own = forms.CharField(max_length=1, required=False)
