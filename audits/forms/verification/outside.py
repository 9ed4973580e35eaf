"""The form by which a list of households without an archive is sent."""

from django import forms

from core.forms import TidyForm


class OutsideForm(TidyForm, forms.Form):
    """A workbook, and whose list it is."""

    source = forms.CharField(
        label="名单来源", max_length=60, help_text="如“红河州民政局低保边缘家庭名单（2026 年 10 月）”。"
    )
    book = forms.FileField(label="表格", widget=forms.FileInput(attrs={"accept": ".xlsx"}))
