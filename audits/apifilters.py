"""What findings, faults and score cards are narrowed to by a program."""

from typing import Any

import django_filters
from django.http import QueryDict

from audits.forms.quality import GONE, STANDING, STATES, WAIVED
from audits.models import Fault, ScoreCard, VerificationFinding
from audits.quality.catalogue import RULES
from audits.quality.enums import Group, Severity
from audits.quality.querysets import FaultQuerySet
from audits.scores.enums import CardStatus
from audits.verification.enums import FindingStatus, Outcome, PopulationClass
from audits.verification.querysets import FindingQuerySet
from organizations.choosing import UnionFilter, unions_in_scope
from organizations.models import Union, User

YES = [("yes", "是")]


class UnionBelow(UnionFilter):
    """A union, which stands for everything below it, by the path that ``field_name`` leads to."""

    def filter(self, rows: Any, union: Union | None) -> Any:
        """Narrow to the rows of the union's subtree."""
        return rows.filter(**{f"{self.field_name}__startswith": union.path}) if union else rows


class OfUnions(django_filters.FilterSet):
    """What is narrowed to a union by its code."""

    def __init__(self, query: QueryDict, rows: Any, *, user: User) -> None:
        super().__init__(query, rows)
        self.filters["union"].queryset = unions_in_scope(user, asked=query.get("union", ""))


def below(field_name: str, label: str) -> UnionBelow:
    """Return the filter by the code of a union."""
    return UnionBelow(label=label, field_name=field_name, queryset=Union.objects.none(), to_field_name="code")


class FindingApiFilter(OfUnions):
    """Findings by verification, union, class, state and outcome."""

    verification = django_filters.NumberFilter(label="核查（id）", min_value=1, max_value=2**31 - 1)
    union = below("sample__unit__union__path", "所在单位")
    population_class = django_filters.ChoiceFilter(
        label="对象", field_name="sample__stratum__population_class", choices=PopulationClass.choices
    )
    status = django_filters.ChoiceFilter(label="状态", choices=FindingStatus.choices)
    outcome = django_filters.ChoiceFilter(label="结论", choices=Outcome.choices)
    wrong = django_filters.ChoiceFilter(label="只列有问题的", choices=YES, method="only_wrong")

    class Meta:
        model = VerificationFinding
        fields: list[str] = []

    def only_wrong(self, rows: FindingQuerySet, name: str, value: str) -> FindingQuerySet:
        """Narrow to those that count as anything but right."""
        return rows.wrong()


class FaultApiFilter(OfUnions):
    """Faults by state (at first those that stand), union, part, severity, rule and day."""

    state = django_filters.ChoiceFilter(label="状态（不填为待处理）", choices=STATES, method="in_state")
    union = below("union_path", "建档单位")
    part = django_filters.ChoiceFilter(label="类别", choices=Group.choices, method="by_part")
    severity = django_filters.ChoiceFilter(label="程度", choices=Severity.choices, method="by_severity")
    rule = django_filters.ChoiceFilter(label="规则", choices=[(rule.code, rule.title) for rule in RULES])
    since = django_filters.DateFilter(label="发现日期起", field_name="found_on", lookup_expr="gte")

    class Meta:
        model = Fault
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        """Leave those that stand where no state is asked."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data["state"] else rows.standing()

    def in_state(self, rows: FaultQuerySet, name: str, value: str) -> FaultQuerySet:
        """Narrow to a state."""
        return {STANDING: rows.standing, WAIVED: rows.waived, GONE: rows.gone}[value]()

    def by_part(self, rows: FaultQuerySet, name: str, value: str) -> FaultQuerySet:
        """Narrow to the rules of a part of the register."""
        return rows.filter(rule__in=[rule.code for rule in RULES if rule.group == value])

    def by_severity(self, rows: FaultQuerySet, name: str, value: str) -> FaultQuerySet:
        """Narrow to the rules of a severity."""
        return rows.of_severity(value)


class CardApiFilter(OfUnions):
    """Score cards by year, union and state."""

    year = django_filters.NumberFilter(label="年度", field_name="sheet__year", min_value=2000, max_value=2100)
    union = below("union__path", "被考核单位")
    status = django_filters.ChoiceFilter(label="状态", choices=CardStatus.choices)

    class Meta:
        model = ScoreCard
        fields: list[str] = []
