"""The form by which a lost code of a grievance is issued again."""

import uuid
from typing import Any

from django import forms

from audits.grievances.enums import Proof
from core.forms import TidyForm


class RecodeForm(TidyForm, forms.Form):
    """What was checked at the counter, and why a new code is needed."""

    undone = "没有补发"
    proof = forms.ChoiceField(label="当面核对的证件", choices=[("", "请选择"), *Proof.choices])
    name = forms.CharField(
        label="证件上的姓名",
        max_length=40,
        help_text="照证件填写，与反映人姓名一致的才能补发。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = forms.CharField(label="补发原因", max_length=200, help_text="如：原单据遗失。记入办理经过。")
    seen = forms.IntegerField(widget=forms.HiddenInput)
    sent_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, seen: int, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": seen, "sent_key": uuid.uuid4()}, **kwargs)
