"""What the lists of batches and of lines can be narrowed to; every choice lives in the URL."""

import calendar
from typing import Any

from django import forms
from django.db.models import Q

from assistance.models import AidDrive, AidItem, Fund
from assistance.payments.enums import BatchStatus, PaymentStatus, StopState
from assistance.payments.querysets import MONEY_ROLES, BatchQuerySet, PaymentQuerySet
from core import clock
from core.forms import TidyForm
from households import search
from organizations.models import User
from pairing.filters import RegionFilter

FIRST_YEAR = 2017
STANDING, STOPPED, OVERRIDDEN, DROPPED = "standing", "stopped", "overridden", "dropped"
SENT = "sent"
SHOWN = [(STANDING, "全部明细"), (STOPPED, "停发待处理"), (OVERRIDDEN, "准予发放"), (DROPPED, "已移出")]
STATES = [("", "全部"), *BatchStatus.choices]
# Batches that wait for somebody, across their states.
WAITING = [(STOPPED, "停发待处理"), (SENT, "待回盘")]


def years() -> list[tuple[str, str]]:
    """Return the years that there may be payments of, this one first."""
    return [("", "全部年份"), *((f"{year}", f"{year} 年") for year in range(clock.today().year, FIRST_YEAR - 1, -1))]


class BatchFilter(RegionFilter):
    """Batches by state, year, union, item, and words of their title."""

    status = forms.ChoiceField(label="状态", choices=STATES + WAITING, required=False)
    year = forms.ChoiceField(label="年份", choices=years, required=False)
    item: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label="帮扶项目", required=False, empty_label="全部项目"
    )
    q = forms.CharField(label="名称", max_length=60, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["item"].queryset = AidItem.objects.visible_to(user)  # type: ignore[attr-defined]

    def narrow(self, batches: BatchQuerySet) -> BatchQuerySet:
        """Apply what was chosen."""
        if self.place:
            batches = batches.filter(union_path__startswith=self.place.path)
        match self.choice("status"):
            case "stopped":
                batches = batches.stopped()
            case "sent":
                batches = batches.awaiting_bank()
            case status if status:
                batches = batches.filter(status=status)
        for name, lookup in (("year", "year"), ("item", "item"), ("q", "title__contains")):
            if chosen := self.choice(name):
                batches = batches.filter(**{lookup: chosen})
        return batches


class LinesFilter(TidyForm, forms.Form):
    """The lines of one batch: all that stand, those with open or overridden stops, those taken off; by name."""

    show = forms.ChoiceField(label="显示", choices=SHOWN, required=False)
    q = forms.CharField(label="职工姓名", max_length=60, required=False)

    def narrow(self, lines: PaymentQuerySet) -> PaymentQuerySet:
        """Apply what was chosen; nonsense in the URL is nothing chosen."""
        chosen = self.cleaned_data if self.is_valid() else {}
        if name := chosen.get("q"):
            lines = lines.filter(Q(household__head_name__contains=name) | Q(member__name__contains=name))
        match chosen.get("show"):
            case "stopped":
                return lines.standing().filter(stops__state=StopState.OPEN).distinct()
            case "overridden":
                return lines.standing().filter(stops__state=StopState.OVERRIDDEN).distinct()
            case "dropped":
                return lines.filter(status=PaymentStatus.DROPPED)
        return lines.standing()

    @property
    def shown(self) -> str:
        return (self.cleaned_data.get("show") if self.is_valid() else "") or STANDING


class PaymentFilter(RegionFilter):
    """Lines over all batches: by year and union of the archive, item, fund, action, state, month, and name.

    ``own`` are those of households filed for the union itself, to which a number of an action leads.
    """

    year = forms.ChoiceField(label="年份", choices=years, required=False)
    item: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label="帮扶项目", required=False, empty_label="全部项目"
    )
    fund: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label="资金来源", required=False, empty_label="全部资金"
    )
    drive: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        None, label="专项活动", required=False, empty_label="全部活动"
    )
    own = forms.BooleanField(required=False, widget=forms.HiddenInput)
    status = forms.ChoiceField(label="状态", choices=[("", "全部状态"), *PaymentStatus.choices], required=False)
    month = forms.DateField(
        label="发放月份",
        required=False,
        input_formats=["%Y-%m"],
        widget=forms.DateInput(format="%Y-%m"),
    )
    q = forms.CharField(label="姓名、档案编号", max_length=60, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        self.fields["item"].queryset = AidItem.objects.visible_to(user)  # type: ignore[attr-defined]
        self.fields["fund"].queryset = Fund.objects.visible_to(user)  # type: ignore[attr-defined]
        self.fields["drive"].queryset = AidDrive.objects.visible_to(user)  # type: ignore[attr-defined]
        self.fields["month"].widget.input_type = "month"  # type: ignore[attr-defined]
        self.fields["month"].widget.format = "%Y-%m"

    def narrow(self, lines: PaymentQuerySet) -> PaymentQuerySet:
        """Apply what was chosen to the lines on archives of the user's regions."""
        # Own batches hold no others, unless a union was moved since; by the region alone an index finds the lines.
        lines = lines.filter(self.user.scope.subtree("union_path", MONEY_ROLES))
        if self.place:
            lookup = "union_path" if self.choice("own") else "union_path__startswith"
            lines = lines.filter(**{lookup: self.place.path})
        lookups = {"year": "batch__year", "item": "batch__item", "fund": "batch__budget__fund", "status": "status"}
        lookups["drive"] = "batch__drive"
        for name, lookup in lookups.items():
            if chosen := self.choice(name):
                lines = lines.filter(**{lookup: chosen})
        if month := self.choice("month"):
            last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
            lines = lines.filter(status=PaymentStatus.PAID, paid_on__range=(month, last))
        query = search.query_for(self.choice("q") or "")
        return lines.filter(household__search=query) if query is not None else lines

    @property
    def order(self) -> list[str]:
        """The latest batch first; of a month the latest day first, which an index gives without sorting the month."""
        by_day = ["-paid_on"] if self.choice("month") else []
        return [*by_day, "-batch_id", "position"]
