"""Forms of exports: what to write and for what, and what is said when the file is fetched."""

from collections.abc import Mapping
from typing import Any

from django import forms

from core.errors import DomainError
from core.forms import TidyForm
from core.sealing import PASSWORD_HELP, check_password
from reports.catalogue.query import PAPERS, Query
from reports.catalogue.writing import FORMATS
from reports.exports.kinds import OTHER, PURPOSES


class PurposeMixin(forms.Form):
    """For what a file is: one of the usual purposes, or a few words."""

    purpose = forms.ChoiceField(label="用途", choices=[("", "请选择"), *((name, name) for name in PURPOSES)])
    words = forms.CharField(label="用途说明", required=False, max_length=150, help_text="选“其他”时必填。")

    def clean(self) -> dict[str, Any]:
        """Ask for words where the choice says nothing."""
        cleaned = super().clean() or {}
        if cleaned.get("purpose") == OTHER and not cleaned.get("words"):
            self.add_error("words", "请写明用途。")
        return cleaned

    @property
    def said(self) -> str:
        """Return the purpose as the log keeps it."""
        return "：".join(filter(None, (self.cleaned_data["purpose"], self.cleaned_data.get("words", "").strip())))


class ExportForm(TidyForm, PurposeMixin):
    """How a register is written."""

    format = forms.ChoiceField(label="格式", choices=list(FORMATS.items()), widget=forms.RadioSelect)
    paper = forms.ChoiceField(
        label="纸张", choices=list(PAPERS.items()), required=False, help_text="PDF 和 Excel 打印时用。"
    )
    sums = forms.BooleanField(label="每页小计", required=False)
    in_full = forms.BooleanField(label="完整号码（逐户记入访问日志）", required=False)
    field_order = ("format", "paper", "sums", "in_full", "purpose", "words")

    def __init__(self, *args: Any, query: Query, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not query.has_numbers:
            del self.fields["in_full"]
        if not any(field.is_summed for field in query.fields):
            del self.fields["sums"]

    def asked(self, params: Mapping[str, str]) -> dict[str, str]:
        """Return the parameters of the query with what the form says of the paper."""
        own = {name: "1" if self.cleaned_data.get(name) else "" for name in ("sums", "in_full")}
        return {**params, "paper": self.cleaned_data.get("paper", ""), **own}


class FetchForm(TidyForm, PurposeMixin):
    """What is said to fetch a file: the purpose unless it is known, and a password if it shall be locked."""

    password = forms.CharField(
        label="打开密码",
        required=False,
        max_length=64,
        help_text=f"可不填；填写后下载的是加密压缩包，密码系统不保存，请另行告知收件人。{PASSWORD_HELP}",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, asks_purpose: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_purpose:
            del self.fields["purpose"], self.fields["words"]

    @property
    def said(self) -> str:
        return super().said if "purpose" in self.fields else ""

    def clean_password(self) -> str:
        """Refuse a password that is soon guessed."""
        password = self.cleaned_data["password"]
        if password:
            try:
                check_password(password)
            except DomainError as error:
                raise forms.ValidationError(error.message) from error
        return password
