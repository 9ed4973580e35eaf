"""脱困退出名单 and 渐退监测台账: who left or was cancelled in a period, and who tapers and how he is watched."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

import django_filters
from django.db.models import Count, F, Q

from audits.dynamics import CANCELS, EXITS
from audits.enums import WarningSign
from audits.models import Monitoring
from households.enums import Category, Level, Status
from households.models import StatusChange
from households.querysets import HouseholdQuerySet
from reports.catalogue.archives import CHUNK, GROUPINGS, ORDERS, PLACES, ArchiveSource, Filed, place_names
from reports.catalogue.base import Field, RegisterKind, Topic
from reports.catalogue.narrowing import ArchiveFilter
from reports.catalogue.past import then
from reports.catalogue.periods import PeriodForm, period_of
from reports.catalogue.query import Query
from reports.catalogue.readingon import keys_of
from reports.catalogue.roster import day_words, fields_of
from reports.registers.data import Kind

LEFT, CANCELLED = "exited", "cancelled"
WAYS = [(LEFT, "脱困"), (CANCELLED, "注销")]


class ExitFilter(django_filters.FilterSet):
    """What the list of exits is narrowed to; the days are read by the source."""

    start = django_filters.DateFilter(label="退出日期从", method="as_they_are")
    end = django_filters.DateFilter(label="退出日期至", method="as_they_are")
    way = django_filters.ChoiceFilter(label="退出方式", choices=WAYS, method="by_way", empty_label="脱困和注销")
    level = django_filters.ChoiceFilter(label="建档标准", choices=Level.choices, empty_label="全部")
    category = django_filters.ChoiceFilter(label="困难类别", choices=Category.choices, empty_label="全部")

    class Meta:
        model = StatusChange
        form = PeriodForm
        fields: list[str] = []

    def __init__(self, query: Query, rows: Any) -> None:
        super().__init__(query.data, rows)

    def as_they_are(self, rows: Any, name: str, value: datetime.date) -> Any:
        """Leave the days to the source, which knows the usual ones."""
        return rows

    def by_way(self, rows: Any, name: str, value: str) -> Any:
        """Narrow to those who left, or to those who were cancelled."""
        return rows.filter(EXITS if value == LEFT else CANCELS)


class ExitSource(ArchiveSource):
    """Changes by which archives left, each with its archive as it is now."""

    def __init__(self) -> None:
        super().__init__(lambda rows, query: rows)

    def rows(self, query: Query) -> Any:
        """Return the changes of the period; of an archive that tapered first that alone, which was the exit."""
        period = period_of(query)
        rows = StatusChange.objects.visible_to(query.user).filter(
            EXITS | CANCELS, union_path__startswith=query.union.path, on__range=(period.first, period.last)
        )
        return query.narrowed(rows)

    def records(self, query: Query) -> Iterator[Filed]:
        """Yield them in order, chunk by chunk."""
        orders = {"day": ("on", "pk"), "place": ("union_path", "household__archive_no", "pk")}
        first = ("union_path",) if query.group else ()  # groups are of places alone
        rows = self.rows(query).select_related("household__union").defer("household__search", "household__remark")
        rows = query.ordered(rows, (*first, *orders[query.order]))
        names, found = place_names(query), rows.iterator(chunk_size=CHUNK)
        while chunk := list(islice(found, CHUNK)):
            for change, filed in zip(chunk, self.dressed([one.household for one in chunk], query, names), strict=True):
                filed.extra = change
                yield filed

    def keys_of(self, record: Filed) -> tuple[Any, ...]:
        """Return what the change stands in order by."""
        return keys_of(record.extra)


def _way(filed: Filed) -> str:
    return "注销" if filed.extra.to_status == Status.CANCELLED else "脱困"


EXIT_FIELDS = (
    *fields_of("no", "prefecture", "county", "union", "archive_no", "name", "sex", "identity_no", "phone"),
    Field("category", "困难类别", 20, Kind.WORD, lambda filed: filed.extra.get_category_display()),
    Field("level", "建档\n标准", 13, Kind.WORD, lambda filed: filed.extra.get_level_display()),
    *fields_of("persons", "main_cause", "filed_on"),
    Field("left_on", "退出日期", 20, Kind.CODE, lambda filed: day_words(filed.extra.on)),
    Field("way", "退出\n方式", 12, Kind.WORD, _way),
    Field("channel", "退出渠道", 22, Kind.WORD, lambda filed: filed.extra.channel),
    Field("reason", "退出原因", 40, Kind.TEXT, lambda filed: filed.extra.cause),
    Field("review_no", "审核编号", 28, Kind.CODE, lambda filed: filed.extra.review_no),
    Field("taper_until", "渐退期至", 20, Kind.CODE, lambda filed: day_words(filed.home.taper_until)),
    *fields_of("aid", "cadre", "address"),
    Field("now", "现状态", 14, Kind.WORD, lambda filed: filed.home.get_status_display()),
)


def exits_title(query: Query) -> str:
    """Name who is on the list."""
    named = {LEFT: "脱困退出人员名单", CANCELLED: "注销人员名单"}
    return named.get(query.asked["way"], "退出（脱困、注销）人员名单")


EXITS_KIND = RegisterKind(
    name="exits",
    title="脱困退出名单",
    about="一段时间内脱困和注销的职工：退出日期、方式、渠道、原因和审核编号。",
    topic=Topic.CHANGES,
    unit="户",
    measure="单位：人、元",
    fields=EXIT_FIELDS,
    usual=(
        *("no", "county", "union", "archive_no", "name", "sex", "identity_no", "category", "level", "persons"),
        *("main_cause", "filed_on", "left_on", "way", "channel", "reason"),
    ),
    orders={"place": "按建档单位", "day": "按退出日期"},
    groupings=PLACES,
    filters=ExitFilter,
    source=ExitSource(),
    is_wide=True,
    title_of=exits_title,
    period_of=period_of,
)


@dataclass(frozen=True)
class Watched:
    """What is known of an archive that tapers: since when, how many visits, overdue ones, the last one."""

    since: datetime.date | None = None
    times: int = 0
    due: int = 0
    latest: Monitoring | None = None

    @property
    def seen_on(self) -> datetime.date | None:
        return self.latest.on_day if self.latest else None

    @property
    def found(self) -> str:
        return self.latest.situation if self.latest else ""

    @property
    def per_head(self) -> Decimal | None:
        return self.latest.per_head if self.latest else None

    @property
    def signs(self) -> str:
        return "、".join(str(WarningSign(sign).label) for sign in self.latest.signs) if self.latest else ""


class TaperSource(ArchiveSource):
    """Archives that taper, each with what their follow-up visits found."""

    def dressed(self, homes: list, query: Query, names: Any) -> list[Filed]:
        """Load when each entered its taper, and its visits after exit; three queries more."""
        found, ids = super().dressed(homes, query, names), [home.pk for home in homes]
        made: Any = Monitoring.objects.filter(household__in=ids).order_by().values("household")
        done = made.annotate(
            times=Count("pk", filter=Q(on_day__lte=query.day)),
            due=Count("pk", filter=Q(on_day=None, due_on__lt=query.day)),
        )
        counted = {row.pop("household"): row for row in done}
        last = Monitoring.objects.filter(household__in=ids, on_day__lte=query.day).order_by("household", "on_day", "pk")
        latest = {look.household_id: look for look in last}
        entered = StatusChange.objects.filter(household__in=ids, to_status=Status.TAPERING, on__lte=query.day)
        since = dict(entered.order_by("pk").values_list("household", "on"))
        for filed in found:
            key = filed.home.pk
            filed.extra = Watched(since.get(key), **counted.get(key, {}), latest=latest.get(key))
        return found


def tapering(rows: HouseholdQuerySet, query: Query) -> HouseholdQuerySet:
    """Narrow to the archives that taper at the day that is asked."""
    return rows.filter(**{then("status", query.as_of): Status.TAPERING})


TAPERING = RegisterKind(
    name="tapering",
    title="渐退监测台账",
    about="渐退期内的职工：期限、保留的帮扶、回访次数、最近回访情况和预警信号。",
    topic=Topic.CHANGES,
    unit="户",
    measure="单位：人、元",
    fields=(
        *fields_of("no", "prefecture", "county", "union", "archive_no", "name", "sex", "identity_no", "phone"),
        *fields_of("category", "level", "persons", "main_cause"),
        Field("since", "进入渐退期", 20, Kind.CODE, lambda filed: day_words(filed.extra.since)),
        Field("until", "渐退期至", 20, Kind.CODE, lambda filed: day_words(filed.home.taper_until)),
        Field("kept", "保留的帮扶", 36, Kind.TEXT, lambda filed: filed.home.taper_aid),
        Field("times", "回访\n次数", 12, Kind.COUNT, lambda filed: filed.extra.times, is_summed=True),
        Field("last", "最近回访", 20, Kind.CODE, lambda filed: day_words(filed.extra.seen_on)),
        Field("due", "逾期\n未访", 12, Kind.COUNT, lambda filed: filed.extra.due, is_summed=True),
        Field("found", "回访情况", 44, Kind.TEXT, lambda filed: filed.extra.found),
        Field("figure", "回访时\n人均收入", 20, Kind.MONEY, lambda filed: filed.extra.per_head),
        Field("signs", "预警信号", 26, Kind.TEXT, lambda filed: filed.extra.signs),
        *fields_of("cadre", "address"),
    ),
    usual=(
        *("no", "county", "union", "archive_no", "name", "identity_no", "main_cause", "since", "until", "kept"),
        *("times", "last", "due", "found", "signs", "cadre"),
    ),
    orders={**{key: ORDERS[key] for key in ("place", "number", "name")}, "until": "按渐退期限"},
    groupings=GROUPINGS,
    filters=ArchiveFilter,
    source=TaperSource(tapering, orders={"until": (F("taper_until").asc(nulls_last=True), "pk")}),
    is_told_of_past=True,
    is_wide=True,
)
