"""Forms of funds and budgets: a source of money, narrowing the lists, and the movements, each confirmed in words."""

import uuid
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet

from assistance.enums import AidProject
from assistance.funds.enums import EntryKind
from assistance.funds.rules import KEEPERS, OWNERS
from assistance.models import Budget, Fund
from core import clock
from core.forms import AmountField, TidyForm
from households.enums import Level
from households.forms.sections import SectionForm
from organizations.choosing import UnionField, unions_in_scope
from organizations.enums import Role
from organizations.models import Union, User
from organizations.scope import paths_down_to

FIRST_YEAR = 2016


def years() -> list[tuple[str, str]]:
    """Return the years that budgets can be of: from the first one to the next, the latest first."""
    return [(str(year), f"{year} 年") for year in range(clock.today().year + 1, FIRST_YEAR - 1, -1)]


def ticks(label: str, choices: list[tuple[str, str]]) -> forms.MultipleChoiceField:
    """Return a field of several codes to tick; none of them means all."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, help_text="不选为不限。"
    )


class FundForm(SectionForm):
    """A source of money: what it is, whom and what it may pay, and how long."""

    key, title = "fund", "资金来源"
    wide = ("levels", "projects", "lapses", "note")
    union = UnionField(
        None, label="设立工会", to_field_name="code", empty_label="请选择", help_text="所选工会及其全部下级可以使用。"
    )
    levels = ticks("可发放的建档标准", Level.choices)
    projects = ticks("可用于", AidProject.choices)

    class Meta:
        model = Fund
        fields = (
            "name",
            "kind",
            "union",
            "doc_no",
            "valid_from",
            "valid_until",
            "levels",
            "projects",
            "lapses",
            "note",
        )
        help_texts: ClassVar[dict[str, str]] = {
            "valid_until": "长期使用的留空。",
            "lapses": "勾选后，年末余额办理结余收回；不勾选的结转下年。",
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keeps = Union.objects.active().filter(user.scope.subtree("path", KEEPERS), kind__in=OWNERS)
        self.fields["union"].queryset = keeps  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["union"] = self.instance.union.code
            self.fields["union"].disabled = True


class BudgetFilter(TidyForm, forms.Form):
    """Which budgets: of which year, union and fund; all of it lives in the URL."""

    year = forms.ChoiceField(label="年度", required=False)
    union = UnionField(None, label="工会", to_field_name="code", empty_label="全部工会", required=False)
    fund = forms.ModelChoiceField(Fund.objects.none(), label="资金来源", empty_label="全部资金来源", required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "全部年度"), *years()]  # type: ignore[attr-defined]
        asked = str(self.data.get("union", ""))
        self.fields["union"].queryset = unions_in_scope(user, asked=asked)  # type: ignore[attr-defined]
        self.fields["fund"].queryset = Fund.objects.visible_to(user)  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label or ""

    def narrow(self, rows: QuerySet[Budget]) -> QuerySet[Budget]:
        """Apply what was chosen; nonsense in the URL is nothing chosen."""
        self.is_valid()
        chosen = self.cleaned_data
        if chosen.get("year"):
            rows = rows.filter(year=chosen["year"])
        if chosen.get("union"):
            rows = rows.filter(union_path__startswith=chosen["union"].path)
        return rows.filter(fund=chosen["fund"]) if chosen.get("fund") else rows


class EntryFilter(TidyForm, forms.Form):
    """Which entries of a ledger: of which kind, booked from when until when, of which batch (by links only)."""

    kind = forms.ChoiceField(label="类别", choices=[("", "全部类别"), *EntryKind.choices], required=False)
    since = forms.DateField(label="从", required=False)
    until = forms.DateField(label="到", required=False)
    batch = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label or ""

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen, by its name; nonsense in the URL is nothing chosen."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class MovementForm(TidyForm, forms.Form):
    """What every movement asks: day, document, words; ``movement`` makes a second press none."""

    wide = ("note",)
    movement = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    on = forms.DateField(label="记账日期", initial=clock.today)
    doc_no = forms.CharField(label="文号（凭证号）", max_length=60, required=False)
    note = forms.CharField(label="摘要", max_length=200, required=False)
    field_order = ["union", "fund", "year", "to_union", "amount", "on", "doc_no", "note"]

    @property
    def papers(self) -> dict[str, Any]:
        """What the act is booked with."""
        return {name: self.cleaned_data[name] for name in ("movement", "on", "doc_no", "note")}


class AmountForm(MovementForm):
    """A movement with an amount."""

    amount = AmountField(label="金额（元）", max_digits=14, min_value=Decimal("0.01"))

    def __init__(self, *args: Any, needs_document: bool = False, signed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_document:
            self.fields["doc_no"].required = True
        if signed:
            self.fields["amount"] = AmountField(
                label="调整金额（元）", max_digits=14, min_value=None, help_text="调减填写负数，如 -500。"
            )
            self.fields["amount"].widget.attrs |= {"class": "form-control", "inputmode": "text"}
            self.order_fields(self.field_order)


class ToUnionForm(AmountForm):
    """A movement to another union."""

    to_union = UnionField(None, label="收款工会", to_field_name="code", empty_label="请选择")

    def __init__(self, *args: Any, unions: QuerySet[Union], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_union"].queryset = unions  # type: ignore[attr-defined]


class GrantForm(AmountForm):
    """Money that comes from outside: to which union, of which fund and year."""

    union = UnionField(None, label="收款工会", to_field_name="code", empty_label="请选择")
    fund = forms.ModelChoiceField(Fund.objects.none(), label="资金来源", empty_label="请选择")
    year = forms.TypedChoiceField(label="年度", coerce=int)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, needs_document=True, **kwargs)
        keeps = Union.objects.active().filter(user.scope.subtree("path", [Role.FINANCE]), kind__in=OWNERS)
        self.fields["union"].queryset = keeps  # type: ignore[attr-defined]
        self.fields["fund"].queryset = Fund.objects.visible_to(user).filter(is_active=True)  # type: ignore[attr-defined]
        self.fields["year"].choices = years()  # type: ignore[attr-defined]
        self.initial.setdefault("year", clock.today().year)
        self.initial.setdefault("union", user.union.code)


class PeriodForm(TidyForm, forms.Form):
    """Closing the books of a union up to a day."""

    union = UnionField(None, label="工会", to_field_name="code", empty_label="请选择")
    until = forms.DateField(label="结账至", help_text="当日及以前不能再记账，结账后不能恢复。")
    note = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keeps = user.scope.subtree("path", [Role.FINANCE])
        has_budget = Q(budgets__isnull=False) | Q(code=user.union.code)
        self.fields["union"].queryset = Union.objects.filter(keeps).filter(has_budget).distinct()  # type: ignore[attr-defined]
        self.initial.setdefault("union", user.union.code)


def all_unions_below(union: Union) -> QuerySet[Union]:
    """Return the unions in use below one, at any depth."""
    return Union.objects.active().filter(path__startswith=union.path).exclude(pk=union.pk)


def unions_above(budget: Budget) -> QuerySet[Union]:
    """Return the unions that a budget can be given back to: those above it, up to the one that set the fund up."""
    above = [path for path in paths_down_to(budget.union.path)[:-1] if path.startswith(budget.fund.union.path)]
    return Union.objects.filter(path__in=above).order_by("-path")


def unions_beside(budget: Budget, user: User) -> QuerySet[Union]:
    """Return the unions that money can be transferred to: kept by the user, neither above nor below."""
    kept = Union.objects.active().filter(user.scope.subtree("path", [Role.FINANCE]))
    in_fund = kept.filter(path__startswith=budget.fund.union.path, kind__in=OWNERS)
    own = paths_down_to(budget.union.path)
    return in_fund.exclude(path__in=own).exclude(path__startswith=budget.union.path)
