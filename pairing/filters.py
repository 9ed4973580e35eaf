"""Filters of the lists of what is due and of cadres; all live in the URL."""

from typing import Any

from django import forms
from django.conf import settings

from core.forms import TidyForm
from organizations.choosing import UnionChoice
from organizations.models import Union, User
from pairing.enums import VisitMethod
from pairing.querysets import CadreQuerySet, PairingQuerySet, RegionalQuerySet, regions_seen_by

OVERDUE, SOON, ALL = "overdue", "soon", "all"
STATES = [(OVERDUE, "已逾期"), (SOON, f"{settings.VISIT_DUE_SOON_DAYS} 天内到期"), (ALL, "全部")]


def in_state(pairings: PairingQuerySet, state: str) -> PairingQuerySet:
    """Narrow pairings that know what is due to the overdue ones, to those due soon, or not at all."""
    if state == OVERDUE:
        return pairings.overdue()
    return pairings.due_soon() if state == SOON else pairings


class RegionFilter(TidyForm, forms.Form):
    """A union of the user's scope, which stands for everything below it."""

    union = UnionChoice(None, label="工会", required=False, empty_label="全部工会", to_field_name="code")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = regions_seen_by(user)  # type: ignore[attr-defined]

    def choice(self, name: str) -> Any:
        """Return what was chosen; nonsense in the URL is nothing chosen."""
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def place(self) -> Union | None:
        return self.choice("union")


class DueFilter(RegionFilter):
    """Which visits are due: of which union, which cadre, by which method, how urgent."""

    state = forms.ChoiceField(label="期限", choices=STATES, required=False)
    method = forms.ChoiceField(label="方式", choices=[("", "入户或电话"), *VisitMethod.choices[:2]], required=False)
    cadre = forms.CharField(label="帮扶干部", max_length=60, required=False)

    @property
    def state_chosen(self) -> str:
        return self.choice("state") or OVERDUE

    def narrow(self, pairings: PairingQuerySet) -> PairingQuerySet:
        """Apply what was chosen, most urgent first."""
        pairings = pairings.with_due(self.choice("method") or "")
        if self.place:
            pairings = pairings.filter(household__union_path__startswith=self.place.path)
        if name := self.choice("cadre"):
            pairings = pairings.filter(cadre__name__contains=name)
        return in_state(pairings, self.state_chosen).most_urgent_first()


class CadreFilter(RegionFilter):
    """Cadres by union, name, and whether they are in office."""

    q = forms.CharField(label="姓名", max_length=60, required=False)
    left = forms.BooleanField(label="含不在任", required=False)

    def narrow(self, cadres: CadreQuerySet) -> RegionalQuerySet:
        """Apply what was chosen."""
        if not self.choice("left"):
            cadres = cadres.active()
        if self.place:
            cadres = cadres.filter(union__path__startswith=self.place.path)
        if name := self.choice("q"):
            cadres = cadres.filter(name__contains=name)
        return cadres
