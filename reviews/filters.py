"""What the lists of reviews can be narrowed to; every choice lives in the URL."""

from typing import Any

import django_filters
from django import forms
from django.http import QueryDict

from core.forms import TidyForm
from organizations.choosing import UnionFilter, unions_in_scope
from organizations.models import Union, User
from reviews.enums import ReviewStatus, StepKind, Subject
from reviews.models import Review
from reviews.querysets import ReviewQuerySet

LATE = "yes"


class FilterForm(TidyForm, forms.Form):
    """The look of the filter bar: each choice names itself while nothing is chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label
        self.fields["q"].widget.attrs |= {"placeholder": "姓名、档案编号、审核编号", "type": "search"}


class ReviewFilter(django_filters.FilterSet):
    """Subject, kind of the waiting step, union, lateness, and a search."""

    q = django_filters.CharFilter(label="查找", method="find", max_length=60)
    subject = django_filters.ChoiceFilter(label="事项", choices=Subject.choices, empty_label="全部事项")
    kind = django_filters.ChoiceFilter(
        label="环节", field_name="step__kind", choices=StepKind.choices, empty_label="全部环节"
    )
    union = UnionFilter(label="申请单位", queryset=Union.objects.none(), to_field_name="code", empty_label="全部单位")
    late = django_filters.ChoiceFilter(
        label="期限", choices=[(LATE, "已逾期")], method="by_late", empty_label="期限不限"
    )

    class Meta:
        model = Review
        form = FilterForm
        fields: list[str] = []

    def __init__(self, query: QueryDict, reviews: ReviewQuerySet, *, user: User) -> None:
        super().__init__(query, reviews)
        self.filters["union"].queryset = unions_in_scope(user, asked=query.get("union", ""))

    def find(self, reviews: ReviewQuerySet, name: str, term: str) -> ReviewQuerySet:
        """Narrow to what somebody typed."""
        return reviews.matching(term)

    def by_late(self, reviews: ReviewQuerySet, name: str, choice: str) -> ReviewQuerySet:
        """Narrow to those past their time."""
        return reviews.overdue()


class ApiReviewFilter(ReviewFilter):
    """The filter of the API, where one list holds what the pages show in four."""

    status = django_filters.ChoiceFilter(label="状态", choices=ReviewStatus.choices)
    waiting = django_filters.ChoiceFilter(label="待本人办理", choices=[(LATE, "是")], method="by_waiting")

    def __init__(self, query: QueryDict, reviews: ReviewQuerySet, *, user: User) -> None:
        super().__init__(query, reviews, user=user)
        self.user = user

    def by_waiting(self, reviews: ReviewQuerySet, name: str, choice: str) -> ReviewQuerySet:
        """Narrow to those whose step waits for the user."""
        return reviews.waiting_for(self.user).actionable()
