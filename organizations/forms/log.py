"""The filter of the access log."""

from typing import Any

from django import forms

from core.forms import TidyForm
from organizations.enums import AccessVerb


class LogFilter(TidyForm, forms.Form):
    """Who did what to what, and when."""

    user = forms.CharField(label="账号或姓名", required=False)
    verb = forms.ChoiceField(label="操作", required=False, choices=[("", "全部操作"), *AccessVerb.choices])
    subject = forms.CharField(label="对象", required=False)
    since = forms.DateField(label="从", required=False)
    until = forms.DateField(label="到", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        facts = super().clean() or self.cleaned_data
        since, until = facts.get("since"), facts.get("until")
        if since and until and until < since:
            self.add_error("until", "结束日期不能早于开始日期。")
        return facts
