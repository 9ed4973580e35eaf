"""附件缺失表: which archives lack papers that their case asks for (households.documents)."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import django_filters

from households.documents import ENTRY, EXIT, Case, missing_of
from households.models import Attachment, Member
from reports.catalogue.archives import CHUNK, GROUPINGS, ORDERS, ArchiveSource, Filed
from reports.catalogue.base import Field, RegisterKind, Topic
from reports.catalogue.narrowing import RosterFilter, of_status
from reports.catalogue.query import Query
from reports.catalogue.roster import fields_of
from reports.registers.data import Kind

FEW, LOOKED_AT = 100, 20
SUBJECTS = [(EXIT, "退出应附")]


class PaperFilter(RosterFilter):
    """As the roster's, and for what the papers are asked."""

    subject = django_filters.ChoiceFilter(
        label="材料用途", choices=SUBJECTS, method="as_they_are", empty_label="建档应附"
    )

    def as_they_are(self, rows: Any, name: str, value: str) -> Any:
        """Leave it to the source."""
        return rows


class PaperSource(ArchiveSource):
    """Archives that lack papers; which ones follows from the case, so that all in the range are looked at."""

    def records(self, query: Query) -> Iterator[Filed]:
        """Yield those that lack one; of a preview as many of the first archives are looked at as nearly always do.

        Who reads on from a place is told of all, and closes the rows when there are enough.
        """
        limit = 0 if query.place else query.limit * LOOKED_AT
        found = self.in_chunks(replace(query, limit=limit), FEW if query.limit else CHUNK)
        return (filed for filed in found if filed.extra)

    def dressed(self, homes: list, query: Query, names: Any) -> list[Filed]:
        """Find what each lacks; two queries more for a chunk."""
        found, ids = super().dressed(homes, query, names), [home.pk for home in homes]
        members: dict[int, list[Member]] = defaultdict(list)
        for member in Member.objects.present().filter(household__in=ids):
            members[member.household_id].append(member)
        kinds: dict[int, set[str]] = defaultdict(set)
        attached = Attachment.objects.present().filter(household__in=ids).order_by()
        for household, kind in attached.values_list("household", "kind").distinct():
            kinds[household].add(kind)
        subject = query.asked.get("subject") or ENTRY
        for filed in found:
            key = filed.home.pk
            filed.extra = missing_of(Case(filed.home, tuple(members[key])), kinds[key], subject)
        return found


MISSING_PAPERS = RegisterKind(
    name="missing_papers",
    title="附件缺失表",
    about="按每户的情形核对应附的材料，列出缺哪些；需逐户核对，范围大时请稍候。",
    topic=Topic.ARCHIVES,
    unit="户",
    measure="单位：件",
    fields=(
        *fields_of("no", "prefecture", "county", "union", "archive_no", "name", "category", "level", "main_cause"),
        Field("lacking", "缺件\n数", 12, Kind.COUNT, lambda filed: len(filed.extra), is_summed=True),
        Field("papers", "缺少的材料", 110, Kind.TEXT, lambda filed: "、".join(one.label for one in filed.extra)),
        *fields_of("cadre", "phone", "status"),
    ),
    usual=("no", "county", "union", "archive_no", "name", "main_cause", "lacking", "papers", "cadre"),
    orders={key: ORDERS[key] for key in ("place", "number", "name")},
    groupings=GROUPINGS,
    filters=PaperFilter,
    source=PaperSource(of_status),
    counted="核对 {count} 户，列出缺材料的",
    are_looked_for=True,
)
