"""The archive form: its sections in the paper's order, for a new archive and for changes."""

import copy
from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils import timezone

from core.errors import Conflict, DomainError
from core.identity import normalize_digits
from households import codelists
from households.actions.archives import Edit
from households.enums import CATEGORIES, MAX_SECONDARY_CAUSES, Cause, RuleVersion
from households.filters import UnionField, category_choices
from households.forms.sections import IDENTITY_HELP, PersonForm, SectionForm, money_fields
from households.models import Household, Member
from households.querysets import unions_to_file_for
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
        if self.instance.pk:
            version = RuleVersion(self.instance.rule_version)
            self.fields["category"].choices = [(c.value, c.label) for c in CATEGORIES[version]]  # type: ignore[attr-defined]
            self.fields["category"].help_text = f"按本档案的认定规则（{version.label}）。"

    def clean_filed_on(self) -> Any:
        """Refuse a day that has not come."""
        day = self.cleaned_data["filed_on"]
        if day and day > timezone.localdate():
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


class WorkerForm(PersonForm):
    """The worker that the archive is made for."""

    key, title, of_worker = "worker", "职工本人", True
    wide = ("workplace",)
    labels_here: ClassVar[dict[str, str]] = {
        "position": "工作状态",
        "workplace": "工作单位",
        "monthly_income": "本人月平均收入（元）",
        "contract_on": "劳动合同签订时间",
    }

    class Meta:
        model = Member
        fields = (
            "name",
            "identity_no",
            "sex",
            "birth_date",
            "ethnicity",
            "politics",
            "marriage",
            "hukou",
            "phone",
            "other_contact",
            "health",
            "insurance",
            "disability",
            "disability_grade",
            "position",
            "model_worker",
            "workplace",
            "workplace_kind",
            "workplace_state",
            "industry",
            "started_work_on",
            "monthly_income",
            "contract_on",
            "contract_term",
            "union_card_no",
        )
        field_classes = money_fields("monthly_income")
        help_texts = {"identity_no": IDENTITY_HELP, "position": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["identity_no"].required = True
        self.fields["position"].choices = [("", "未填"), *codelists.WORKER_POSITION]  # type: ignore[attr-defined]


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
        field_classes = money_fields("floor_area")


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


SECTIONS: tuple[type[SectionForm], ...] = (
    FilingForm,
    WorkerForm,
    FamilyForm,
    HousingForm,
    FiguresForm,
    CausesForm,
    BankForm,
    RemarkForm,
)
KEYS = frozenset(form.key for form in SECTIONS)


class ArchiveForm:
    """The whole form, or one section of it, over an archive with its worker or over a new one.

    To the templates it is one form: its fields and what is wrong with it, whichever section they belong to.
    """

    def __init__(
        self,
        data: QueryDict | None,
        *,
        user: User,
        household: Household | None = None,
        worker: Member | None = None,
        only: str = "",
    ) -> None:
        self.is_new = household is None
        self.data = data
        # Copies: a form writes what was typed into its row, and the head of the page shows the real one.
        rows = {False: copy.copy(household or Household()), True: copy.copy(worker or Member())}
        self.sections: list[SectionForm] = []
        for form in SECTIONS:
            if only in {"", form.key}:
                extra = {"user": user} if form is FilingForm else {}
                kind = NewFilingForm if form is FilingForm and self.is_new else form
                self.sections.append(kind(data, instance=rows[form.of_worker], **extra))

    def __iter__(self) -> Iterator[forms.BoundField]:
        return (field for section in self.sections for field in section)

    def non_field_errors(self) -> list[str]:
        """Return what is wrong with no field in particular."""
        return [str(error) for section in self.sections for error in section.non_field_errors()]

    def is_valid(self) -> bool:
        """Judge every section, so that all that is wrong is said at once."""
        judged = [section.is_valid() for section in self.sections]
        return self.data is not None and all(judged)

    def facts(self, *, of_worker: bool) -> dict[str, Any]:
        """Return what the sections state of the worker, or of the archive."""
        stated: dict[str, Any] = {}
        for section in self.sections:
            if section.of_worker == of_worker:
                stated |= section.facts
        return stated

    @property
    def edits(self) -> list[Edit]:
        """What was changed against what was on the screen."""
        return [section.edit for section in self.sections if section.is_touched]

    def refuse(self, error: DomainError) -> None:
        """Say what a rule refused, beside the field that it names.

        After a conflict has been shown, the person has seen what stands there now, and the next save counts.
        """
        place = next((section for section in self.sections if error.field in section.fields), self.sections[0])
        place.add_error(error.field if error.field in place.fields else None, error.message)
        if isinstance(error, Conflict):
            for section in self.sections:
                section.seen = section.version
