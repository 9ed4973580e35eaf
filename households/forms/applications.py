"""The form that hands a code to a worker."""

import re
from typing import Any

from django import forms

from core.forms import TidyForm
from core.identity import normalize_digits
from households.enums import Level
from households.filters import category_choices
from households.querysets import unions_to_file_for
from organizations.choosing import UnionField
from organizations.models import User

TAIL = re.compile(r"\d{4}", re.ASCII)
NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffffA-Za-z·•. ]+")


def clean_name(raw: str) -> str:
    """Return a person's name; raises ValidationError for what no name holds."""
    name = raw.strip()
    if not NAME.fullmatch(name):
        raise forms.ValidationError("姓名只能有汉字、字母和间隔号，请核对。")
    return name


def clean_tail(raw: str) -> str:
    """Return the last four digits of a phone; raises ValidationError for anything else."""
    tail = normalize_digits(raw)
    if not TAIL.fullmatch(tail):
        raise forms.ValidationError("请填写手机号的后四位数字。")
    return tail


class IssueForm(TidyForm, forms.Form):
    """Who gets the code, for the archives of which union, and as what the archive will begin."""

    union = UnionField(None, label="建档单位", to_field_name="code", empty_label="请选择")
    name = forms.CharField(label="职工姓名", max_length=60, help_text="与身份证一致，职工本人不能再改。")
    phone_tail = forms.CharField(
        label="手机号后四位",
        max_length=8,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="职工填写申请时核对。",
    )
    level = forms.ChoiceField(label="拟建档标准", choices=Level.choices, initial=Level.NATIONAL)
    category = forms.TypedChoiceField(
        label="拟申报类别", choices=category_choices, help_text="先按申报填写，接收后以认定为准。"
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = unions_to_file_for(user)  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Judge the name."""
        return clean_name(self.cleaned_data["name"])

    def clean_phone_tail(self) -> str:
        """Judge the four digits."""
        return clean_tail(self.cleaned_data["phone_tail"])
