"""What the list of archives can be narrowed to; every choice lives in the URL."""

from typing import Any

import django_filters
from django import forms
from django.http import QueryDict

from core.forms import TidyForm
from households.clearmask import ALL_CLEAR, SHORT_NAMES, masks_not_clear_in
from households.enums import CATEGORIES, Cause, Level, RuleVersion, Status
from households.models import Household
from households.querysets import HouseholdQuerySet
from organizations.choosing import UnionFilter, unions_in_scope
from organizations.models import Union, User

OPEN = "open"
STATUS_CHOICES = [(OPEN, "在册（未脱困、未注销）"), *Status.choices]
CLEAR, NOT_CLEAR = "yes", "no"
CLEAR_CHOICES = [
    (CLEAR, "六项全清"),
    (NOT_CLEAR, "有不清的"),
    *[(str(number), f"{name}不清") for number, name in enumerate(SHORT_NAMES, 1)],
]


class FilterForm(TidyForm, forms.Form):
    """The look of the filter bar: each choice names itself while nothing is chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label
        self.fields["q"].widget.attrs |= {"placeholder": "姓名、首字母、单位、编号", "type": "search"}


def category_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the categories under the rule version that each belongs to, the present one first."""
    present, former = RuleVersion.B2020, RuleVersion.A2016
    return [(v.label, [(category.value, category.label) for category in CATEGORIES[v]]) for v in (present, former)]


class HouseholdFilter(django_filters.FilterSet):
    """What the list of archives is narrowed to; also for whatever is made of a whole list (prints, exports)."""

    q = django_filters.CharFilter(label="查找", method="find", max_length=60)
    union = UnionFilter(label="建档单位", queryset=Union.objects.none(), to_field_name="code", empty_label="全部单位")
    status = django_filters.ChoiceFilter(
        label="状态", choices=STATUS_CHOICES, method="by_status", empty_label="全部状态"
    )
    level = django_filters.ChoiceFilter(label="建档标准", choices=Level.choices, empty_label="全部标准")
    category = django_filters.ChoiceFilter(label="困难类别", choices=category_choices, empty_label="全部类别")
    cause = django_filters.ChoiceFilter(
        label="主要致困原因", field_name="main_cause", choices=Cause.choices, empty_label="全部原因"
    )
    clear = django_filters.ChoiceFilter(label="六清", choices=CLEAR_CHOICES, method="by_clear", empty_label="六清不限")

    class Meta:
        model = Household
        form = FilterForm
        fields: list[str] = []

    def __init__(self, query: QueryDict, households: HouseholdQuerySet, *, user: User) -> None:
        super().__init__(query, households)
        self.filters["union"].queryset = unions_in_scope(user, asked=query.get("union", ""))

    def find(self, households: HouseholdQuerySet, name: str, term: str) -> HouseholdQuerySet:
        """Narrow to what somebody typed."""
        return households.matching(term)

    def by_status(self, households: HouseholdQuerySet, name: str, choice: str) -> HouseholdQuerySet:
        """Narrow to one status, or to all archives that are not closed."""
        return households.open() if choice == OPEN else households.filter(status=choice)

    def by_clear(self, households: HouseholdQuerySet, name: str, choice: str) -> HouseholdQuerySet:
        """Narrow to those clear in all six, not clear in some, or not clear in one named item."""
        if choice == CLEAR:
            return households.filter(clear_mask=ALL_CLEAR)
        if choice == NOT_CLEAR:
            return households.filter(clear_mask__lt=ALL_CLEAR)
        return households.filter(clear_mask__in=masks_not_clear_in(int(choice)))


# The stores (库) that archives are kept in, as quick choices above the list.
STORES = (
    ("", "全部"),
    (Status.DRAFT, "草稿"),
    (Status.UNDER_REVIEW, "审核中"),
    (Status.ON_FILE, "在档"),
    (Status.TAPERING, "渐退期"),
    (Status.EXITED, "已脱困"),
    (Status.CANCELLED, "已注销"),
    (Status.REJECTED, "未通过"),
)


def stores(query: QueryDict) -> list[dict[str, Any]]:
    """Return the stores as links that keep what else the list is narrowed to."""
    found = []
    for status, label in STORES:
        rest = query.copy()
        rest.pop("page", None)
        rest.pop("status", None)
        if status:
            rest["status"] = status
        found.append({"label": label, "query": rest.urlencode(), "active": query.get("status", "") == status})
    return found
