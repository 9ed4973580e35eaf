"""What the list of grievances can be narrowed to; every choice lives in the URL."""

from typing import Any

from django import forms

from audits.grievances.counts import FURTHER, TO_ACCEPT, TO_DECIDE, condition
from audits.grievances.enums import Channel, GrievanceCategory, GrievanceStatus
from audits.grievances.querysets import GrievanceQuerySet
from core import clock
from organizations.models import User
from pairing.filters import RegionFilter

FIRST_YEAR = 2017
STATES = [
    ("", "全部状态"),
    (TO_ACCEPT, "待我受理"),
    (TO_DECIDE, "待我复查"),
    *GrievanceStatus.choices,
    *FURTHER,
]


class GrievanceFilter(RegionFilter):
    """Grievances by state, category, channel, union, number; the own ones; those of a year, as the statistics count."""

    state = forms.ChoiceField(label="状态", choices=STATES, required=False)
    category = forms.ChoiceField(label="类别", choices=[("", "全部类别"), *GrievanceCategory.choices], required=False)
    channel = forms.ChoiceField(label="渠道", choices=[("", "全部渠道"), *Channel.choices], required=False)
    year = forms.TypedChoiceField(label="收到年度", coerce=int, required=False)
    q = forms.CharField(label="编号", max_length=10, required=False)
    mine = forms.BooleanField(label="我承办的", required=False)
    own = forms.BooleanField(required=False, widget=forms.HiddenInput)
    field_order = ("state", "category", "channel", "union", "year", "q", "mine", "own")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        years = range(clock.today().year, FIRST_YEAR - 1, -1)
        self.fields["year"].choices = [("", "全部年度"), *((year, f"{year} 年") for year in years)]  # type: ignore[attr-defined]

    def narrow(self, found: GrievanceQuerySet) -> GrievanceQuerySet:
        """Apply what was chosen."""
        if self.place:
            path = "union__path" if self.choice("own") else "union__path__startswith"
            found = found.filter(**{path: self.place.path})
        for name, lookup in (
            ("category", "category"),
            ("channel", "channel"),
            ("year", "received_at__year"),
            ("q", "number__contains"),
        ):
            if chosen := self.choice(name):
                found = found.filter(**{lookup: chosen})
        if self.choice("mine"):
            found = found.filter(owner=self.user)
        state = self.choice("state") or ""
        if state in (TO_ACCEPT, TO_DECIDE):
            return found.to_accept(self.user) if state == TO_ACCEPT else found.to_decide(self.user)
        return found.filter(condition(state))
