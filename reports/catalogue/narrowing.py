"""What registers of archives can be narrowed to; as of a past day by what the archives were then."""

from typing import Any

import django_filters
from django import forms

from core.forms import TidyForm
from households.clearmask import ALL_CLEAR, masks_not_clear_in
from households.enums import IN_CARE, Cause, Level, Status
from households.filters import CLEAR, CLEAR_CHOICES, NOT_CLEAR, category_choices
from households.models import Household
from households.querysets import HouseholdQuerySet
from reports.catalogue.past import then
from reports.catalogue.query import Query

BOTH = "care"
YES_NO = [("True", "是"), ("False", "否")]
STATUS_CHOICES = [(Status.ON_FILE, "在档"), (Status.TAPERING, "渐退期"), (BOTH, "在档和渐退期")]


class RegisterForm(TidyForm, forms.Form):
    """The look of the filters of a register."""


class ArchiveFilter(django_filters.FilterSet):
    """What a register of archives is narrowed to."""

    level = django_filters.ChoiceFilter(label="建档标准", choices=Level.choices, method="by_then", empty_label="全部")
    category = django_filters.ChoiceFilter(
        label="困难类别", choices=category_choices, method="by_then", empty_label="全部"
    )
    main_cause = django_filters.ChoiceFilter(
        label="主要致困原因", choices=Cause.choices, method="by_then", empty_label="全部"
    )
    filed_from = django_filters.DateFilter(label="建档日期从", field_name="filed_on", lookup_expr="gte")
    filed_to = django_filters.DateFilter(label="建档日期至", field_name="filed_on", lookup_expr="lte")

    class Meta:
        model = Household
        form = RegisterForm
        fields: list[str] = []

    def __init__(self, query: Query, rows: Any) -> None:
        self.asked = query
        super().__init__(query.data, rows)
        for name in ("filed_from", "filed_to"):
            self.filters[name].extra["widget"] = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def by_then(self, rows: HouseholdQuerySet, name: str, value: str) -> HouseholdQuerySet:
        """Narrow by a column as it was on the day that is asked."""
        return rows.filter(**{then(name, self.asked.as_of): value})


class RosterFilter(ArchiveFilter):
    """The roster's: also by status, and as the list of archives by what is found now."""

    status = django_filters.ChoiceFilter(label="状态", choices=STATUS_CHOICES, method="by_status", empty_label="在档")
    clear = django_filters.ChoiceFilter(label="六清", choices=CLEAR_CHOICES, method="by_clear", empty_label="不限")
    is_migrant = django_filters.ChoiceFilter(label="农民工", choices=YES_NO, empty_label="不限")
    is_single_parent = django_filters.ChoiceFilter(label="单亲家庭", choices=YES_NO, empty_label="不限")

    def by_status(self, rows: HouseholdQuerySet, name: str, value: str) -> HouseholdQuerySet:
        """Leave it to the source, whose rows are those on file unless another status is asked."""
        return rows

    def by_clear(self, rows: HouseholdQuerySet, name: str, value: str) -> HouseholdQuerySet:
        """Narrow to those clear in all six, not clear in some, or not clear in one named item."""
        if value == CLEAR:
            return rows.filter(clear_mask=ALL_CLEAR)
        if value == NOT_CLEAR:
            return rows.filter(clear_mask__lt=ALL_CLEAR)
        return rows.filter(clear_mask__in=masks_not_clear_in(int(value)))


def of_status(rows: HouseholdQuerySet, query: Query) -> HouseholdQuerySet:
    """Narrow to the archives on file at the day that is asked, or to another status that is asked."""
    status = query.data.get("status") or Status.ON_FILE
    wanted = IN_CARE if status == BOTH else (status,)
    return rows.filter(**{f"{then('status', query.as_of)}__in": wanted})
