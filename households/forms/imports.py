"""The upload of a workbook."""

from django import forms

from core.forms import TidyForm


class WorkbookForm(TidyForm, forms.Form):
    """One file; whether it can be read is for the action to say."""

    file = forms.FileField(
        label="档案工作簿",
        help_text="Excel 工作簿（.xlsx），不超过 30 MB",
        widget=forms.FileInput(
            attrs={"accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        ),
        error_messages={"required": "请选择要导入的工作簿。", "empty": "文件是空的，请重新选择。"},
    )
