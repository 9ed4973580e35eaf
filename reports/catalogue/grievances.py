"""信访申诉台账: the grievances of a period that the reader may see, how each was answered; nobody's name or number."""

from operator import attrgetter
from typing import Any

import django_filters
from django.db.models.functions import Collate, Substr

from audits.grievances.counts import FURTHER, condition
from audits.grievances.enums import Channel, Finding, GrievanceCategory, GrievanceStatus
from audits.grievances.rules import READERS
from audits.models import Grievance
from core import clock
from reports.catalogue.archives import PLACES
from reports.catalogue.base import RUNNING, Field, RegisterKind, Topic
from reports.catalogue.linefields import dated, worded, words_for
from reports.catalogue.lines import LineSource
from reports.catalogue.periods import PeriodForm, period_of
from reports.catalogue.query import Query
from reports.registers.data import Cell, Kind

BY_TREE = Collate("union__path", "C")
LONGEST = 120  # of what was said: a table is no place for all of it
KNOWN = {"True": "是", "False": "否", "None": ""}


class GrievanceRegisterFilter(django_filters.FilterSet):
    """What the list is narrowed to."""

    start = django_filters.DateFilter(label="收到日期从", method="as_they_are")
    end = django_filters.DateFilter(label="至", method="as_they_are")
    state = django_filters.ChoiceFilter(
        label="状态", choices=[*GrievanceStatus.choices, *FURTHER], method="by_state", empty_label="全部"
    )
    about = django_filters.ChoiceFilter(
        label="类别", field_name="category", choices=GrievanceCategory.choices, empty_label="全部"
    )
    channel = django_filters.ChoiceFilter(label="渠道", choices=Channel.choices, empty_label="全部")

    class Meta:
        model = Grievance
        form = PeriodForm
        fields: list[str] = []

    def __init__(self, query: Query, rows: Any) -> None:
        super().__init__(query.data, rows)

    def as_they_are(self, rows: Any, name: str, value: Any) -> Any:
        """Leave it to the source."""
        return rows

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        """Narrow to a state, as the list and the statistics do."""
        return rows.filter(condition(value))


class GrievanceSource(LineSource):
    """Grievances, of which many are about no archive."""

    def archive_of(self, record: Any) -> str:
        """Return the number of the archive that one is about; empty for none."""
        return record.archive_no or ""


def grievances_of(query: Query) -> Any:
    """Return the grievances that came in the days that are asked, as far as the reader may see them."""
    period = period_of(query)
    return Grievance.objects.visible_to(query.user).filter(received_at__date__range=(period.first, period.last))


def _day(name: str) -> Any:
    value = attrgetter(name)
    return lambda line: f"{clock.day_of(value(line)):%Y-%m-%d}" if value(line) else ""


def _ways(line: Any) -> Cell:
    words = [Channel(line.channel).label, *(["匿名"] if line.anonymous else []), *(["保密"] if line.secret else [])]
    return "、".join(map(str, words))


def _days(line: Any) -> Cell:
    return (clock.day_of(line.answered) - clock.day_of(line.received)).days if line.answered else None


def _late(line: Any) -> Cell:
    if not line.answered:
        return "逾期" if line.status in (GrievanceStatus.RECEIVED, GrievanceStatus.ASSIGNED) and _is_over(line) else ""
    return "逾期" if clock.day_of(line.answered) > line.due_on else "按期"


def _is_over(line: Any) -> bool:
    return bool(line.due_on < clock.today())


COLUMNS = {
    "archive_no": "household__archive_no",
    "union": "union__name",
    "number": "number",
    "channel": "channel",
    "anonymous": "is_anonymous",
    "secret": "is_secret",
    "kind": "category",
    "text": Substr("text", 1, LONGEST),
    "received": "received_at",
    "due_on": "due_on",
    "status": "status",
    "owner": "owner__name",
    "answered": "answered_at",
    "finding": "finding",
    "appealed": "appealed_at",
    "upheld": "appeal_upheld",
}
KINDS_OF = worded("kind", words_for(GrievanceCategory))

GRIEVANCES = RegisterKind(
    name="grievances",
    title="信访申诉台账",
    about="一段时间内收到的信访件：类别、内容、承办人、期限和答复情况；不列反映人，保密件只列给能看到的人。",
    topic=Topic.WORK,
    unit="件",
    measure="单位：件",
    roles=READERS,
    fields=(
        RUNNING,
        Field("prefecture", "州市", 31, Kind.WORD, attrgetter("prefecture")),
        Field("county", "县（市、区）", 24, Kind.WORD, attrgetter("county")),
        Field("union", "受理单位", 34, Kind.TEXT, attrgetter("union")),
        Field("number", "编号", 24, Kind.CODE, attrgetter("number")),
        Field("received", "收到日期", 20, Kind.CODE, _day("received")),
        Field("way", "方式", 26, Kind.TEXT, _ways),
        Field("kind", "类别", 22, Kind.WORD, KINDS_OF),
        Field("text", "反映内容", 70, Kind.TEXT, attrgetter("text")),
        Field("archive_no", "关联档案", 29, Kind.CODE, lambda line: line.archive_no or ""),
        Field("owner", "承办人", 18, Kind.WORD, lambda line: line.owner or ""),
        Field("due_on", "答复期限", 20, Kind.CODE, dated("due_on")),
        Field("status", "状态", 20, Kind.WORD, worded("status", words_for(GrievanceStatus))),
        Field("answered", "答复日期", 20, Kind.CODE, _day("answered")),
        Field("finding", "核实结论", 20, Kind.WORD, worded("finding", words_for(Finding))),
        Field("days", "答复\n天数", 13, Kind.COUNT, _days),
        Field("late", "按期\n逾期", 13, Kind.WORD, _late),
        Field("appealed", "申请复查", 20, Kind.CODE, _day("appealed")),
        Field("upheld", "复查\n改变", 13, Kind.WORD, lambda line: KNOWN[str(line.upheld)]),
    ),
    usual=(
        *("no", "county", "union", "number", "received", "way", "kind", "text", "owner"),
        *("due_on", "status", "answered", "finding", "late"),
    ),
    orders={"place": "按受理单位", "day": "按收到日期", "due": "按答复期限"},
    groupings={**{key: PLACES[key] for key in ("prefecture", "county")}, "kind": "类别"},
    filters=GrievanceRegisterFilter,
    source=GrievanceSource(
        grievances_of,
        COLUMNS,
        path="union__path",
        orders={
            "place": (BY_TREE, "received_at", "pk"),
            "day": ("received_at", "pk"),
            "due": ("due_on", "pk"),
        },
        groups={"kind": (("category",), KINDS_OF)},
    ),
    is_wide=True,
    period_of=period_of,
    note="按收到日期统计，按现在的受理单位归属；反映内容只列前 120 字",
)
