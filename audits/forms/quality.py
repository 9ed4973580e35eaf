"""What faults and waivers can be narrowed to, and the form of a waiver."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from audits.quality.catalogue import RULES
from audits.quality.enums import Group, Severity
from audits.quality.querysets import FaultQuerySet, WaiverQuerySet
from core import clock
from core.forms import LongSelect, TidyForm
from households.querysets import GRANTED_ROLES
from organizations.enums import SUBTREE_ROLES
from organizations.models import User
from pairing.filters import HelperFilter, RegionFilter
from pairing.models import Pairing

STANDING, WAIVED, GONE = "standing", "waived", "gone"
STATES = [(STANDING, "待处理"), (WAIVED, "例外"), (GONE, "已消除")]
GROUPED = [
    (str(group.label), [(rule.code, rule.title) for rule in RULES if rule.group == group])
    for group in Group
    if any(rule.group == group for rule in RULES)
]


class FaultFilter(HelperFilter):
    """Which faults: in which state, of which part, rule and severity, of which union and cadre, found since when."""

    state = forms.ChoiceField(label="状态", choices=STATES, required=False)
    severity = forms.ChoiceField(label="程度", choices=[("", "全部"), *Severity.choices], required=False)
    part = forms.ChoiceField(label="类别", choices=[("", "全部"), *Group.choices], required=False)
    rule = forms.ChoiceField(label="规则", choices=[("", "全部规则"), *GROUPED], required=False, widget=LongSelect)
    since = forms.DateField(label="发现日期起", required=False)
    q = forms.CharField(label="职工姓名", max_length=60, required=False)
    own = forms.BooleanField(required=False, widget=forms.HiddenInput)
    unpaired = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        if not user.scope.has(*SUBTREE_ROLES):
            del self.fields["union"]

    @property
    def state_chosen(self) -> str:
        return self.choice("state") or STANDING

    @property
    def paths(self) -> Sequence[str]:
        """The tree paths that hold all that is listed; none where archives were granted, wherever they lie."""
        if place := self.place:
            return (place.path,)
        return () if self.user.scope.has(*GRANTED_ROLES) else self.user.scope.prefixes()

    @property
    def rules_chosen(self) -> list[str] | None:
        """The codes that part, severity and rule leave, None for all."""
        rule, part, severity = (self.choice(name) for name in ("rule", "part", "severity"))
        if not (rule or part or severity):
            return None
        return [
            one.code
            for one in RULES
            if rule in ("", one.code) and part in ("", one.group) and severity in ("", one.severity)
        ]

    def narrow(self, faults: FaultQuerySet) -> FaultQuerySet:
        """Apply what was chosen."""
        faults = {STANDING: faults.standing, WAIVED: faults.waived, GONE: faults.gone}[self.state_chosen]()
        if (codes := self.rules_chosen) is not None:
            faults = faults.filter(rule__in=codes)
        if place := self.place:
            faults = faults.filter(union_path=place.path) if self.choice("own") else faults.within(place)
        if since := self.choice("since"):
            faults = faults.filter(found_on__gte=since)
        if name := self.choice("q"):
            faults = faults.filter(household__head_name__contains=name)
        return self._of_helper(faults)

    def _of_helper(self, faults: FaultQuerySet) -> FaultQuerySet:
        if person := self.person:
            helped = Pairing.objects.responsible().active().filter(cadre=person).values("household")
            return faults.filter(household__in=helped)
        if self.choice("unpaired"):
            helped = Pairing.objects.responsible().active().values("household")
            return faults.exclude(household__in=helped)
        return faults


class WaiverForm(TidyForm, forms.Form):
    """Why a fault is right, and until when that is believed."""

    reason = forms.CharField(
        label="理由", max_length=200, widget=forms.TextInput(attrs={"placeholder": "核对了什么，为什么数据没有错"})
    )
    until = forms.DateField(label="有效期至")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = clock.today()
        usual = {"until": today + datetime.timedelta(days=settings.QUALITY_WAIVER_DAYS)}
        super().__init__(*args, **{"initial": usual, **kwargs})
        last = today + datetime.timedelta(days=settings.QUALITY_WAIVER_MOST_DAYS)
        self.fields["until"].widget.attrs |= {"min": today.isoformat(), "max": last.isoformat()}


SOON, VALID, OVER = "soon", "valid", "over"


class WaiverFilter(RegionFilter):
    """Which waivers: of which union, valid or running out or over; the first choice is what holds unasked."""

    state = forms.ChoiceField(
        label="状态",
        choices=[(VALID, "有效"), (SOON, f"{settings.QUALITY_WAIVER_SOON_DAYS} 天内到期"), (OVER, "已到期或撤销")],
        required=False,
    )

    @property
    def state_chosen(self) -> str:
        return self.choice("state") or VALID

    def narrow(self, waivers: WaiverQuerySet) -> WaiverQuerySet:
        """Apply what was chosen."""
        if place := self.place:
            waivers = waivers.filter(fault__union_path__startswith=place.path)
        if self.state_chosen == SOON:
            return waivers.running_out(settings.QUALITY_WAIVER_SOON_DAYS)
        return waivers.over() if self.state_chosen == OVER else waivers.valid()
