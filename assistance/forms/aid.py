"""The form of one aid record: it proposes what the system knows."""

import uuid
from typing import Any, ClassVar

from django import forms

from assistance.enums import AidSource
from assistance.models import AidRecord
from core import clock
from core.money import ZERO
from households.forms.sections import SectionForm, money_fields
from households.models import Household
from organizations.enums import Department
from organizations.models import User


class AidForm(SectionForm):
    """One policy or sum that the household has received, in the order of the paper form."""

    key, title = "aid", "帮扶记录"
    wide = ("remark",)
    labels_here: ClassVar[dict[str, str]] = {"source": "资金（政策）来源", "amount": "金额（元）"}
    year = forms.IntegerField(label="年度", required=False, min_value=1990, help_text="不填时按发放日期。")

    class Meta:
        model = AidRecord
        fields = (
            *("received_on", "year", "project", "project_detail", "source", "department"),
            *("amount", "delivery", "beneficiary", "voucher_no", "remark"),
        )
        field_classes = money_fields("amount")
        help_texts = {
            "received_on": "不知道具体日期的可不填，只填年度。",
            "project_detail": "如 2018 年中秋慰问、大病保险报销。",
            "amount": "没有金额的政策、实物、服务可不填。",
            "beneficiary": "可从本户成员中选择。",
        }

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.fields["received_on"].widget.attrs |= {"max": today.isoformat(), "data-day": ""}
        self.fields["year"].widget.attrs |= {"max": str(today.year), "data-year": ""}
        self.fields["amount"].required = False
        self.fields["beneficiary"].widget.attrs["list"] = "people"
        self.people = list(household.members.order_by("position_in_form", "pk").values_list("name", flat=True))

    def clean_amount(self) -> Any:
        """Return no amount as zero."""
        return self.cleaned_data["amount"] or ZERO


class NewAidForm(AidForm):
    """A new record, under a number that the page has made: pressed twice, it is recorded once."""

    client_id = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts.items() if name != "client_id"}


def usual_aid(household: Household, user: User, year: int | None = None) -> dict[str, Any]:
    """Return what a new record begins with: today or the year asked for, the worker, and what the user entered last."""
    today = clock.today()
    last = AidRecord.objects.visible_to(user).last_entered_by(user)
    return {
        "client_id": uuid.uuid4(),
        "received_on": today if year in (None, today.year) else None,
        "year": year or today.year,
        "source": last.source if last else AidSource.UNION,
        "department": last.department if last else Department.UNION,
        "delivery": last.delivery if last else "",
        "beneficiary": household.head_name,
        "amount": None,
    }
