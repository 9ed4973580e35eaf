"""户户清工作台账: of each household its visits, what was found, planned and solved, and what is not clear."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import Count, Max, Q

from assistance.models import Measure
from households.clearmask import SHORT_NAMES, is_clear_in
from households.models import Difficulty
from pairing.enums import Met, VisitMethod
from pairing.models import Visit
from reports.catalogue.archives import GROUPINGS, ORDERS, ArchiveSource, Filed
from reports.catalogue.base import Field, RegisterKind, Topic
from reports.catalogue.narrowing import RosterFilter, of_status
from reports.catalogue.periods import PeriodForm, period_of
from reports.catalogue.query import Query
from reports.catalogue.roster import day_words, fields_of
from reports.registers.data import Cell, Kind

CLEAR, NOT_CLEAR = "清", "不清"


class LedgerFilter(RosterFilter):
    """As the roster's, and the days between which visits count."""

    start = django_filters.DateFilter(label="走访日期从", method="as_they_are")
    end = django_filters.DateFilter(label="走访日期至", method="as_they_are")

    class Meta(RosterFilter.Meta):
        form = PeriodForm

    def as_they_are(self, rows: Any, name: str, value: Any) -> Any:
        """Leave the days to the source."""
        return rows


class LedgerSource(ArchiveSource):
    """Archives with their numbers, three grouped queries for a chunk."""

    def dressed(self, homes: list, query: Query, names: Any) -> list[Filed]:
        """Count what was done for each."""
        found, ids, period = super().dressed(homes, query, names), [home.pk for home in homes], period_of(query)
        visited = Q(on__range=(period.first, period.last)) & ~Q(met=Met.NOBODY)
        visits = _counted(
            Visit.objects.filter(visited, household__in=ids),
            "household",
            home=Count("pk", filter=Q(method=VisitMethod.HOME)),
            call=Count("pk", filter=Q(method=VisitMethod.CALL)),
            last=Max("on"),
        )
        difficulties = _counted(
            Difficulty.objects.filter(household__in=ids),
            "household",
            found=Count("pk"),
            solved=Count("pk", filter=Q(closed_on__isnull=False)),
        )
        measures = _counted(
            Measure.objects.filter(difficulty__household__in=ids), "difficulty__household", planned=Count("pk")
        )
        for filed in found:
            key = filed.home.pk
            filed.extra = {**visits.get(key, {}), **difficulties.get(key, {}), **measures.get(key, {})}
        return found


def _counted(rows: Any, by: str, **numbers: Any) -> dict[int, dict[str, Any]]:
    return {row.pop(by): row for row in rows.order_by().values(by).annotate(**numbers)}


def _number(key: str) -> Callable[[Filed], Cell]:
    return lambda filed: filed.extra.get(key, 0)


def _open(filed: Filed) -> int:
    return filed.extra.get("found", 0) - filed.extra.get("solved", 0)


def _clear(item: int) -> Callable[[Filed], Cell]:
    def read(filed: Filed) -> Cell:
        mask = filed.home.clear_mask
        return "" if mask is None else CLEAR if is_clear_in(mask, item) else NOT_CLEAR

    return read


CLEAR_LEDGER = RegisterKind(
    name="clear_ledger",
    title="户户清工作台账",
    about="每户的走访人次、困难问题、帮扶措施、已解决和未解决，以及六清各项。",
    topic=Topic.WORK,
    unit="户",
    measure="单位：次、件",
    fields=(
        *fields_of("no", "prefecture", "county", "union", "archive_no", "name", "category", "level", "main_cause"),
        *fields_of("cadre", "status"),
        Field("home", "入户\n走访", 13, Kind.COUNT, _number("home"), is_summed=True),
        Field("call", "电话\n联系", 13, Kind.COUNT, _number("call"), is_summed=True),
        Field("last", "最近走访", 20, Kind.CODE, lambda filed: day_words(filed.extra.get("last"))),
        Field("found", "困难\n问题", 13, Kind.COUNT, _number("found"), is_summed=True),
        Field("planned", "帮扶\n措施", 13, Kind.COUNT, _number("planned"), is_summed=True),
        Field("solved", "已解决", 14, Kind.COUNT, _number("solved"), is_summed=True),
        Field("open", "未解决", 14, Kind.COUNT, _open, is_summed=True),
        *(
            Field(f"clear_{item}", f"{name[:2]}\n{name[2:]}清", 16, Kind.WORD, _clear(item))
            for item, name in enumerate(SHORT_NAMES, 1)
        ),
    ),
    usual=(
        *("no", "county", "union", "archive_no", "name", "main_cause", "cadre", "home", "call", "last"),
        *("found", "planned", "solved", "open", *(f"clear_{item}" for item in range(1, 7))),
    ),
    orders={key: ORDERS[key] for key in ("place", "number", "name")},
    groupings=GROUPINGS,
    filters=LedgerFilter,
    source=LedgerSource(of_status),
    is_wide=True,
    period_of=period_of,
    note="走访按所列时段计，没有见到人的不计；已解决指已销号的困难问题。",
)
