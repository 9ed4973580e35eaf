"""Forms of the policy library: finding documents, entering one, saying what took its place."""

from typing import Any

from django import forms

from assistance.enums import PolicyGroup, PolicyState
from assistance.models import Policy
from assistance.policies import unions_to_publish_for
from assistance.policysets import PolicyQuerySet
from core.files import MAX_BYTES
from core.forms import TidyForm
from households.enums import Category, Cause, Level, Need
from households.forms.sections import RowForm
from organizations.choosing import UnionField
from organizations.enums import Department
from organizations.models import User

TWO_LINES = forms.Textarea(attrs={"rows": 2})


class PolicyFilter(TidyForm, forms.Form):
    """Which documents: by words, shelf, department and whether they hold; all of it lives in the URL."""

    words = forms.CharField(label="查找", max_length=60, required=False)
    group = forms.ChoiceField(label="分类", choices=[("", "全部分类"), *PolicyGroup.choices], required=False)
    department = forms.ChoiceField(label="部门", choices=[("", "全部部门"), *Department.choices], required=False)
    state = forms.ChoiceField(choices=[("", "全部"), *PolicyState.choices], required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label or "状态"
        self.fields["words"].widget.attrs |= {"placeholder": "名称、文号、发文单位、正文", "type": "search"}

    def choice(self, name: str) -> str:
        """Return what was chosen; nonsense in the URL is nothing chosen."""
        self.is_valid()
        return self.cleaned_data.get(name) or ""

    def narrow(self, policies: PolicyQuerySet) -> PolicyQuerySet:
        """Apply what was chosen."""
        asked = {name: self.choice(name) for name in ("group", "department") if self.choice(name)}
        found = policies.filter(**asked)
        if words := self.choice("words"):
            found = found.matching(words)
        return found.in_state(self.choice("state"))


def ticks(label: str, choices: list[tuple[str, str]]) -> forms.MultipleChoiceField:
    """Return a field of several codes to tick; none of them means all."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, help_text="不选为不限。"
    )


class PolicyForm(RowForm):
    """One document: what it is, since when it holds, whom it is for, and what the card says of it."""

    key, title = "policy", "政策文件"
    about = ("union", "group", "title", "number", "issuer", "department", "issued_on", "valid_from", "valid_to")
    whom = ("needs", "causes", "levels", "categories")
    card = ("on_card", "benefit", "how", "contact")
    body = ("file", "text")
    wide = ("title", *whom, "on_card", "benefit", "how", "file", "text")
    union = UnionField(
        None, label="发布范围", to_field_name="code", empty_label="请选择", help_text="在所选工会及其全部下级施行。"
    )
    needs = ticks("针对的困难", Need.choices)
    causes = ticks("致困原因", Cause.choices)
    levels = ticks("建档标准", Level.choices)
    categories = ticks("困难类别", Category.choices)
    file = forms.FileField(
        label="原件",
        required=False,
        help_text=f"PDF，不超过 {MAX_BYTES // 1024 // 1024} MB；再次上传即替换。",
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
    )

    class Meta:
        model = Policy
        fields = (
            *("union", "group", "title", "number", "issuer", "department", "issued_on", "valid_from", "valid_to"),
            *("needs", "causes", "levels", "categories", "on_card", "benefit", "how", "contact", "text"),
        )
        widgets = {"benefit": TWO_LINES, "how": TWO_LINES, "text": forms.Textarea(attrs={"rows": 14})}
        help_texts = {
            "number": "如 总工办〔2016〕36号；没有文号的留空。",
            "valid_to": "长期有效的留空。",
            "on_card": "勾选后，符合条件的职工家庭打印明白卡时列出本文件。",
            "benefit": "写给职工看，一两句话说清；印入明白卡的必填。",
            "how": "写给职工看：带什么、到哪里、找谁办。",
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = unions_to_publish_for(user)  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["union"] = self.instance.union.code

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the headings of the page."""
        heads = (("文件", self.about), ("适用对象", self.whom), ("明白卡", self.card), ("正文", self.body))
        return [(head, [self[name] for name in names]) for head, names in heads]

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts.items() if name != "file"}


class PolicyChoice(forms.ModelChoiceField):
    """A document by title and number."""

    def label_from_instance(self, policy: Any) -> str:
        """Write the title with its number, and since when it holds."""
        number = f"（{policy.number}）" if policy.number else ""
        return f"{policy.title}{number} {policy.valid_from:%Y-%m-%d} 起"


class SupersedeForm(TidyForm, forms.Form):
    """Which document took the place of one."""

    successor = PolicyChoice(Policy.objects.none(), label="被何文件取代", empty_label="请选择")

    def __init__(self, *args: Any, policy: Policy, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Policy.objects.visible_to(user).holding_for(policy.union).exclude(pk=policy.pk)
        self.fields["successor"].queryset = others.for_list()  # type: ignore[attr-defined]
