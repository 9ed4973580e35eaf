"""数据问题清单: every fault that stands, with the words of its rule, for whoever mends them on paper."""

from operator import attrgetter
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef

from audits.models import Fault, PlantedFault
from audits.quality.catalogue import BY_CODE, RULES
from audits.quality.enums import Group, Severity
from audits.quality.rule import Rule
from reports.catalogue.archives import PLACES
from reports.catalogue.base import Field, RegisterKind, Topic
from reports.catalogue.linefields import IDENTITY, LINE_FIELDS, PHONE, dated
from reports.catalogue.lines import LineSource, worker_of
from reports.catalogue.narrowing import RegisterForm
from reports.catalogue.query import Query
from reports.catalogue.readingon import TREE_OF_LINES
from reports.registers.data import Kind

PLANTED = "planted"
KNOWN = [(rule.code, rule.title) for rule in RULES]


class FaultFilter(django_filters.FilterSet):
    """What the list is narrowed to."""

    part = django_filters.ChoiceFilter(label="类别", choices=Group.choices, method="by_part", empty_label="全部")
    severity = django_filters.ChoiceFilter(
        label="程度", choices=Severity.choices, method="by_severity", empty_label="全部"
    )
    rule = django_filters.ChoiceFilter(label="规则", choices=KNOWN, empty_label="全部规则")
    since = django_filters.DateFilter(label="发现日期起", field_name="found_on", lookup_expr="gte")
    q = django_filters.CharFilter(
        label="职工姓名", field_name="household__head_name", lookup_expr="contains", max_length=60
    )

    class Meta:
        model = Fault
        form = RegisterForm
        fields: list[str] = []

    def __init__(self, query: Query, rows: Any) -> None:
        super().__init__(query.data, rows)

    def by_part(self, rows: Any, name: str, value: str) -> Any:
        """Narrow to the rules of a part of the register."""
        return rows.filter(rule__in=[rule.code for rule in RULES if rule.group == value])

    def by_severity(self, rows: Any, name: str, value: str) -> Any:
        """Narrow to the rules of a severity."""
        return rows.filter(rule__in=[rule.code for rule in RULES if rule.severity == value])


def faults_of(query: Query) -> Any:
    """Return the faults that stand."""
    rows = Fault.objects.visible_to(query.user).standing().annotate(worker=worker_of("household"))
    planted = PlantedFault.objects.filter(rule=OuterRef("rule"), household=OuterRef("household"))
    return rows.annotate(is_planted=Exists(planted))


def _rule(line: Any) -> Rule | None:
    return BY_CODE.get(line.rule)


def _title(line: Any) -> str:
    return rule.title if (rule := _rule(line)) else str(line.rule)


def _part(line: Any) -> str:
    return str(rule.group.label) if (rule := _rule(line)) else ""


def _severity(line: Any) -> str:
    return str(rule.severity.label) if (rule := _rule(line)) else ""


COLUMNS = {
    "archive_no": "household__archive_no",
    "name": "household__head_name",
    "union": "household__union__name",
    "category": "household__category",
    "level": "household__level",
    IDENTITY: "worker__identity_no",
    PHONE: "worker__phone",
    "rule": "rule",
    "detail": "detail",
    "found_on": "found_on",
    "cadre": "household__cadre_names",
    PLANTED: "is_planted",
}

FAULTS = RegisterKind(
    name="faults",
    title="数据问题清单",
    about="数据质量检查发现、尚待处理的问题：规则、程度、情况、处理说明和帮扶责任人。",
    topic=Topic.WORK,
    unit="个",
    measure="单位：个",
    fields=(
        *LINE_FIELDS,
        Field("part", "类别", 20, Kind.WORD, _part),
        Field("severity", "程度", 13, Kind.WORD, _severity),
        Field("title", "问题", 50, Kind.TEXT, _title),
        Field("detail", "情况", 60, Kind.TEXT, attrgetter("detail")),
        Field("advice", "处理说明", 70, Kind.TEXT, lambda line: rule.explanation if (rule := _rule(line)) else ""),
        Field("found_on", "发现日期", 20, Kind.CODE, dated("found_on")),
        Field("cadre", "帮扶\n责任人", 18, Kind.WORD, attrgetter("cadre")),
        Field(PLANTED, "演示\n植入", 12, Kind.WORD, lambda line: "是" if line.planted else "", needs=PLANTED),
    ),
    usual=("no", "county", "union", "archive_no", "name", "severity", "title", "detail", "advice", "found_on", "cadre"),
    orders={"place": "按建档单位", "rule": "按规则", "day": "按发现日期"},
    groupings={**PLACES, "rule": "规则", "cadre": "帮扶责任人"},
    filters=FaultFilter,
    source=LineSource(
        faults_of,
        COLUMNS,
        path="union_path",
        orders={
            "place": (*TREE_OF_LINES, "rule", "subject", "pk"),
            "rule": ("rule", "household__archive_no", "subject"),
            "day": ("-found_on", "household__archive_no", "rule", "subject"),
        },
        groups={
            "rule": (("rule",), _title),
            "cadre": (("household__cadre_names",), lambda line: line.cadre or "未结对"),
        },
    ),
    is_wide=True,
    note="不含已登记例外的问题；职工姓名、困难类别、建档标准为档案现在的内容",
)
