"""The forms of sharing a sample out and of taking interviews in."""

from typing import Any

from django import forms

from audits.forms.verification.projects import PercentField
from audits.models import Verification
from audits.verification.assessors import assessors_of, givers_of
from audits.verification.enums import Round
from audits.verification.progress import COLUMNS
from core.forms import TidyForm
from organizations.models import Agency


class PeopleField(forms.ModelMultipleChoiceField):
    """A choice among assessors, with their accounts, since names repeat."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, person: Any) -> str:
        """Name a person with the account."""
        return f"{person.name}（{person.username}）"


class AssignForm(TidyForm, forms.Form):
    """Who of the agency goes, and how many are asked a second time."""

    assessors = PeopleField(None, label="核查员", error_messages={"required": "请至少选一名核查员。"})
    blind_share = PercentField(label="复访（%）", help_text="由另一核查员再次入户，看不到首访答案。")
    phone_share = PercentField(label="电话回访（%）")

    def __init__(self, *args: Any, verification: Verification, **kwargs: Any) -> None:
        people = assessors_of(verification)
        usual = {"blind_share": verification.blind_share, "phone_share": verification.phone_share}
        super().__init__(*args, initial=usual | {"assessors": people}, **kwargs)
        self.fields["assessors"].queryset = people  # type: ignore[attr-defined]

    def clean_assessors(self) -> list[Any]:
        """Return the people in the order by which the sample is shared out."""
        return list(self.cleaned_data["assessors"])


class ProlongForm(TidyForm, forms.Form):
    """Until when the field work lasts."""

    ends_on = forms.DateField(label="入户截止")


class AgencyChangeForm(TidyForm, forms.Form):
    """Which agency goes on, and why."""

    agency = forms.ModelChoiceField(Agency.objects.none(), label="承接机构", empty_label="请选择")
    reason = forms.CharField(label="原因", max_length=200)

    def __init__(self, *args: Any, verification: Verification, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Agency.objects.in_use().exclude(pk=verification.agency_id)
        self.fields["agency"].queryset = others  # type: ignore[attr-defined]


class PersonField(forms.ModelChoiceField):
    """One assessor, with the account."""

    def label_from_instance(self, person: Any) -> str:
        """Name a person with the account."""
        return f"{person.name}（{person.username}）"


class HandOverForm(TidyForm, forms.Form):
    """Whose unfinished errands go over to whom."""

    giver = PersonField(None, label="移交人", empty_label="请选择", help_text="有未完成任务的核查员。")
    taker = PersonField(None, label="接手人", empty_label="请选择")

    def __init__(self, *args: Any, verification: Verification, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver"].queryset = givers_of(verification)  # type: ignore[attr-defined]
        self.fields["taker"].queryset = assessors_of(verification)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for two people."""
        said = super().clean() or {}
        if said.get("giver") and said.get("giver") == said.get("taker"):
            self.add_error("taker", "接手人须是另一名核查员。")
        return said


class InterviewFilter(TidyForm, forms.Form):
    """What the list of interviews is narrowed to; nonsense narrows to nothing in particular."""

    round = forms.ChoiceField(label="轮次", required=False, choices=[("", "全部"), *Round.choices])
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *((name, label) for name, (label, _) in COLUMNS.items())]
    )
    assessor = forms.CharField(label="核查员", required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assessor"].widget = forms.Select(choices=[("", "全部"), *people], attrs={"class": "form-select"})


class ReturnForm(TidyForm, forms.Form):
    """Why an interview goes back to its assessor."""

    reason = forms.CharField(
        label="退回原因",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="核查员据此补充，请写明哪一题、缺什么。",
    )
