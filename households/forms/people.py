"""The form of a family member."""

from typing import Any, ClassVar

from django import forms

from core import clock
from core.forms import TidyForm
from households.enums import Departure, Relation
from households.forms.sections import IDENTITY_HELP, PersonForm, money_fields
from households.models import Member
from organizations.enums import Number

GROUPS: dict[str, str] = {
    "基本情况": "relation name identity_no sex birth_date ethnicity politics marriage hukou phone other_contact",
    "健康与医保": "health insurance disability disability_grade",
    "学习和工作": (
        "position monthly_income workplace education school_year school_length workplace_kind workplace_state industry "
        "started_work_on contract_on contract_term model_worker"
    ),
    "备注": "remark",
}


class MemberForm(PersonForm):
    """One person beside the worker."""

    key, title = "member", "家庭成员"
    labels_here: ClassVar[dict[str, str]] = {
        "relation": "与职工关系",
        "monthly_income": "月收入（元）",
        "contract_on": "合同签订（入伍）",
    }

    class Meta:
        model = Member
        fields = " ".join(GROUPS.values()).split()
        field_classes = money_fields("monthly_income")
        help_texts = {
            "identity_no": IDENTITY_HELP,
            "position": "在岗、在校、务农等。",
            "school_year": "在校的填写，如 2024。",
            "school_length": "几年制。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [choice for choice in Relation.choices if choice[0] != Relation.SELF]
        self.fields["relation"].choices = [("", "请选择"), *others]  # type: ignore[attr-defined]

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under the headings of the form."""
        return [(title, [self[name] for name in names.split()]) for title, names in GROUPS.items()]


class DepartureForm(TidyForm, forms.Form):
    """When a member left the household, and why."""

    departed_on = forms.DateField(label="离户日期")
    departed_why = forms.ChoiceField(label="离户原因", choices=Departure.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["departed_on"].widget.attrs["max"] = clock.today().isoformat()


class RevealForm(forms.Form):
    """Which number of which person is asked for; a card belongs to the archive."""

    number = forms.ChoiceField(choices=Number.choices)
    member = forms.IntegerField(required=False)
