"""What is being typed of a person, and the decision on two archives."""

import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_date

from core import clock
from core.errors import DomainError
from core.forms import TidyForm
from core.identity import birth_date_of, clean_identity_no, normalize_digits
from households.duplicates import Typed
from households.enums import SuspicionStatus
from households.models import DuplicateSuspicion

DECISIONS = [
    (SuspicionStatus.DIFFERENT, "不是同一户，两份档案都保留"),
    (SuspicionStatus.SAME, "重复建档，其中一份须注销"),
]


class TypedForm(forms.Form):
    """Half-typed input; what makes no sense yet is left out, nothing is ever refused."""

    name = forms.CharField(required=False, max_length=60)
    identity_no = forms.CharField(required=False, max_length=40)
    birth_date = forms.CharField(required=False, max_length=20)
    phone = forms.CharField(required=False, max_length=40)
    card_no = forms.CharField(required=False, max_length=60)
    relation = forms.CharField(required=False, max_length=20)
    beside = forms.CharField(required=False, max_length=20)

    def clean_identity_no(self) -> str:
        """Return a whole, right number or nothing."""
        try:
            return clean_identity_no(self.cleaned_data["identity_no"], today=clock.today())
        except DomainError:
            return ""

    @property
    def typed(self) -> Typed:
        """What was typed so far; a birth date that is not given follows from the number."""
        said = self.cleaned_data
        number = said.get("identity_no", "")
        return Typed(
            identity_no=number,
            name=said.get("name", ""),
            birth_date=_day(said.get("birth_date", "")) or birth_date_of(number),
            phone=normalize_digits(said.get("phone", "")).replace("-", ""),
            card_no=normalize_digits(said.get("card_no", "")),
            is_worker="relation" not in self.data,
        )


class DecisionForm(TidyForm, forms.Form):
    """Whether two archives are one family, and how one knows."""

    status = forms.ChoiceField(label="判定", choices=DECISIONS, widget=forms.RadioSelect)
    decision = forms.CharField(
        label="判定依据",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如：已电话核实、已核对两户的户口簿。",
    )

    def __init__(self, *args: Any, suspicion: DuplicateSuspicion, **kwargs: Any) -> None:
        decided = suspicion.status if suspicion.decided_by_id else ""
        super().__init__(*args, initial={"status": decided, "decision": suspicion.decision}, **kwargs)
        self.version = suspicion.status
        self.seen = str(self.data.get("seen", "")) if self.is_bound else self.version


class LiftForm(TidyForm, forms.Form):
    """Why a decision was wrong."""

    lifted_why = forms.CharField(
        label="撤销理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如：核对户口簿后确认是同一户，原判定有误。",
    )


def _day(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
