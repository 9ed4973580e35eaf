"""Forms of accounts and roles."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.forms import TidyForm
from core.identity import normalize_digits
from organizations.actions.passwords import new_press
from organizations.actions.roles import DEFAULT_DAYS
from organizations.enums import Role
from organizations.forms.pickers import UnionField
from organizations.models import Agency, Office, User
from organizations.querysets import OfficeQuerySet, UnionQuerySet

PHONE = re.compile(r"\d[\d-]{5,18}\d")


class PersonForm(TidyForm, forms.Form):
    """Who the person of an account is; an assessor is asked for the agency too."""

    name = forms.CharField(label="姓名", max_length=40)
    phone = forms.CharField(label="手机号码", max_length=20, required=False)
    position = forms.CharField(label="职务", max_length=40, required=False)
    agency = forms.ModelChoiceField(Agency.objects.in_use(), label="核查机构", empty_label="请选择")

    def __init__(self, *args: Any, of: User | None = None, **kwargs: Any) -> None:
        if of is not None:
            kwargs["initial"] = {name: getattr(of, name) for name in ("name", "phone", "position", "agency")}
        super().__init__(*args, **kwargs)
        if of is None or not of.scope.has(Role.ASSESSOR):
            del self.fields["agency"]

    def clean_phone(self) -> str:
        """Forgive full-width digits and blanks."""
        phone = normalize_digits(self.cleaned_data["phone"])
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError("请填写手机或座机号码，只用数字和短横线。", code="phone")
        return phone


class NewAccountForm(PersonForm):
    """A new account; ``press`` marks one press of the button."""

    username = forms.CharField(label="账号", max_length=30, help_text="4 至 30 位小写字母或数字，建立后不能更改。")
    union = UnionField(label="所属工会")
    press = forms.CharField(widget=forms.HiddenInput, initial=new_press)

    field_order = ("username", "name", "union", "position", "phone")

    def __init__(self, *args: Any, unions: UnionQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].offer(unions)  # type: ignore[attr-defined]
        self.fields["username"].widget.attrs |= {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        self.order_fields(self.field_order)

    def clean_username(self) -> str:
        """Write user names in small letters, as the login reads them."""
        return self.cleaned_data["username"].strip().lower()


class RoleForm(TidyForm, forms.Form):
    """A role for an account: for a union, for an office when it is the liaison; an assessor is of an agency."""

    role = forms.ChoiceField(label="角色", choices=[("", "请选择"), *Role.choices])
    union = UnionField(label="负责的工会", help_text="该工会及其全部下级。")
    office = forms.ModelChoiceField(Office.objects.none(), label="所在部门")
    agency = forms.ModelChoiceField(
        Agency.objects.in_use(), label="核查机构", empty_label="请选择", help_text="由系统管理员登记。"
    )
    expires_on = forms.DateField(label="到期日期", help_text="到期自动失效，需要时再续；默认一年。")

    def __init__(
        self, *args: Any, account: User, role: str, unions: UnionQuerySet, offices: OfficeQuerySet, **kwargs: Any
    ) -> None:
        expiry = timezone.localdate() + datetime.timedelta(days=DEFAULT_DAYS)
        kwargs["initial"] = {
            "role": role,
            "union": account.union.code,
            "expires_on": expiry,
            "agency": account.agency_id,
        }
        super().__init__(*args, **kwargs)
        if role != Role.ASSESSOR:
            del self.fields["agency"]
        if role == Role.LIAISON:
            del self.fields["union"]
            self.fields["office"].queryset = offices  # type: ignore[attr-defined]
            self.fields["office"].empty_label = "请选择"  # type: ignore[attr-defined]
        else:
            del self.fields["office"]
            self.fields["union"].offer(unions, within=account.union.code)  # type: ignore[attr-defined]
        self.fields["expires_on"].widget.attrs["min"] = f"{timezone.localdate():%Y-%m-%d}"
        self.order_fields(("role", "union", "office", "agency", "expires_on"))


class AccountFilter(forms.Form):
    """What the list of accounts is narrowed to; nonsense narrows to nothing in particular."""

    q = forms.CharField(required=False)
    role = forms.ChoiceField(required=False, choices=[("", "全部角色"), ("none", "没有角色"), *Role.choices])
    state = forms.ChoiceField(required=False, choices=[("", "在用"), ("closed", "已停用"), ("all", "全部")])
    union = forms.CharField(required=False)
