"""What an assessor says of a household that cannot be asked."""

from django import forms

from audits.verification.enums import LeftReason
from core.forms import TidyForm


class LeaveForm(TidyForm, forms.Form):
    """Why, and how one knows."""

    reason = forms.ChoiceField(label="未访原因", choices=LeftReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="经过",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": "上门日期、见到何人、由谁证实"}),
    )
