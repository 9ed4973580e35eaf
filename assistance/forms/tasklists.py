"""The forms of task lists: for which union and period, which measures, and why one is given or taken back."""

import datetime
from typing import Any

from django import forms

from assistance.models import TaskList
from assistance.rules import MAKES_LISTS
from core import clock
from core.forms import TidyForm
from households.forms.sections import SectionForm
from organizations.choosing import UnionChoice
from organizations.enums import UnionKind
from organizations.models import Union, User

QUARTERS = "一二三四"
USUAL_DAYS = datetime.timedelta(days=30)
BELOW_COUNTIES = (UnionKind.TOWNSHIP, UnionKind.GRASSROOTS)


def usual_period(day: datetime.date) -> str:
    """Name the quarter of a day, as lists are usually drawn."""
    return f"{day.year} 年第{QUARTERS[(day.month - 1) // 3]}季度"


def unions_to_draw_for(user: User) -> Any:
    """Return the unions that the user draws lists for, from the counties up."""
    found = Union.objects.active().filter(user.scope.subtree("path", MAKES_LISTS))
    return found.exclude(kind__in=BELOW_COUNTIES)


class PlaceForm(TidyForm, forms.Form):
    """The union that lists are drawn for."""

    union = UnionChoice(None, label="交办工会", to_field_name="code", empty_label=None)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = unions_to_draw_for(user)  # type: ignore[attr-defined]


class DrawForm(TidyForm, forms.Form):
    """Period, deadline and words of the lists that are drawn."""

    period = forms.CharField(label="期次", max_length=40)
    due_on = forms.DateField(label="要求完成时限", help_text="措施自己的时限已过的，按这一天。")
    note = forms.CharField(label="交办说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = clock.today()
        kwargs["initial"] = {"period": usual_period(today), "due_on": today + USUAL_DAYS} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["due_on"].widget.attrs["min"] = today.isoformat()


class ListForm(SectionForm):
    """Period, deadline and words of a draft."""

    key, title = "list", "任务清单"
    wide = ("note",)

    class Meta:
        model = TaskList
        fields = ("period", "due_on", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}


class ReasonForm(TidyForm, forms.Form):
    """Why something is given or taken back."""

    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, label: str = "原因", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label
