"""Forms of procedures and their steps."""

from typing import Any

from django import forms

from core import clock
from core.forms import AmountField, TidyForm
from organizations.choosing import UnionChoice
from organizations.enums import SUBTREE_ROLES, Role
from reviews.enums import BY_AMOUNT, StepKind
from reviews.models import Procedure, Step

ROLES = [(role.value, role.label) for role in Role if role in SUBTREE_ROLES]
WHOLE = 100  # percent


class CopyForm(TidyForm, forms.Form):
    """For which union a procedure is drawn up."""

    union = UnionChoice(None, label="适用范围", empty_label=None, to_field_name="code")

    def __init__(self, *args: Any, unions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = unions  # type: ignore[attr-defined]


class ProcedureForm(TidyForm, forms.ModelForm):
    """What a procedure is called, why it is as it is, and of money from which amount on it is for."""

    class Meta:
        model = Procedure
        fields = ["name", "amount_from", "note"]
        field_classes = {"amount_from": AmountField}  # noqa: RUF012 - as Django types it
        help_texts = {"amount_from": "金额达到此数的用本程序；0 表示不论金额。"}  # noqa: RUF012 - as Django types it
        widgets = {"note": forms.Textarea({"rows": 2})}  # noqa: RUF012 - as Django types it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.subject not in BY_AMOUNT:
            del self.fields["amount_from"]


class PublishForm(TidyForm, forms.Form):
    """From which day on."""

    valid_from = forms.DateField(label="执行日期", initial=clock.today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].widget.attrs |= {"min": f"{clock.today():%Y-%m-%d}"}


class StepForm(TidyForm, forms.ModelForm):
    """One step; what only another kind of step has is left out of account."""

    class Meta:
        model = Step
        fields = ["kind", "name", "level", "role", "work_days", "notice_days", "quorum", "pass_percent"]
        help_texts = {  # noqa: RUF012 - as Django types it
            "level": "由申请单位或其上级中这一层级的工会办理。",
            "work_days": "从轮到本环节起算；公示环节另加公示期。",
            "notice_days": "只用于公示环节。",
            "quorum": "只用于评议环节，少于这个人数评议无效。",
            "pass_percent": "只用于评议环节；50 表示同意票须过半数。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(
            label="办理角色", choices=ROLES, widget=forms.Select({"class": "form-select"})
        )
        for name in ("notice_days", "quorum", "pass_percent"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        """Ask a notice for its days and an appraisal for its quorum, and nobody else."""
        found = super().clean() or {}
        kind = found.get("kind")
        self._only_for(kind, StepKind.NOTICE, "notice_days", "公示环节须填写公示期（工作日）。")
        self._only_for(kind, StepKind.APPRAISE, "quorum", "评议环节须填写最少到会人数。")
        if kind != StepKind.APPRAISE or found.get("pass_percent") is None:
            found["pass_percent"] = Step._meta.get_field("pass_percent").default
        if kind == StepKind.APPLY and found.get("role") != Role.OFFICER:
            self.add_error("role", "申请由经办人员提交，请选经办。")
        if found["pass_percent"] >= WHOLE:
            self.add_error("pass_percent", "应小于 100：全体同意也不能超过百分之百。")
        if found.get("work_days") == 0:
            self.add_error("work_days", "办理时限至少 1 个工作日。")
        return found

    def _only_for(self, kind: str | None, own: StepKind, name: str, missing: str) -> None:
        if kind != own:
            self.cleaned_data[name] = 0
        elif not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, missing)
