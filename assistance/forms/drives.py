"""Forms of seasonal actions: what is planned, what is asked of the unions below, and how it ended."""

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from assistance.actions.drives.planning import Quota
from assistance.drives.enums import DriveKind, DriveStatus, TargetState
from assistance.drives.rules import OFFICERS, PLANNERS
from assistance.models import AidDrive, AidItem, DriveQuota, Fund
from assistance.payments.filters import years
from core import clock
from core.forms import AmountField, TidyForm
from core.money import ZERO
from households.forms.sections import SectionForm, money_fields
from organizations.choosing import UnionField
from organizations.models import Union, User
from pairing.filters import RegionFilter

USUAL_DAYS = 60
WORDS = forms.Textarea(attrs={"rows": 6})


class DriveForm(SectionForm):
    """An action as it is planned."""

    key, title = "drive", "专项帮扶活动"
    wide = ("name", "plan")
    labels_here: ClassVar[dict[str, str]] = {"fund": "主要资金来源"}

    class Meta:
        model = AidDrive
        fields = (
            *("kind", "year", "name", "starts_on", "ends_on", "item", "fund"),
            *("planned_households", "planned_amount", "plan"),
        )
        field_classes = money_fields("planned_amount")
        widgets: ClassVar[dict[str, forms.Widget]] = {"plan": WORDS}
        help_texts: ClassVar[dict[str, str]] = {
            "name": "如 2026 年元旦春节送温暖。",
            "item": "决定按户还是按人发放，以及适用的发放标准。",
            "fund": "可不选，编制发放批次时再定。",
            "plan": "对象范围、标准、时间安排、分工和要求。",
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items, funds = AidItem.objects.visible_to(user), Fund.objects.visible_to(user)
        if self.instance.pk:
            items, funds = items.holding_for(self.instance.union), funds.holding_for(self.instance.union)
        self.fields["item"].queryset = items.filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["fund"].queryset = funds.filter(is_active=True)  # type: ignore[attr-defined]
        for name, said in (("item", "请选择"), ("fund", "未定")):
            self.fields[name].empty_label = said  # type: ignore[attr-defined]
        for name in ("planned_households", "planned_amount", "plan"):
            self.fields[name].required = False

    def clean(self) -> dict[str, Any] | None:
        """Say beside the field that the days are the wrong way round."""
        said = super().clean() or {}
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "结束日期不能早于开始日期。")
        return said

    def clean_planned_households(self) -> int:
        """Return nothing planned as none."""
        return self.cleaned_data["planned_households"] or 0

    def clean_planned_amount(self) -> Any:
        """Return nothing planned as zero."""
        return self.cleaned_data["planned_amount"] or ZERO


class NewDriveForm(DriveForm):
    """A new action, with the union that holds it."""

    union = UnionField(None, label="组织工会", to_field_name="code", empty_label="请选择")
    field_order = ("union",)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        today = clock.today()
        usual = {"starts_on": today, "ends_on": today + datetime.timedelta(days=USUAL_DAYS), "year": today.year}
        usual |= {"union": user.union.code, "planned_households": None, "planned_amount": None}
        super().__init__(*args, user=user, initial=usual, **kwargs)
        own = Union.objects.active().filter(user.scope.subtree("path", OFFICERS), kind__in=PLANNERS)
        self.fields["union"].queryset = own  # type: ignore[attr-defined]


class CloseForm(TidyForm, forms.Form):
    """How an action went."""

    summary = forms.CharField(
        label="活动总结",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="做法、成效、问题和建议；数字由系统统计，不必抄录。",
    )


class QuotaForm(TidyForm, forms.Form):
    """A pair of fields for each union directly below."""

    def __init__(self, *args: Any, unions: Iterable[Union], quotas: Iterable[DriveQuota], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stands = list(quotas)
        stands = {quota.union_id: quota for quota in self.stands}
        self.unions = list(unions)
        for union in self.unions:
            quota = stands.get(union.pk)
            count = forms.IntegerField(label=f"{union}计划户次", required=False, min_value=0, max_value=1_000_000)
            amount = AmountField(label=f"{union}计划金额", required=False)
            for name, field, value in (
                (f"households_{union.pk}", count, quota.households if quota else None),
                (f"amount_{union.pk}", amount, quota.amount if quota else None),
            ):
                field.initial = value or None
                field.widget.attrs |= {"class": "form-control", "aria-label": field.label}
                self.fields[name] = field

    @property
    def rows(self) -> list[tuple[Union, Any, Any]]:
        """Each union with its two fields."""
        return [(union, self[f"households_{union.pk}"], self[f"amount_{union.pk}"]) for union in self.unions]

    @property
    def shared(self) -> Quota:
        """What is shared out so far, as it was saved."""
        return Quota(sum(quota.households for quota in self.stands), sum((q.amount for q in self.stands), ZERO))

    @property
    def quotas(self) -> dict[int, Quota]:
        """What was typed, by the key of the union."""
        said = self.cleaned_data
        return {
            one.pk: Quota(said[f"households_{one.pk}"] or 0, said[f"amount_{one.pk}"] or ZERO) for one in self.unions
        }


class DriveFilter(RegionFilter):
    """Actions by year, kind, state and the union that holds them."""

    kind = forms.ChoiceField(label="类别", choices=[("", "全部类别"), *DriveKind.choices], required=False)
    status = forms.ChoiceField(label="状态", choices=[("", "全部状态"), *DriveStatus.choices], required=False)
    year = forms.ChoiceField(label="年度", choices=years, required=False)

    def narrow(self, drives: Any) -> Any:
        """Apply what was chosen."""
        if self.place:
            drives = drives.filter(union__path__startswith=self.place.path)
        for name in ("kind", "status", "year"):
            if chosen := self.choice(name):
                drives = drives.filter(**{name: chosen})
        return drives


class TargetFilter(RegionFilter):
    """Targets by union, state and name; ``own`` are those filed for the union itself."""

    state = forms.ChoiceField(label="进展", choices=[("", "全部"), *TargetState.choices], required=False)
    q = forms.CharField(label="职工姓名", max_length=60, required=False)
    own = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def narrow(self, targets: Any) -> Any:
        """Apply what was chosen."""
        if self.place:
            lookup = "union_path" if self.choice("own") else "union_path__startswith"
            targets = targets.filter(**{lookup: self.place.path})
        if name := self.choice("q"):
            targets = targets.filter(household__head_name__contains=name)
        return targets.in_state(self.choice("state") or "")
