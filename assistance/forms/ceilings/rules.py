"""The forms of a rule: beginning a version, changing a draft with its cases, and trying one out."""

from collections.abc import Iterator
from typing import Any

from django import forms

from assistance.actions.ceilings.rules import FACTS, LINE_FACTS, rule_version
from assistance.ceilings.calculator import Claim
from assistance.ceilings.enums import Formula, Stage
from assistance.forms.ceilings.items import unions_to_write_for
from assistance.models import AidItem, ItemRule, RuleLine
from core.forms import AmountField, TidyForm
from core.money import ZERO
from households.enums import MAX_PERSONS, Category, Level
from households.history import values_of
from organizations.choosing import UnionField
from organizations.models import User

TICKS = forms.CheckboxSelectMultiple
MONEY = dict.fromkeys(("amount", "floor", "most", "most_year"), AmountField)
NEEDED: dict[str, str] = {Formula.FIXED: "amount", Formula.MONTHS: "months", Formula.SHARE: "share"}


class NewRuleForm(TidyForm, forms.Form):
    """For whom the new version is, from when, and on what ground."""

    union = UnionField(None, label="适用地区", to_field_name="code", empty_label="请选择", help_text="含所辖各级工会。")
    valid_from = forms.DateField(label="执行日期", help_text="发布前可以修改。")
    doc_no = forms.CharField(label="依据文号", max_length=60, required=False)
    note = forms.CharField(label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, user: User, item: AidItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        below = unions_to_write_for(user).filter(path__startswith=item.union.path)
        self.fields["union"].queryset = below  # type: ignore[attr-defined]


class RuleForm(TidyForm, forms.ModelForm):
    """What holds for all cases of a draft."""

    class Meta:
        model = ItemRule
        fields = FACTS
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version = rule_version(self.instance)
        self.seen = str(self.data.get("seen", "")) if self.is_bound else self.version


class LineForm(TidyForm, forms.ModelForm):
    """One case of a draft."""

    categories = forms.MultipleChoiceField(label="困难类别", choices=Category.choices, widget=TICKS, required=False)
    levels = forms.MultipleChoiceField(label="建档标准", choices=Level.choices, widget=TICKS, required=False)
    stages = forms.MultipleChoiceField(label="学段", choices=Stage.choices, widget=TICKS, required=False)

    class Meta:
        model = RuleLine
        fields = LINE_FACTS
        field_classes = MONEY

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["floor"].required = False
        for name in ("categories", "levels", "stages"):
            self.fields[name].help_text = "不选的不限。"

    def clean_floor(self) -> Any:
        """Return no floor as zero."""
        return self.cleaned_data["floor"] or ZERO

    def clean(self) -> dict[str, Any]:
        """Ask for the figure of the formula, and keep no figure of another."""
        cleaned: dict[str, Any] = super().clean() or {}
        needed = NEEDED.get(cleaned.get("formula", ""))
        for name in NEEDED.values():
            if name != needed:
                cleaned[name] = None
            elif not cleaned.get(name) and name not in self.errors:
                self.add_error(name, "请填写所选计算方式的定额、月数或比例。")
        return cleaned


class Lines(forms.BaseFormSet):
    """Cases in their order, each to be removed, and an empty one to add another."""

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield what the cases say that are filled in and not to be removed, by their order."""
        for form in self.ordered_forms:
            if form.has_changed() or form.initial:
                yield {name: form.cleaned_data[name] for name in LINE_FACTS}


LineForms = forms.formset_factory(LineForm, formset=Lines, extra=1, can_delete=True, can_order=True, max_num=20)


class RuleEditor:
    """The whole form of a draft: what holds for all, and its cases."""

    def __init__(self, data: Any, draft: ItemRule) -> None:
        lines = [values_of(line, LINE_FACTS) for line in draft.lines.all()]
        self.form = RuleForm(data, instance=draft)
        self.lines: Any = LineForms(data, prefix="line", initial=lines)
        for number, form in enumerate(self.lines.forms, start=1):
            form.heading = f"发放情形 {number}" if number <= len(lines) else "增加一种情形"
            form.fields["ORDER"].label, form.fields["DELETE"].label = "顺序", "删除"
            form.fields["ORDER"].widget.attrs["class"] = "form-control"
            form.fields["DELETE"].widget.attrs["class"] = "form-check-input"

    def is_valid(self) -> bool:
        """Check all parts, so that all that is wrong is said at once."""
        return all([self.form.is_valid(), self.lines.is_valid()])

    @property
    def parts(self) -> list[forms.BaseForm]:
        """What holds for all, and each case, for the list of what is wrong."""
        return [self.form, *self.lines.forms]

    @property
    def stated(self) -> dict[str, Any]:
        """What the form says, as ``edit_rule`` takes it."""
        facts = {name: self.form.cleaned_data[name] for name in FACTS}
        return {"facts": facts, "lines": list(self.lines.rows()), "seen": self.form.seen}


class TryForm(TidyForm, forms.Form):
    """A made-up case to try a rule out with; nothing of it is kept."""

    category = forms.ChoiceField(label="困难类别", choices=Category.choices, initial=Category.DEEP)
    level = forms.ChoiceField(label="建档标准", choices=Level.choices)
    stage = forms.ChoiceField(label="学段", choices=[("", "不填"), *Stage.choices], required=False)
    persons = forms.IntegerField(label="家庭人口", min_value=1, max_value=MAX_PERSONS, initial=3)
    standard = AmountField(label="当地低保标准（元/人·月）", required=False)
    provincial = AmountField(label="全省低保标准（元/人·月）", required=False)
    self_paid = AmountField(label="票据个人自付（元）", required=False)
    received = AmountField(label="本年已发放（元）", required=False)

    @property
    def claim(self) -> Claim:
        """The case as the calculation takes it."""
        said = self.cleaned_data
        paid = said["self_paid"] or ZERO
        return Claim(
            said["category"],
            said["level"],
            said["persons"],
            stage=said["stage"],
            self_paid=paid,
            bills=1 if paid else 0,
            received=said["received"] or ZERO,
            standard=said["standard"],
            provincial=said["provincial"],
        )
