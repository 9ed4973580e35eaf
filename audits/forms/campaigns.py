"""The forms by which a 专项行动 begins and is corrected."""

import datetime
from typing import Any

from django import forms

from audits.actions.campaign_corrections import CORRECTED, FIRST_DAY, version
from audits.enums import ClearBy
from audits.models import Campaign
from core import clock
from core.forms import TidyForm
from households.enums import Level
from households.history import values_of
from organizations.choosing import UnionField
from organizations.enums import Role, UnionKind
from organizations.models import Union, User
from pairing.enums import VisitMethod

USUAL_DAYS = 90


class CampaignForm(TidyForm, forms.Form):
    """A campaign over a union, over some levels or all, and what counts in it."""

    union = UnionField(None, label="组织单位", to_field_name="code", empty_label="请选择")
    name = forms.CharField(label="名称", max_length=60, help_text="如 2020 年困难职工家庭“户户清”行动。")
    starts_on = forms.DateField(label="开始日期", help_text="此日起的走访、困难、措施、任务计入。")
    ends_on = forms.DateField(label="截止日期")
    levels = forms.MultipleChoiceField(
        label="建档标准",
        choices=Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选为全部。",
    )
    visit_methods = forms.MultipleChoiceField(
        label="计入走访的方式", choices=VisitMethod.choices, widget=forms.CheckboxSelectMultiple
    )
    visits_wanted = forms.IntegerField(label="每户至少走访次数", min_value=1, max_value=50)
    clear_by = forms.ChoiceField(
        label="六清认定",
        choices=ClearBy.choices,
        widget=forms.RadioSelect,
        help_text="选干部确认或县级核查的，确认有效期间才计为清。",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        today = clock.today()
        usual = {"starts_on": today, "ends_on": today + datetime.timedelta(days=USUAL_DAYS), "visits_wanted": 1}
        usual |= {"visit_methods": [VisitMethod.HOME], "clear_by": ClearBy.COMPUTED, "union": user.union.code}
        super().__init__(*args, initial=usual | kwargs.pop("initial", {}), **kwargs)
        own = Union.objects.active().filter(user.scope.subtree("path", [Role.OFFICER]))
        self.fields["union"].queryset = own.exclude(kind__in=[UnionKind.GRASSROOTS, UnionKind.TOWNSHIP])  # type: ignore[attr-defined]


class CampaignCorrectionForm(CampaignForm):
    """What may be corrected of an open campaign: after its first day its name and days alone; and why."""

    reason = forms.CharField(
        label="更正原因", max_length=200, help_text="与更正前后的内容一起，留在专项行动页面的“更正记录”里。"
    )

    def __init__(self, *args: Any, user: User, campaign: Campaign, **kwargs: Any) -> None:
        self.campaign = campaign
        stands = values_of(campaign, CORRECTED) | {"union": campaign.union.code}
        if set(campaign.levels) == set(Level.values):
            stands["levels"] = []
        super().__init__(*args, user=user, initial=stands, **kwargs)
        self.fields["starts_on"].help_text = self.fields["ends_on"].help_text = ""
        self.is_fresh = campaign.is_fresh
        for name in () if self.is_fresh else FIRST_DAY:
            del self.fields[name]
        self.seen = str(self.data.get("seen", "")) if self.is_bound else self.version

    @property
    def version(self) -> str:
        """The version of the campaign as it stands."""
        return version(self.campaign)
