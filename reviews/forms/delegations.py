"""Lending a role."""

from typing import Any

from django import forms

from core import clock
from core.forms import LongSelect, TidyForm
from organizations.models import User
from reviews.delegates import colleagues_of, own_places


class ColleagueField(forms.ModelChoiceField):
    """A colleague, with union and position."""

    widget = LongSelect

    def label_from_instance(self, user: User) -> str:
        """Write name, position and union."""
        position = f"（{user.position}）" if user.position else ""
        return f"{user.name}{position} · {user.union.name}"


class DelegationForm(TidyForm, forms.Form):
    """Which role, to whom, from when to when, and why."""

    place = forms.ChoiceField(label="委托的角色")
    to_user = ColleagueField(User.objects.none(), label="代办人", empty_label="请选择", to_field_name="username")
    starts_on = forms.DateField(label="开始日期")
    ends_on = forms.DateField(label="结束日期", help_text="含当日；一次最长 90 天，可以提前收回。")
    reason = forms.CharField(label="事由", max_length=60, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, initial={"starts_on": clock.today()}, **kwargs)
        self.places = own_places(user)
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            (key, f"{role_label} · {union.name}") for key, (_role, role_label, union) in self.places.items()
        ]
        unions = [union for _role, _label, union in self.places.values()]
        self.fields["to_user"].queryset = colleagues_of(user, unions)  # type: ignore[attr-defined]
        self.fields["reason"].widget.attrs |= {"placeholder": "如：年休假、外出学习"}

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        role, _label, union = self.places[self.cleaned_data["place"]]
        names = ("to_user", "starts_on", "ends_on", "reason")
        return {"role": role, "union": union, **{name: self.cleaned_data[name] for name in names}}
