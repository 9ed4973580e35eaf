"""The forms of the identification rules: copying a version, and changing a draft with its cases and vetoes."""

from collections.abc import Iterator
from typing import Any

from django import forms

from core.forms import TidyForm
from households import codelists
from households.actions.rule_sets import CASE_FACTS, FACTS, VETO_FACTS, rules_version
from households.eligibility.querysets import unions_to_set_rules_for
from households.enums import CATEGORIES, RuleVersion
from households.history import values_of
from households.models import RuleCase, RuleSet
from households.models.rules import INCOME_CHOICES, RIGID_CHOICES
from organizations.choosing import UnionField
from organizations.models import User

WRITTEN = tuple(name for name in FACTS if name != "regime")  # which is that of the version copied
TICKS = forms.CheckboxSelectMultiple
LIMITS = ("upto", "limit", "loss_share")
REFUSED = {one.name: one.violation_error_message or "" for one in RuleCase._meta.constraints}


class CopyRulesForm(TidyForm, forms.Form):
    """For whom the new version is, what it is called, and from which day it is to hold."""

    union = UnionField(None, label="适用地区", to_field_name="code", empty_label="请选择")
    valid_from = forms.DateField(label="执行日期", help_text="发布前可以修改。")
    name = forms.CharField(label="名称", max_length=60)
    note = forms.CharField(label="依据与说明", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = unions_to_set_rules_for(user)  # type: ignore[attr-defined]


class RuleSetForm(TidyForm, forms.ModelForm):
    """The values of a draft that hold for all of its cases."""

    income_kinds = forms.MultipleChoiceField(label="计入收入的项目", choices=INCOME_CHOICES, widget=TICKS)
    idle_positions = forms.MultipleChoiceField(
        label="视为未就业的身份", choices=codelists.POSITION, widget=TICKS, required=False
    )
    serious_illnesses = forms.MultipleChoiceField(
        label="视为重大疾病", choices=codelists.HEALTH, widget=TICKS, required=False
    )

    class Meta:
        model = RuleSet
        fields = WRITTEN
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = rules_version(self.instance)
        self.seen = str(self.data.get("seen", "")) if self.is_bound else self.version

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in WRITTEN}


class RuleCaseForm(TidyForm, forms.ModelForm):
    """One case of a draft."""

    deducted_kinds = forms.MultipleChoiceField(label="扣减的支出", choices=RIGID_CHOICES, widget=TICKS, required=False)

    class Meta:
        model = RuleCase
        fields = CASE_FACTS

    def __init__(self, *args: Any, regime: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories = [(category.value, category.label) for category in CATEGORIES[RuleVersion(regime)]]
        self.fields["category"].choices = [("", "请选择"), *categories]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Say at a field what the database would refuse of the whole case."""
        said: dict[str, Any] = super().clean() or {}
        over, upto = said.get("over"), said.get("upto")
        if over is not None and upto is not None and over >= upto:
            self.add_error("over", REFUSED["rule_case_bounds_forward"])
        elif all(said.get(name) is None and name not in self.errors for name in LIMITS):
            self.add_error("upto", REFUSED["rule_case_limits_something"])
        return said


class VetoRowForm(TidyForm, forms.Form):
    """One item of the negative list."""

    code = forms.SlugField(max_length=24, required=False, widget=forms.HiddenInput)
    label = forms.CharField(label="情形", max_length=120)
    in_force = forms.BooleanField(label="执行", required=False)


class Rows(forms.BaseFormSet):
    """Rows in their order, each to be removed, and an empty one to add another."""

    def rows(self, names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
        """Yield what the rows say that are filled in and not to be removed, by their order."""
        for form in self.ordered_forms:
            if form.has_changed() or form.initial:
                yield {name: form.cleaned_data[name] for name in names}


Cases = forms.formset_factory(RuleCaseForm, formset=Rows, extra=1, can_delete=True, can_order=True, max_num=20)
Vetoes = forms.formset_factory(VetoRowForm, formset=Rows, extra=1, can_delete=True, can_order=True, max_num=40)


class RulesEditor:
    """The whole form of a draft: its values, its cases and its negative list."""

    def __init__(self, data: Any, draft: RuleSet) -> None:
        cases = [values_of(case, CASE_FACTS) for case in draft.cases.all()]
        vetoes = [values_of(veto, VETO_FACTS) for veto in draft.vetoes.all()]
        self.form = RuleSetForm(data, instance=draft)
        self.cases: Any = Cases(data, prefix="case", initial=cases, form_kwargs={"regime": draft.regime})
        self.vetoes: Any = Vetoes(data, prefix="veto", initial=vetoes)
        for number, form in enumerate(self.cases.forms, start=1):
            form.heading = f"认定情形 {number}" if number <= len(cases) else "增加一种情形"
        for number, form in enumerate(self.vetoes.forms, start=1):
            form.heading = f"不予建档的情形 {number}"
        for form in (*self.cases.forms, *self.vetoes.forms):
            form.fields["ORDER"].label, form.fields["DELETE"].label = "顺序", "删除"
            form.fields["ORDER"].widget.attrs["class"] = "form-control"
            form.fields["DELETE"].widget.attrs["class"] = "form-check-input"

    def is_valid(self) -> bool:
        """Check all parts, so that all that is wrong is said at once."""
        return all([self.form.is_valid(), self.cases.is_valid(), self.vetoes.is_valid()])

    @property
    def parts(self) -> list[forms.BaseForm]:
        """The values, each case and each item of the negative list, for the list of what is wrong."""
        return [self.form, *self.cases.forms, *self.vetoes.forms]

    @property
    def stated(self) -> dict[str, Any]:
        """What the form says, as ``edit_rules`` takes it."""
        return {
            "facts": self.form.facts,
            "cases": list(self.cases.rows(CASE_FACTS)),
            "vetoes": list(self.vetoes.rows(VETO_FACTS)),
            "seen": self.form.seen,
        }
