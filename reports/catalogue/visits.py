"""走访台账: every visit and call of a period, as it was logged."""

from operator import attrgetter
from typing import Any

import django_filters
from django.db.models import Q

from pairing.enums import Met, VisitMethod
from pairing.models import Visit
from reports.catalogue.archives import PLACES
from reports.catalogue.base import Field, RegisterKind, Topic
from reports.catalogue.linefields import IDENTITY, LINE_FIELDS, PHONE, LineFilter, dated, worded, words_for
from reports.catalogue.lines import LineSource, worker_of
from reports.catalogue.periods import period_of
from reports.catalogue.query import Query
from reports.catalogue.readingon import TREE_OF_LINES
from reports.registers.data import Cell, Kind

DONE, IN_VAIN = "done", "in_vain"
METS = [(DONE, "见到人的"), (IN_VAIN, "未见到人的")]
UNIT = "unit"


class VisitFilter(LineFilter):
    """What visits are narrowed to."""

    method = django_filters.ChoiceFilter(label="方式", choices=VisitMethod.choices, empty_label="全部")
    met = django_filters.ChoiceFilter(label="见到何人", choices=METS, method="by_met", empty_label="不限")
    visitor = django_filters.CharFilter(label="走访人", field_name="visitor_name", max_length=60)
    health_kit = django_filters.ChoiceFilter(
        label="健康包", choices=[("True", "发放了"), ("False", "未发放")], empty_label="不限"
    )

    class Meta(LineFilter.Meta):
        model = Visit

    def by_met(self, rows: Any, name: str, value: str) -> Any:
        """Narrow to those on which somebody was met, or nobody."""
        nobody = Q(met=Met.NOBODY)
        return rows.filter(nobody if value == IN_VAIN else ~nobody)


def visits_of(query: Query) -> Any:
    """Return the visits of the days that are asked."""
    period = period_of(query)
    rows = Visit.objects.visible_to(query.user).filter(on__range=(period.first, period.last))
    return rows.annotate(worker=worker_of("household"))


def _kit(line: Any) -> Cell:
    return (line.kit_contents or "已发放") if line.kit else ""


COLUMNS = {
    "archive_no": "household__archive_no",
    "name": "household__head_name",
    "union": "household__union__name",
    "category": "household__category",
    "level": "household__level",
    IDENTITY: "worker__identity_no",
    PHONE: "worker__phone",
    "on": "on",
    "method": "method",
    "visitor": "visitor_name",
    UNIT: "cadre__unit__name",
    "met": "met",
    "situation": "situation",
    "difficulty": "difficulty_text",
    "measures": "measures",
    "policies": "policies",
    "kit": "health_kit",
    "kit_contents": "health_kit_contents",
    "next": "next_visit_on",
}

VISITS = RegisterKind(
    name="visits",
    title="走访台账",
    about="一段时间内的每次入户和电话：谁走访、见到谁、情况、困难、措施和健康包。",
    topic=Topic.CARE,
    unit="次",
    measure="单位：次",
    fields=(
        *LINE_FIELDS,
        Field("on", "走访日期", 20, Kind.CODE, dated("on")),
        Field("method", "方式", 18, Kind.WORD, worded("method", words_for(VisitMethod))),
        Field("visitor", "走访人", 18, Kind.WORD, attrgetter("visitor")),
        Field(UNIT, "帮扶单位", 34, Kind.TEXT, lambda line: line.unit or "", needs=UNIT),
        Field("met", "见到\n何人", 18, Kind.WORD, worded("met", words_for(Met))),
        Field("situation", "走访情况", 80, Kind.TEXT, attrgetter("situation")),
        Field("difficulty", "存在困难", 50, Kind.TEXT, attrgetter("difficulty")),
        Field("measures", "帮扶措施", 50, Kind.TEXT, attrgetter("measures")),
        Field("policies", "宣传政策", 36, Kind.TEXT, attrgetter("policies")),
        Field("kit", "健康包", 30, Kind.TEXT, _kit),
        Field("next", "下次走访", 20, Kind.CODE, dated("next")),
    ),
    usual=(
        *("no", "county", "union", "archive_no", "name", "on", "method", "visitor", "met"),
        *("situation", "difficulty", "measures", "policies", "kit"),
    ),
    orders={"place": "按建档单位", "day": "按走访日期", "visitor": "按走访人"},
    groupings={**PLACES, "visitor": "走访人", "method": "方式"},
    filters=VisitFilter,
    source=LineSource(
        visits_of,
        COLUMNS,
        path="household__union_path",
        orders={
            "place": (*TREE_OF_LINES, "on", "pk"),
            "day": ("on", "pk"),
            "visitor": ("visitor_name", "on", "pk"),
        },
        groups={
            "visitor": (("visitor_name",), attrgetter("visitor")),
            "method": (("method",), worded("method", words_for(VisitMethod))),
        },
    ),
    is_wide=True,
    period_of=period_of,
    note="建档单位、职工姓名、困难类别、建档标准为档案现在的内容；走访情况为走访时登记的",
)
