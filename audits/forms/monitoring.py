"""The form of a look at a household after exit, and what the list of them can be narrowed to."""

import uuid
from typing import Any

from django import forms

from audits.enums import Handling, WarningSign
from core import clock
from core.forms import AmountField, TidyForm
from pairing.enums import VisitMethod
from pairing.filters import RegionFilter

WORDS = forms.Textarea(attrs={"rows": 4, "placeholder": "就业、收入、健康、就学、住房的近况，与退出时相比的变化"})
DUE, SOON, WARNED, MADE = "due", "soon", "warned", "made"
STATES = [(DUE, "已到期"), (SOON, "30 天内到期"), (WARNED, "有预警信号"), (MADE, "已回访"), ("all", "全部计划")]


class MonitoringForm(TidyForm, forms.Form):
    """What was found, whether hardship may return, and what follows."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    method = forms.ChoiceField(label="回访方式", choices=VisitMethod.choices, widget=forms.RadioSelect)
    on_day = forms.DateField(label="回访日期")
    situation = forms.CharField(label="回访情况", max_length=500, widget=WORDS)
    per_head = AmountField(label="目前月人均收入（元）", max_digits=10, required=False, help_text="估算即可，可不填。")
    signs = forms.MultipleChoiceField(
        label="预警信号", choices=WarningSign.choices, widget=forms.CheckboxSelectMultiple, required=False
    )
    handling = forms.ChoiceField(label="处理方式", choices=Handling.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="处理说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"client_id": uuid.uuid4(), "on_day": clock.today()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["on_day"].widget.attrs["max"] = clock.today().isoformat()


class MonitoringFilter(RegionFilter):
    """Which looks: of which union, how urgent."""

    state = forms.ChoiceField(label="状态", choices=STATES, required=False)

    @property
    def state_chosen(self) -> str:
        return self.choice("state") or DUE
