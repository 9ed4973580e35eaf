"""How far the interviews of a verification are, by round and by assessor."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Max

from audits.verification.enums import InterviewStatus, Round
from audits.verification.querysets import InterviewQuerySet

# What is shown beside each other; one column may hold several states.
COLUMNS: dict[str, tuple[str, tuple[InterviewStatus, ...]]] = {
    "assigned": ("待接收", (InterviewStatus.ASSIGNED,)),
    "under_way": ("调查中", (InterviewStatus.ACCEPTED, InterviewStatus.IN_FIELD)),
    "returned": ("退回补充", (InterviewStatus.RETURNED,)),
    "submitted": ("待认可", (InterviewStatus.SUBMITTED,)),
    "agreed": ("已认可", (InterviewStatus.AGREED,)),
}
COLUMN_OF = {status: name for name, (_label, statuses) in COLUMNS.items() for status in statuses}
HEADS = [label for label, _statuses in COLUMNS.values()]


@dataclass
class Row:
    """Interviews of one round, or one assessor, by column; ``key`` narrows the list to them."""

    key: str
    name: str
    counts: Counter[str] = field(default_factory=Counter)
    last: object = None

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def cells(self) -> list[tuple[str, str, int]]:
        """Column, head and number, in the order of the page."""
        return [(name, label, self.counts[name]) for name, (label, _statuses) in COLUMNS.items()]

    @property
    def is_done(self) -> bool:
        return self.counts["agreed"] == self.total

    @property
    def done_percent(self) -> float | None:
        return 100 * self.counts["agreed"] / self.total if self.total else None


def by_round(interviews: InterviewQuerySet) -> list[Row]:
    """Count interviews by round; those of replaced households count no more. One query."""
    rows = {round_.value: Row(round_.value, str(round_.label)) for round_ in Round}
    for key, status, count in _counted(interviews, "round"):
        rows[key].counts[COLUMN_OF[InterviewStatus(status)]] += count
    return [row for row in rows.values() if row.total]


def by_assessor(interviews: InterviewQuerySet) -> list[Row]:
    """Count interviews by assessor, with the moment of the last one handed in; two queries."""
    rows: dict[str, Row] = {}
    for key, name, status, count in _counted(interviews, "assessor__username", "assessor__name"):
        row = rows.setdefault(key, Row(key, name))
        row.counts[COLUMN_OF[InterviewStatus(status)]] += count
    handed = interviews.order_by().values_list("assessor__username").annotate(last=Max("submitted_at"))
    for key, last in handed:
        if key in rows:
            rows[key].last = last
    return sorted(rows.values(), key=lambda row: row.name)


def _counted(interviews: InterviewQuerySet, *by: str) -> Iterable[tuple]:
    counted = interviews.exclude(status=InterviewStatus.DROPPED).order_by()
    return counted.values_list(*by, "status").annotate(count=Count("pk"))
