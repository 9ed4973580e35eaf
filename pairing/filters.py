"""Filters of the lists of what is due and of cadres; all live in the URL."""

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q
from django.http import QueryDict

from core.forms import TidyForm
from organizations.choosing import UnionChoice, UnionFilter, unions_in_scope
from organizations.models import Union, User
from pairing.enums import PairingKind, Rank, UnitKind, VisitMethod
from pairing.handoverquerysets import HandoverQuerySet
from pairing.models import Cadre, Visit
from pairing.querysets import (
    CadreQuerySet,
    HelpingUnitQuerySet,
    PairingQuerySet,
    VisitQuerySet,
    is_overdue,
    regions_seen_by,
)

OVERDUE, SOON, ALL, KEPT, NEVER = "overdue", "soon", "all", "kept", "never"
STATES = [
    (OVERDUE, "已逾期"),
    (SOON, f"{settings.VISIT_DUE_SOON_DAYS} 天内到期"),
    (KEPT, "按期"),
    (NEVER, "从未入户"),
    (ALL, "全部"),
]

LOADS = [("some", "有结对户"), ("none", "无结对户"), ("full", "已到上限")]


def in_state(pairings: PairingQuerySet, state: str) -> PairingQuerySet:
    """Narrow pairings that know what is due to those in a state of STATES; nonsense is all of them."""
    match state:
        case "overdue":
            return pairings.overdue()
        case "soon":
            return pairings.due_soon()
        case "kept":
            return pairings.exclude(is_overdue())
        case "never":
            return pairings.filter(last_home_on__isnull=True)
    return pairings


class RegionFilter(TidyForm, forms.Form):
    """A union of the user's scope, which stands for everything below it."""

    union = UnionChoice(None, label="工会", required=False, empty_label="全部工会", to_field_name="code")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = self.data.get("union", "")
        self.fields["union"].queryset = regions_seen_by(user, asked=asked)  # type: ignore[attr-defined]

    def choice(self, name: str) -> Any:
        """Return what was chosen; nonsense in the URL is nothing chosen."""
        self.is_valid()
        return self.cleaned_data.get(name)

    @property
    def place(self) -> Union | None:
        return self.choice("union")


class HelperFilter(RegionFilter):
    """A union, and perhaps one cadre of it, whom a link names."""

    helper: forms.ModelChoiceField[Any] = forms.ModelChoiceField(None, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["helper"].queryset = Cadre.objects.visible_to(user)  # type: ignore[attr-defined]

    @property
    def person(self) -> Cadre | None:
        return self.choice("helper")


class DueFilter(HelperFilter):
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
        if person := self.person:
            pairings = pairings.filter(cadre=person)
        return in_state(pairings, self.state_chosen).most_urgent_first()


class CadreFilter(RegionFilter):
    """Cadres by union, name, rank, how many households they have, and whether they are in office."""

    q = forms.CharField(label="姓名", max_length=60, required=False)
    rank = forms.ChoiceField(label="职级", choices=[("", "全部职级"), *Rank.choices], required=False)
    load = forms.ChoiceField(label="结对", choices=[("", "不限"), *LOADS], required=False)
    left = forms.BooleanField(label="含不在任", required=False)

    def narrow(self, cadres: CadreQuerySet) -> CadreQuerySet:
        """Apply what was chosen."""
        if not self.choice("left"):
            cadres = cadres.active()
        if self.place:
            cadres = cadres.filter(union__path__startswith=self.place.path)
        if name := self.choice("q"):
            cadres = cadres.filter(name__contains=name)
        if rank := self.choice("rank"):
            cadres = cadres.filter(rank=rank)
        match self.choice("load"):
            case "some":
                return cadres.helping()
            case "none":
                return cadres.idle()
            case "full":
                return cadres.full()
        return cadres


class UnitFilter(RegionFilter):
    """Helping units by union, kind, and whether they help somebody."""

    kind = forms.ChoiceField(label="类型", choices=[("", "全部类型"), *UnitKind.choices], required=False)

    def narrow(self, units: HelpingUnitQuerySet) -> HelpingUnitQuerySet:
        """Apply what was chosen."""
        if self.place:
            units = units.filter(union__path__startswith=self.place.path)
        if kind := self.choice("kind"):
            units = units.filter(kind=kind)
        return units


class SuggestionFilter(RegionFilter):
    """For which union cadres are proposed, and as what."""

    kind = forms.ChoiceField(label="结对关系", choices=PairingKind.choices, required=False)

    @property
    def kind_chosen(self) -> PairingKind:
        return PairingKind(self.choice("kind") or PairingKind.RESPONSIBLE)


class StationFilter(RegionFilter):
    """Stations by union and words."""

    q = forms.CharField(label="名称或地址", max_length=60, required=False)


WAITING, MINE, DONE = "waiting", "mine", "done"


class HandoverFilter(RegionFilter):
    """Hand-overs by union, name, and whether they are acknowledged."""

    state = forms.ChoiceField(
        label="确认",
        choices=[("", "全部"), (WAITING, "未确认"), (MINE, "待我确认"), (DONE, "已确认")],
        required=False,
    )
    q = forms.CharField(label="干部姓名", max_length=60, required=False)

    def narrow(self, found: HandoverQuerySet, user: User) -> HandoverQuerySet:
        """Apply what was chosen."""
        state = self.choice("state")
        if state in (WAITING, MINE):
            found = found.waiting()
        if state == MINE:
            found = found.filter(taker__user=user)
        if state == DONE:
            found = found.filter(acknowledged_at__isnull=False)
        if place := self.place:
            below = Q(giver__union__path__startswith=place.path) | Q(taker__union__path__startswith=place.path)
            found = found.filter(below)
        if name := self.choice("q"):
            found = found.filter(Q(giver__name__contains=name) | Q(taker__name__contains=name))
        return found


class VisitFilter(django_filters.FilterSet):
    """What the list of visits is narrowed to."""

    archive = django_filters.CharFilter(label="档案编号", field_name="household__archive_no", max_length=15)
    union = UnionFilter(label="建档单位及下级", queryset=Union.objects.none(), to_field_name="code", method="in_union")
    method = django_filters.ChoiceFilter(label="走访方式", choices=VisitMethod.choices)
    since = django_filters.DateFilter(label="走访日期起", field_name="on", lookup_expr="gte")
    until = django_filters.DateFilter(label="走访日期止", field_name="on", lookup_expr="lte")

    class Meta:
        model = Visit
        fields: list[str] = []

    def __init__(self, query: QueryDict, visits: VisitQuerySet, *, user: User) -> None:
        super().__init__(query, visits)
        self.filters["union"].queryset = unions_in_scope(user, asked=query.get("union", ""))

    def in_union(self, visits: VisitQuerySet, name: str, union: Union) -> VisitQuerySet:
        """Narrow to the visits of a union's subtree."""
        return visits.filter(household__union_path__startswith=union.path)
