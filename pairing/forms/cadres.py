"""Cadres, their accounts, and helping units."""

from typing import Any

from django import forms
from django.conf import settings

from core.forms import TidyForm
from core.identity import normalize_digits
from organizations.choosing import UnionChoice
from organizations.models import User
from pairing.enums import Language
from pairing.models import Cadre, HelpingUnit
from pairing.querysets import accounts_for, regions_kept_by


class RegionalForm(TidyForm, forms.ModelForm):
    """A row of one of the unions that the user is an officer of."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = regions_kept_by(user)
        self.fields["union"] = UnionChoice(places, label="所在地工会", empty_label=None)
        self.fields["union"].widget.attrs["class"] = "form-select"
        if not self.instance.pk:
            self.initial.setdefault("union", places.first())


class CadreForm(RegionalForm):
    """Who the cadre is; the account is linked on its own."""

    languages = forms.MultipleChoiceField(
        label="会说的民族语言", choices=Language.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Cadre
        fields = [
            "union",
            "name",
            "unit",
            "position",
            "rank",
            "phone",
            "ethnicity",
            "languages",
            "most_households",
        ]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        units = HelpingUnit.objects.visible_to(user).active().order_by("name")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].empty_label = "未定"  # type: ignore[attr-defined]
        self.fields["phone"].widget.attrs |= {"type": "tel", "autocomplete": "off"}
        self.fields["rank"].help_text = f"科级以上实行领导一对一，每人 {settings.LEADER_HOUSEHOLDS} 户。"
        self.fields["languages"].help_text = "结对建议时优先安排语言相通的干部。"
        self.fields[
            "most_households"
        ].help_text = (
            f"不填时一般干部 {settings.CADRE_MAX_HOUSEHOLDS} 户、领导 {settings.LEADER_HOUSEHOLDS} 户；填 0 不再安排。"
        )

    def clean_phone(self) -> str:
        """Forgive full-width digits and blanks."""
        return normalize_digits(self.cleaned_data["phone"])


class AccountForm(TidyForm, forms.Form):
    """Which account the cadre logs visits with."""

    user: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None,
        label="登录账号",
        required=False,
        empty_label="不关联账号",
        help_text="只列出本地已授予“帮扶干部”角色且未被他人关联的账号；没有时请系统管理员先建账号。",
    )

    def __init__(self, *args: Any, cadre: Cadre, **kwargs: Any) -> None:
        super().__init__(*args, initial={"user": cadre.user_id}, **kwargs)
        field = self.fields["user"]
        field.queryset = accounts_for(cadre)  # type: ignore[attr-defined]
        field.label_from_instance = lambda account: f"{account.name}（{account.username}）"  # type: ignore[attr-defined]


class HelpingUnitForm(RegionalForm):
    """A helping unit; one that is no longer in use stays on old pairings."""

    class Meta:
        model = HelpingUnit
        fields = ["union", "name", "kind", "contact_name", "phone", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].widget.attrs |= {"type": "tel", "autocomplete": "off"}
        if not self.instance.pk:
            del self.fields["is_active"]

    def clean_phone(self) -> str:
        """Forgive full-width digits and blanks."""
        return normalize_digits(self.cleaned_data["phone"])
