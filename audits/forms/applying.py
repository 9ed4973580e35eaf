"""What is asked when somebody applies for something that a review decides about a household."""

from typing import Any

from django import forms

from audits.enums import CancelCause, ExitChannel
from audits.models import ExitRule
from core.forms import TidyForm
from households.enums import Level
from households.filters import category_choices
from households.models import Household
from reviews.enums import Subject

WORDS = forms.Textarea(attrs={"rows": 3})


class ApplyForm(TidyForm, forms.Form):
    """The words that go with any application."""

    wide: tuple[str, ...] = ("note",)
    note = forms.CharField(label="说明", max_length=300, required=False, widget=WORDS)

    def __init__(self, *args: Any, household: Household, rule: ExitRule | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.begin(household, rule)
        self.order_fields([name for name in self.fields if name != "note"] + ["note"])

    def begin(self, household: Household, rule: ExitRule | None) -> None:
        """Fill in what follows from the household and the rule."""


class ExitForm(ApplyForm):
    """What lifted the household out, how long it tapers, and what aid goes on meanwhile."""

    wide = ("channel", "taper_aid", "note")
    channel = forms.ChoiceField(label="退出渠道", choices=ExitChannel.choices, widget=forms.RadioSelect)
    taper_months = forms.IntegerField(label="渐退期（月）", min_value=0, max_value=36, help_text="0 表示不设渐退期。")
    taper_aid = forms.CharField(
        label="保留的帮扶",
        max_length=200,
        required=False,
        help_text="渐退期内继续给予的帮扶，如 医疗互助、金秋助学、节日慰问。",
    )

    def begin(self, household: Household, rule: ExitRule | None) -> None:
        self.fields["taper_months"].initial = rule.taper_months if rule else 0


class CancelForm(ApplyForm):
    """Why the archive is cancelled."""

    wide = ("cause", "note")
    cause = forms.ChoiceField(label="注销原因", choices=CancelCause.choices, widget=forms.RadioSelect)


class ChangeForm(ApplyForm):
    """The level and category that the archive is to have."""

    level = forms.ChoiceField(label="建档标准", choices=Level.choices)
    category = forms.ChoiceField(label="困难类别", choices=category_choices)

    def begin(self, household: Household, rule: ExitRule | None) -> None:
        self.fields["level"].initial, self.fields["category"].initial = household.level, household.category


class ReturnForm(ApplyForm):
    """Why a tapering household comes back on file."""

    note = forms.CharField(label="恢复在档的原因", max_length=300, widget=WORDS)


FORMS: dict[str, type[ApplyForm]] = {
    Subject.ENTRY: ApplyForm,
    Subject.EXIT: ExitForm,
    Subject.CANCEL: CancelForm,
    Subject.CHANGE: ChangeForm,
    Subject.RELIEF: ApplyForm,
    Subject.RETURN: ReturnForm,
}
