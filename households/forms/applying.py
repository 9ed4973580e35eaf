"""The pages on which a worker applies: one form a step, few questions, words that need no explanation."""

from typing import Any, ClassVar

from django import forms

from core.forms import TidyForm
from households.enums import AttachmentKind, Relation
from households.forms.applications import clean_name, clean_tail
from households.forms.attachments import papers_field
from households.forms.household import CausesForm
from households.forms.sections import PersonForm, money_fields
from households.models import Household, Member

MOST_MEMBERS = 10
TEXT_AREA = {"rows": 5, "placeholder": "家里有什么困难，从什么时候开始，花费多少，希望工会帮助什么。"}
# Who reads forms on a phone picks the kind of a paper among these.
PAPERS = (
    AttachmentKind.IDENTITY,
    AttachmentKind.HOUSEHOLD_BOOK,
    AttachmentKind.APPLICATION,
    AttachmentKind.INCOME,
    AttachmentKind.HARDSHIP,
    AttachmentKind.MEDICAL,
    AttachmentKind.SCHOOLING,
    AttachmentKind.DISABILITY,
    AttachmentKind.LOW_INCOME,
    AttachmentKind.CONTRACT,
    AttachmentKind.SINGLE_PARENT,
    AttachmentKind.OTHER,
)


class EnterForm(TidyForm, forms.Form):
    """The code, and what its holder knows besides."""

    code = forms.CharField(
        label="申请码",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text="在工会发放的申请码单上，12 位，不分大小写。",
    )
    phone_tail = forms.CharField(
        label="手机号后四位",
        max_length=8,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text="领取申请码时登记的手机号。",
    )

    def clean_phone_tail(self) -> str:
        """Judge the four digits."""
        return clean_tail(self.cleaned_data["phone_tail"])


class ApplyWorkerForm(PersonForm):
    """The worker; the name stands on the code."""

    key, title = "worker", "本人情况"
    labels_here: ClassVar[dict[str, str]] = {
        "position": "工作状态",
        "workplace": "工作单位",
        "monthly_income": "本人月收入（元）",
    }

    class Meta:
        model = Member
        fields = (
            "identity_no",
            "phone",
            "ethnicity",
            "marriage",
            "hukou",
            "health",
            "disability",
            "position",
            "workplace",
            "monthly_income",
        )
        field_classes = money_fields("monthly_income")
        help_texts = {"disability": "有残疾证的填写。", "position": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["identity_no"].required = self.fields["phone"].required = True


class ApplyMemberForm(PersonForm):
    """Somebody who lives with the worker."""

    key, title = "members", "家庭成员"
    labels_here: ClassVar[dict[str, str]] = {
        "relation": "是我的",
        "monthly_income": "月收入（元）",
        "position": "现在",
    }

    class Meta:
        model = Member
        fields = ("relation", "name", "identity_no", "birth_date", "health", "position", "workplace", "monthly_income")
        field_classes = money_fields("monthly_income")
        help_texts = {"position": "在岗、上学、务农等。", "identity_no": "没有的不填。"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [choice for choice in Relation.choices if choice[0] != Relation.SELF]
        self.fields["relation"].choices = [("", "请选择"), *others]  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Judge the name."""
        return clean_name(self.cleaned_data["name"])


class MembersBase(forms.BaseFormSet):
    """All who live with the worker; rows left empty are nobody."""

    def clean(self) -> None:
        """Refuse one number twice."""
        stated = [form.cleaned_data for form in self.forms if form.has_changed() and form.is_valid()]
        given = [facts["identity_no"] for facts in stated if facts["identity_no"]]
        if len(given) != len(set(given)):
            raise forms.ValidationError("有两名家庭成员的身份证号相同，请核对。")


MembersForm = forms.formset_factory(
    ApplyMemberForm, formset=MembersBase, extra=0, max_num=MOST_MEMBERS, absolute_max=MOST_MEMBERS
)


class ApplyFamilyForm(CausesForm):
    """The family's home and income, and its hardship in the worker's own words."""

    key, title = "family", "家庭与困难"
    wide: ClassVar[tuple[str, ...]] = ("address", "secondary_causes", "cause_text")  # type: ignore[misc,assignment]
    labels_here: ClassVar[dict[str, str]] = {
        "annual_income": "全家一年总收入（元）",
        "other_income": "其中工资以外的（元）",
        "main_cause": "主要困难",
        "secondary_causes": "其他困难",
        "other_cause": "选“其他”的说明",
        "cause_text": "困难情况",
        "is_single_parent": "单亲（离异或丧偶，带有小孩）",
        "is_migrant": "农民工",
        "is_jobless": "家里没有人就业",
        "has_low_income_aid": "正在享受低保",
    }

    class Meta:
        model = Household
        fields = (
            "address",
            "housing",
            "annual_income",
            "other_income",
            "has_low_income_aid",
            "is_single_parent",
            "is_migrant",
            "is_jobless",
            "main_cause",
            "other_cause",
            "secondary_causes",
            "cause_text",
        )
        field_classes = money_fields("annual_income", "other_income")
        widgets = {"cause_text": forms.Textarea(attrs=TEXT_AREA)}
        help_texts = {"cause_text": "500 字以内。"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("address", "annual_income", "cause_text"):
            self.fields[name].required = True


class PromiseForm(TidyForm, forms.Form):
    """What the worker promises before handing in."""

    promise = forms.BooleanField(
        label="我承诺以上内容属实，同意工会核实家庭情况；如有虚假，愿意承担责任并退回帮扶款物。",
        error_messages={"required": "请阅读并勾选承诺后再提交。"},
    )


class PapersForm(TidyForm, forms.Form):
    """Papers, as photos from a phone."""

    kind = forms.ChoiceField(label="材料", choices=[("", "请选择"), *((kind.value, kind.label) for kind in PAPERS)])
    papers = papers_field(label="照片或 PDF", help_text="每次合计不超过 10 MB。")


class StandingForm(TidyForm, forms.Form):
    """What one needs to ask how an application stands."""

    archive_no = forms.CharField(
        label="档案编号",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text="15 位数字。",
    )
    code = forms.CharField(
        label="查询码", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    )
