"""The form of a standard that rates are held against."""

from decimal import Decimal
from typing import Any

from django import forms

from audits.verification.ratekinds import RATES
from core.forms import AmountField, TidyForm
from households.querysets import regions_to_set_standards_for
from organizations.choosing import UnionField
from organizations.models import User

HUNDRED = Decimal(100)


class RateStandardForm(TidyForm, forms.Form):
    """A rate, its limit in percent, where and from when it holds, and on what paper."""

    union = UnionField(None, label="适用地区", to_field_name="code", empty_label="请选择")
    code = forms.ChoiceField(
        label="指标",
        choices=[
            ("", "请选择"),
            *((kind.code, f"{kind.name}（{'不高于' if kind.is_upper else '不低于'}）") for kind in RATES),
        ],
    )
    percent = AmountField(
        label="标准（%）",
        max_digits=6,
        decimal_places=3,
        max_value=HUNDRED,
        help_text="按百分数填写，如 0.05 表示 0.05%。",
        error_messages={"amount": "请填写百分数，如 0.05 或 98。"},
    )
    valid_from = forms.DateField(label="执行日期")
    source = forms.CharField(label="依据", max_length=120, help_text="文件名称、文号或会议纪要。")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = regions_to_set_standards_for(user)  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the action takes, the limit as a share."""
        said = dict(self.cleaned_data)
        limit = said.pop("percent") / HUNDRED
        return said | {"limit": limit}
