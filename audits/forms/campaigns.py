"""The form by which a 专项行动 begins."""

import datetime
from typing import Any

from django import forms

from audits.enums import ClearBy
from core import clock
from core.forms import TidyForm
from households.enums import Level
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
        super().__init__(*args, initial=usual, **kwargs)
        own = Union.objects.active().filter(user.scope.subtree("path", [Role.OFFICER]))
        self.fields["union"].queryset = own.exclude(kind__in=[UnionKind.GRASSROOTS, UnionKind.TOWNSHIP])  # type: ignore[attr-defined]
