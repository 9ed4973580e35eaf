"""The form of an agency that verifies for the unions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms import TidyForm
from core.identity import normalize_digits
from organizations.forms.accounts import PHONE
from organizations.models import Agency


class AgencyForm(TidyForm, forms.Form):
    """A new agency, or the facts of one that exists; only that one can be put out of use."""

    name = forms.CharField(label="名称", max_length=60, help_text="写全称，与合同一致。")
    contact = forms.CharField(label="联系人", max_length=40, required=False)
    phone = forms.CharField(label="联系电话", max_length=20, required=False)
    is_active = forms.BooleanField(
        label="在用",
        required=False,
        help_text="停用后不能再委托新的核查；承接的核查须先办完，或由组织单位改由其他机构承接。",
    )

    def __init__(self, *args: Any, agency: Agency | None = None, **kwargs: Any) -> None:
        if agency is not None:
            kwargs["initial"] = {name: getattr(agency, name) for name in ("name", "contact", "phone", "is_active")}
        super().__init__(*args, **kwargs)
        if agency is None:
            del self.fields["is_active"]

    def clean_phone(self) -> str:
        """Forgive full-width digits and blanks."""
        phone = normalize_digits(self.cleaned_data["phone"])
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError("请填写手机或座机号码，只用数字和短横线。", code="phone")
        return phone
