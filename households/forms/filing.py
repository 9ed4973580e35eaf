"""The section of the archive form that says who filed it, where and as what."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from core import clock
from core.identity import normalize_digits
from households.enums import CATEGORIES, RuleVersion
from households.filters import category_choices
from households.forms.sections import SectionForm
from households.models import Household
from households.querysets import unions_to_file_for
from organizations.choosing import UnionField
from organizations.models import User


class FilingForm(SectionForm):
    """Which union filed the archive, at which level, in which category."""

    key, title = "filing", "建档信息"

    union = UnionField(None, label="建档单位", to_field_name="code", empty_label="请选择")
    category = forms.TypedChoiceField(label="困难类别", choices=category_choices)

    class Meta:
        model = Household
        fields = ("union", "filed_on", "level", "category")
        help_texts = {"filed_on": "留空可待审核后填写。"}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.union_id:
            self.initial["union"] = self.instance.union  # the row, since the choices go by code
        self.fields["union"].queryset = unions_to_file_for(user, beside=self.instance.union_id)  # type: ignore[attr-defined]
        self._choose_the_only_union()
        if self.instance.pk:
            version = RuleVersion(self.instance.rule_version)
            self.fields["category"].choices = [(c.value, c.label) for c in CATEGORIES[version]]  # type: ignore[attr-defined]
            self.fields["category"].help_text = f"按本档案的认定规则（{version.label}）。"

    def _choose_the_only_union(self) -> None:
        if not self.initial.get("union") and len(only := self.fields["union"].queryset[:2]) == 1:  # type: ignore[attr-defined]
            self.initial["union"] = only[0]

    def clean_filed_on(self) -> Any:
        """Refuse a day that has not come."""
        day = self.cleaned_data["filed_on"]
        if day and day > clock.today():
            raise ValidationError("建档日期不能晚于今天。")
        return day


class NewFilingForm(FilingForm):
    """The same for a new archive, whose number may be given."""

    archive_no = forms.CharField(
        label="档案编号",
        required=False,
        max_length=20,
        validators=[RegexValidator(r"^\d{15}$", "档案编号应为 15 位数字。")],
        help_text="15 位数字；留空则按行政区划、年份自动编号。",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean_archive_no(self) -> str:
        """Return the number as typed, without blanks."""
        return normalize_digits(self.cleaned_data["archive_no"])
