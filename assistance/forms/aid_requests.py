"""Forms of single applications: what is asked for, and which of them a list shows."""

import uuid
from typing import Any

from django import forms

from assistance.ceilings.enums import Stage
from assistance.models import AidItem, AidRequest, Bill
from assistance.requests.enums import RequestStatus
from core.forms import AmountField, TidyForm
from core.money import format_money
from households.history import values_of, version_of
from households.models import Household
from pairing.filters import RegionFilter

TO_PAY = "to_pay"
EDITED = ("stage", "amount", "reason")


class PeopleField(forms.ModelChoiceField):
    """A choice among the people of one household."""

    def label_from_instance(self, member: Any) -> str:
        """Write the name and who it is."""
        return f"{member.name}（{member.get_relation_display()}）"


class BillsField(forms.ModelMultipleChoiceField):
    """A choice among the bills of one household."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, bill: Any) -> str:
        """Write what distinguishes a bill."""
        paid = f"自付 {format_money(bill.self_paid)} 元"
        return f"{bill.get_kind_display()} {bill.number}，{bill.issued_on:%Y-%m-%d}，{paid}"


class ChangeForm(TidyForm, forms.Form):
    """What may be corrected of an application: all but the item and the person."""

    wide = ("reason", "bills")
    stage = forms.ChoiceField(
        label="学段", choices=[("", "不适用"), *Stage.choices], required=False, help_text="助学类项目填写。"
    )
    amount = AmountField(label="申请金额（元）")
    reason = forms.CharField(label="申请事由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    bills = BillsField(None, label="票据", required=False)

    def __init__(self, *args: Any, household: Household, request: AidRequest | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = Bill.objects.unused().filter(household=household).order_by("-issued_on", "pk")
        own = free.filter(request=request) if request else free.none()
        self.fields["bills"].queryset = free.filter(request__isnull=True) | own  # type: ignore[attr-defined]
        if request:
            self.version = version_of(values_of(request, EDITED))
            self.seen = self.data.get("seen", "") if self.is_bound else self.version
            for name in EDITED:
                self.fields[name].initial = getattr(request, name)
            self.fields["bills"].initial = list(request.bills.values_list("pk", flat=True))
        if not self.fields["bills"].queryset:  # type: ignore[attr-defined]
            del self.fields["bills"]

    @property
    def chosen(self) -> list[Bill]:
        """The bills ticked."""
        return list(self.cleaned_data.get("bills") or ())

    @property
    def facts(self) -> dict[str, Any]:
        """What is said besides."""
        return {name: self.cleaned_data[name] for name in EDITED}


class RequestForm(ChangeForm):
    """A new application, under a number that the page has made: pressed twice, it is handed in once."""

    item: forms.ModelChoiceField[Any] = forms.ModelChoiceField(None, label="帮扶项目", empty_label="请选择")
    member = PeopleField(None, label="受益人", required=False, empty_label="全户")
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    field_order = ("item", "member", "stage", "amount", "reason", "bills", "client_id")

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, household=household, initial={"client_id": uuid.uuid4()}, **kwargs)
        self.fields["item"].queryset = AidItem.objects.holding_for(household.union)  # type: ignore[attr-defined]
        people = household.members.present().order_by("position_in_form", "pk")
        self.fields["member"].queryset = people  # type: ignore[attr-defined]

    @property
    def facts(self) -> dict[str, Any]:
        names = (*EDITED, "item", "member", "client_id")
        return {name: self.cleaned_data[name] for name in names} | {"bills": self.chosen}


class RequestFilter(RegionFilter):
    """Applications by state, item, union and name; ``to_pay`` are those approved that wait for a batch."""

    status = forms.ChoiceField(
        label="状态", choices=[("", "全部状态"), (TO_PAY, "已批准待发放"), *RequestStatus.choices], required=False
    )
    item: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label="项目", required=False, empty_label="全部项目"
    )
    q = forms.CharField(label="职工姓名", max_length=60, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["item"].queryset = AidItem.objects.visible_to(user)  # type: ignore[attr-defined]

    def narrow(self, requests: Any) -> Any:
        """Apply what was chosen."""
        if self.place:
            requests = requests.filter(union_path__startswith=self.place.path)
        if item := self.choice("item"):
            requests = requests.filter(item=item)
        if name := self.choice("q"):
            requests = requests.filter(household__head_name__contains=name)
        status = self.choice("status")
        if status == TO_PAY:
            return requests.to_pay()
        return requests.filter(status=status) if status else requests
