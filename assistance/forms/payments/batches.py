"""The forms of a batch: what it is about, and why something of it is given up."""

import uuid
from typing import Any

from django import forms

from assistance.drives.enums import DriveStatus
from assistance.enums import Delivery
from assistance.models import AidDrive, AidItem, Batch, Budget
from assistance.payments.rules import DRAWS
from core import clock
from core.forms import AmountField, TidyForm
from core.money import format_money
from households.forms.sections import SectionForm
from organizations.choosing import UnionChoice
from organizations.models import Union, User

ONE_AMOUNT = "各户发放相同金额的才填写：每行取此金额和标准测算金额中较低的；不填按标准测算。发放实物的填一份的价值。"
RECOUNTED = "不勾选的，新金额只用于以后添加的明细。勾选的，手工改过的金额以测算为准；单户申请的金额不变。"
WORDS = forms.Textarea(attrs={"rows": 2})


def unions_to_draw_for(user: User) -> Any:
    """Return the unions that the user draws batches for and that have a budget of this year or the one before."""
    year = clock.today().year
    with_money = Budget.objects.filter(year__in=(year, year - 1)).values("union")
    return Union.objects.active().filter(user.scope.subtree("path", DRAWS), pk__in=with_money)


class PlaceForm(TidyForm, forms.Form):
    """The union that a batch is drawn for."""

    union = UnionChoice(None, label="发放工会", to_field_name="code", empty_label=None)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["union"].queryset = unions_to_draw_for(user)  # type: ignore[attr-defined]


class BudgetChoice(forms.ModelChoiceField):
    """A budget, with what is left of it."""

    def label_from_instance(self, budget: Any) -> str:
        """Write the year, the fund and the balance."""
        return f"{budget.year} 年 {budget.fund.name}（余额 {format_money(budget.balance)} 元）"


class ItemChoice(forms.ModelChoiceField):
    """An item of aid (``with_rule_for``), and whether it lacks a rule."""

    def label_from_instance(self, item: Any) -> str:
        """Write the name."""
        return item.name if item.has_rule else f"{item.name}（尚无发放标准）"


class BatchForm(SectionForm):
    """What a new batch is about; items, budgets and actions are those of its union."""

    key, title = "batch", "发放批次"
    wide = ("note", "goods")
    budget = BudgetChoice(None, label="资金预算", empty_label="请选择")
    item = ItemChoice(None, label="帮扶项目", empty_label="请选择")
    unit_amount = AmountField(label="每户（人）金额", required=False)
    client_id = forms.UUIDField(widget=forms.HiddenInput)

    class Meta:
        model = Batch
        fields = ("title", "item", "budget", "unit_amount", "delivery", "goods", "drive", "note")
        widgets = {"note": WORDS}

    def __init__(self, *args: Any, union: Union, **kwargs: Any) -> None:
        kwargs["initial"] = {"client_id": uuid.uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        narrow_to(self, union)
        self.fields["title"].widget.attrs["placeholder"] = "如：2026 年第二季度生活救助"
        self.fields["delivery"].required, self.initial["delivery"] = False, ""
        self.fields["delivery"].choices = [("", "按项目的发放方式"), *Delivery.choices]  # type: ignore[attr-defined]
        self.fields["drive"].empty_label = "不属于专项活动"  # type: ignore[attr-defined]
        self.fields["goods"].help_text = "发放实物时填写，如“大米 10 公斤、食用油 5 升”。"


class BatchEditForm(SectionForm):
    """What may be changed of a batch while it is open; item and period stay, since its lines follow from them."""

    key, title = "batch", "发放批次"
    wide = ("unit_amount", "note", "goods")
    budget = BudgetChoice(None, label="资金预算", empty_label=None)
    unit_amount = AmountField(label="每户（人）金额", required=False)

    class Meta:
        model = Batch
        fields = ("title", "budget", "unit_amount", "delivery", "goods", "note")
        widgets = {"note": WORDS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        narrow_to(self, self.instance.union)


class RecountForm(TidyForm, forms.Form):
    """Whether the lines that are on a batch already follow a new amount for each."""

    recount = forms.BooleanField(label="已有明细按新的金额重新测算", required=False, help_text=RECOUNTED)


def narrow_to(form: forms.ModelForm, union: Union) -> None:
    """Offer the budgets, items and seasonal actions of a union, and say what one amount for all means."""
    form.fields["unit_amount"].help_text = ONE_AMOUNT
    year = clock.today().year
    budgets = Budget.objects.filter(union=union, year__in=(year, year - 1)).select_related("fund")
    form.fields["budget"].queryset = budgets.order_by("-year", "fund__code")  # type: ignore[attr-defined]
    if "item" in form.fields:
        items = AidItem.objects.holding_for(union).with_rule_for(union, clock.today())
        form.fields["item"].queryset = items  # type: ignore[attr-defined]
        form.fields["item"].help_text = "尚无发放标准的，请先在“项目和标准”中登记并发布标准。"
        above = [union.path[:end] for end in range(Union.steplen, len(union.path) + 1, Union.steplen)]
        drives = AidDrive.objects.filter(union__path__in=above).exclude(status=DriveStatus.CLOSED)
        form.fields["drive"].queryset = drives  # type: ignore[attr-defined]


class ReasonForm(TidyForm, forms.Form):
    """Why something is taken off, given up, or paid all the same."""

    reason = forms.CharField(label="原因", max_length=200)

    def __init__(self, *args: Any, label: str = "原因", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label


class OneAmountForm(TidyForm, forms.Form):
    """One amount for the lines that were ticked."""

    amount = AmountField(label="金额统一为（元）", error_messages={"required": "请填写统一的金额。"})
