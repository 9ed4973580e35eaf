"""The sections of the archive form about the household: home, figures, causes, account, remark."""

from typing import Any, ClassVar

from django import forms

from core.forms import AreaField
from core.identity import normalize_digits
from households.enums import MAX_PERSONS, MAX_SECONDARY_CAUSES, Cause
from households.forms.sections import SectionForm, money_fields
from households.models import Household


class FamilyForm(SectionForm):
    """Where the family lives and what marks it."""

    key, title = "family", "家庭情况"
    wide = ("address",)
    labels_here: ClassVar[dict[str, str]] = {"hukou_division": "户口所在地"}

    class Meta:
        model = Household
        fields = (
            "hukou_division",
            "postcode",
            "address",
            "key_group",
            "relief_way",
            "is_single_parent",
            "can_help_itself",
            "is_jobless",
            "is_migrant",
            "has_low_income_aid",
            "is_relief_target",
        )
        help_texts = {"hukou_division": "填到乡镇（街道）。", "is_single_parent": "离异或丧偶且带有小孩。"}


class HousingForm(SectionForm):
    """The dwelling."""

    key, title = "housing", "住房"

    class Meta:
        model = Household
        fields = ("housing", "floor_area")
        field_classes: ClassVar[dict[str, type[forms.Field]]] = {"floor_area": AreaField}


class FiguresForm(SectionForm):
    """The income figures as the applicant stated them; the survey works them out."""

    key, title = "figures", "家庭收入（申报）"
    labels_here: ClassVar[dict[str, str]] = {
        "other_income": "其他非薪资年收入（元）",
        "annual_income": "年度总收入（元）",
        "stated_per_head": "月人均收入（元）",
    }

    class Meta:
        model = Household
        fields = ("persons", "other_income", "annual_income", "stated_per_head")
        field_classes = money_fields("other_income", "annual_income", "stated_per_head")
        help_texts = {
            "persons": "共同生活的人数，含职工本人。",
            "stated_per_head": "年度总收入 ÷ 人口 ÷ 12；认定以“收支”的核算为准。",
        }

    def clean_persons(self) -> int | None:
        """Say beside the field what the model would say of the whole row."""
        persons: int | None = self.cleaned_data["persons"]
        if persons is not None and not 1 <= persons <= MAX_PERSONS:
            raise forms.ValidationError(f"家庭人口应在 1 到 {MAX_PERSONS} 之间，请核对。")
        return persons


class CausesForm(SectionForm):
    """Why the family is in hardship: one main cause, up to three more."""

    key, title = "causes", "致困原因"
    wide = ("secondary_causes", "cause_text")

    secondary_causes = forms.MultipleChoiceField(
        label="次要致困原因",
        choices=Cause.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=f"最多 {MAX_SECONDARY_CAUSES} 项。",
    )

    class Meta:
        model = Household
        fields = ("main_cause", "other_cause", "secondary_causes", "cause_text")
        widgets = {"cause_text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"main_cause": "限选一项。", "other_cause": "选“其他”时填写。"}

    def clean(self) -> dict[str, Any]:
        """Hold the causes against each other; the form says it beside the field, the database holds it too."""
        cleaned = super().clean() or self.cleaned_data
        more = cleaned.get("secondary_causes", [])
        if len(more) > MAX_SECONDARY_CAUSES:
            self.add_error("secondary_causes", f"次要致困原因最多 {MAX_SECONDARY_CAUSES} 项，请保留最主要的。")
        if cleaned.get("main_cause") in more:
            self.add_error("secondary_causes", "次要致困原因不能与主要致困原因相同。")
        if Cause.OTHER in {cleaned.get("main_cause"), *more} and not cleaned.get("other_cause"):
            self.add_error("other_cause", "选了“其他”，请写明是什么原因。")
        return cleaned


class BankForm(SectionForm):
    """The account that aid is paid to."""

    key, title = "bank", "银行账户"

    class Meta:
        model = Household
        fields = ("bank", "bank_branch", "card_no")
        widgets = {
            "bank": forms.TextInput(attrs={"list": "banks"}),
            "card_no": forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        }

    def clean_card_no(self) -> str:
        """Take blanks and full-width digits out of the number."""
        return normalize_digits(self.cleaned_data["card_no"])


class RemarkForm(SectionForm):
    """What fits nowhere else."""

    key, title = "remark", "备注"
    wide = ("remark",)

    class Meta:
        model = Household
        fields = ("remark",)
        widgets = {"remark": forms.Textarea(attrs={"rows": 3})}
