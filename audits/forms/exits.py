"""The form of an exit check, which begins with what the archive knows, and that of a region's rule of exit."""

import uuid
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from audits.actions.exits import LONGEST_EVIDENCE, Found
from audits.enums import ExitItem, Finding
from audits.proposals import Proposal
from core import clock
from core.forms import AmountField, TidyForm
from households.enums import Level
from households.models import Household
from households.querysets import regions_to_set_standards_for
from organizations.choosing import UnionField
from organizations.models import User

WORDS = forms.Textarea(attrs={"rows": 2})


class ExitCheckForm(TidyForm, forms.Form):
    """The seven items, each with finding, evidence and perhaps a paper of the archive."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)
    on_day = forms.DateField(label="核查日期")
    note = forms.CharField(label="核查意见", max_length=300, required=False, widget=WORDS)

    def __init__(self, *args: Any, household: Household, proposed: Mapping[str, Proposal], **kwargs: Any) -> None:
        self.proposed = proposed
        initial = {"client_id": uuid.uuid4(), "on_day": clock.today()}
        for item, known in proposed.items():
            initial |= {f"{item}_finding": known.finding, f"{item}_evidence": known.evidence}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["on_day"].widget.attrs["max"] = clock.today().isoformat()
        papers = household.attachments.present()
        for item in ExitItem:
            for name, field in _fields_of(item, papers).items():
                self.fields[f"{item}_{name}"] = field

    def items(self) -> Iterator[tuple[ExitItem, BoundField, BoundField, BoundField, Proposal]]:
        """Give the fields of each item together, with what the archive knows of it."""
        for item in ExitItem:
            finding, evidence, paper = (self[f"{item}_{name}"] for name in ("finding", "evidence", "paper"))
            yield item, finding, evidence, paper, self.proposed.get(item.value, Proposal())

    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        said = self.cleaned_data
        found = {
            item.value: Found(said[f"{item}_finding"], said[f"{item}_evidence"], said[f"{item}_paper"])
            for item in ExitItem
        }
        return {name: said[name] for name in ("client_id", "on_day", "note")} | {"findings": found}


def _fields_of(item: ExitItem, papers: Any) -> dict[str, forms.Field]:
    finding = forms.ChoiceField(label=item.label, choices=Finding.choices, widget=forms.RadioSelect)
    evidence = forms.CharField(
        label="依据",
        max_length=LONGEST_EVIDENCE,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control", "placeholder": "到户看到、问到或查到的情况"}),
    )
    paper = forms.ModelChoiceField(
        papers,
        label="佐证附件",
        required=False,
        empty_label="不附",
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    return {"finding": finding, "evidence": evidence, "paper": paper}


class ExitRuleForm(TidyForm, forms.Form):
    """A region's rule of exit from a day on."""

    union = UnionField(None, label="适用地区", to_field_name="code", empty_label="请选择")
    level = forms.ChoiceField(label="建档标准", choices=[("", "全部标准"), *Level.choices], required=False)
    valid_from = forms.DateField(label="执行日期")
    multiple = AmountField(
        label="低保标准倍数", max_digits=4, min_value=Decimal("0.1"), help_text="家庭月人均纯收入达到低保标准的几倍。"
    )
    months = forms.IntegerField(label="连续达到月数", min_value=1, max_value=36)
    survey_age = forms.IntegerField(label="收支调查有效月数", min_value=1, max_value=36)
    check_days = forms.IntegerField(label="退出核查有效天数", min_value=1, max_value=365)
    taper_months = forms.IntegerField(label="渐退期月数", min_value=0, max_value=36, help_text="0 表示不设渐退期。")
    monitor_months = forms.CharField(label="退出后监测", max_length=40, help_text="退出后第几个月回访，如 3、6、12。")
    source = forms.CharField(label="依据", max_length=120, required=False, help_text="文件名称或文号。")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = regions_to_set_standards_for(user)  # type: ignore[attr-defined]

    def clean_monitor_months(self) -> list[int]:
        """Read months set apart by whatever an office types."""
        text = self.cleaned_data["monitor_months"]
        for mark in "、，,；; ":
            text = text.replace(mark, " ")
        parts = text.split()
        if not parts or not all(part.isdecimal() and 0 < int(part) <= 60 for part in parts):
            raise forms.ValidationError("请填写 1 到 60 之间的月数，用顿号隔开，如 3、6、12。")
        return sorted({int(part) for part in parts})
