"""Forms of 回头看: beginning a recheck, outcomes for chosen archives, newly found archives."""

import datetime
from typing import Any

from django import forms

from audits.enums import RecheckOutcome
from core import clock
from core.forms import TidyForm
from households.enums import Level
from organizations.choosing import UnionField
from organizations.enums import Role, UnionKind
from organizations.models import Union, User

USUAL_DAYS = 90
OUTCOMES = [choice for choice in RecheckOutcome.choices if choice[0] != RecheckOutcome.NEW]


class RecheckForm(TidyForm, forms.Form):
    """A recheck over a union, over some levels or all."""

    union = UnionField(None, label="组织单位", to_field_name="code", empty_label="请选择")
    name = forms.CharField(label="名称", max_length=60, help_text="如 2018 年档案回头看。")
    starts_on = forms.DateField(label="开始日期")
    ends_on = forms.DateField(label="截止日期")
    levels = forms.MultipleChoiceField(
        label="建档标准",
        choices=Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选为全部。",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        today = clock.today()
        usual = {"starts_on": today, "ends_on": today + datetime.timedelta(days=USUAL_DAYS)}
        super().__init__(*args, initial=usual, **kwargs)
        own = Union.objects.active().filter(user.scope.subtree("path", [Role.OFFICER]))
        self.fields["union"].queryset = own.exclude(kind__in=[UnionKind.GRASSROOTS, UnionKind.TOWNSHIP])  # type: ignore[attr-defined]


class OutcomeForm(TidyForm, forms.Form):
    """How the chosen archives come out."""

    outcome = forms.ChoiceField(label="核查结果", choices=[("", "请选择结果"), *OUTCOMES])
    note = forms.CharField(
        label="说明", max_length=300, required=False, widget=forms.TextInput(attrs={"placeholder": "说明，可不填"})
    )


class FoundForm(TidyForm, forms.Form):
    """An archive that was made in the recheck."""

    archive_no = forms.CharField(label="档案编号", max_length=15)
    note = forms.CharField(label="说明", max_length=300, required=False)
