"""What the list of archives can be narrowed to; every choice lives in the URL."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.forms.models import ModelChoiceIterator
from django.http import QueryDict

from core.forms import LongSelect, TidyForm
from households.clearmask import ALL_CLEAR, SHORT_NAMES, masks_not_clear_in
from households.enums import CATEGORIES, Cause, Level, RuleVersion, Status
from households.models import Household
from households.querysets import LEVELS_OFFERED, HouseholdQuerySet
from organizations.models import Union, User

OPEN = "open"
STATUS_CHOICES = [(OPEN, "在册（未脱困、未注销）"), *Status.choices]
CLEAR, NOT_CLEAR = "yes", "no"
CLEAR_CHOICES = [
    (CLEAR, "六项全清"),
    (NOT_CLEAR, "有不清的"),
    *[(str(number), f"{name}不清") for number, name in enumerate(SHORT_NAMES, 1)],
]


class UnionChoices(ModelChoiceIterator):
    """Unions as a list of groups: each union below the top with those below it."""

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        unions = list(self.queryset)
        top = min((union.depth for union in unions), default=1)
        for _path, found in groupby(unions, key=lambda union: union.path[: Union.steplen * (top + 1)]):
            first, *rest = found
            if not rest:
                yield self.choice(first)
            else:
                yield first.name, [(first.code, f"{first.name}（含下级）"), *map(self.choice, rest)]


class UnionField(forms.ModelChoiceField):
    """A choice among the unions of the user's scope."""

    widget = LongSelect
    iterator = UnionChoices

    def __init__(self, *args: Any, null_label: str | None = None, null_value: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def label_from_instance(self, union: models.Model) -> str:
        """Show the name only; the group says what it lies below."""
        return str(union)


class UnionFilter(django_filters.ModelChoiceFilter):
    """A union, which stands for everything below it."""

    field_class = UnionField

    def filter(self, households: HouseholdQuerySet, union: Union | None) -> HouseholdQuerySet:
        """Narrow to the archives of the union's subtree."""
        return households.filter(union_path__startswith=union.path) if union else households


def unions_in_scope(user: User, *, asked: str = "") -> models.QuerySet[Union]:
    """Return the unions that the list can be narrowed to, in tree order: those of the scope, two levels deep.

    ``asked`` is the code of one more, if it lies in the scope: a link may lead to any union.
    """
    tops = [len(path) // Union.steplen for _role, path in user.scope.places]
    near = models.Q(is_active=True, depth__lte=min(tops, default=0) + LEVELS_OFFERED)
    return Union.objects.visible_to(user).filter(near | models.Q(code=asked))


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


@dataclass(frozen=True)
class Chip:
    """One thing that the list is narrowed to, and the query of the list without it."""

    label: str
    value: str
    without: str


def chips(filterset: HouseholdFilter, query: QueryDict) -> list[Chip]:
    """Return what is set, in the order of the bar."""
    found = []
    for name, value in filterset.form.cleaned_data.items():
        if value in (None, ""):
            continue
        rest = query.copy()
        for key in (name, "page"):
            rest.pop(key, None)
        found.append(Chip(str(filterset.form.fields[name].label), _words(filterset, name, value), rest.urlencode()))
    return found


def _words(filterset: HouseholdFilter, name: str, value: Any) -> str:
    choices = getattr(filterset.filters[name].field, "choices", None)
    if name in {"q", "union"} or choices is None:
        return str(value)
    flat = {key: label for entry in choices for key, label in (entry[1] if isinstance(entry[1], list) else [entry])}
    return str(flat.get(value, value))
