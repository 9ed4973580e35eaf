"""The board of a 回头看: how many archives of each union came out in which way."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.db.models.functions import Left

from audits.enums import RecheckOutcome
from audits.models import Recheck
from organizations.models import Union, User
from organizations.unionrows import SUM, UnionRow, rows_for

WAITING = "waiting"
COLUMNS = [("", "应核查"), (WAITING, "待核查"), *RecheckOutcome.choices]


@dataclass(frozen=True)
class BoardRow(UnionRow):
    """The numbers of one union by outcome, "" for those that have none yet; with a label those filed for itself."""

    union: Union
    counts: dict[str, int] = field(default_factory=dict)
    label: str = ""
    is_linked: bool = True

    @property
    def columns(self) -> list[tuple[str, str, int]]:
        """Key, head and number of each column: all, those waiting, and each outcome."""
        numbers = {"": sum(self.counts.values()), WAITING: self.counts.get("", 0)}
        return [(key, label, numbers.get(key, self.counts.get(key, 0))) for key, label in COLUMNS]

    @property
    def done_percent(self) -> float | None:
        total = sum(self.counts.values())
        return 100 * (total - self.counts.get("", 0)) / total if total else None


def board_of(recheck: Recheck, union: Union, children: list[Union], *, user: User) -> tuple[list[BoardRow], BoardRow]:
    """Return a row for each union below with entries, and the total; one query over the narrow index of entries."""
    place = Left("union_path", len(union.path) + Union.steplen)
    entries = recheck.entries.visible_to(user).within(union).order_by().annotate(place=place)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows: Any = entries.values_list("place", "outcome").annotate(Count("pk"))
    for path, outcome, count in rows:
        found[path][outcome] = count
    board = rows_for(BoardRow, union, children, found)
    sums: dict[str, int] = defaultdict(int)
    for counts in found.values():
        for outcome, count in counts.items():
            sums[outcome] += count
    return board, BoardRow(union, dict(sums), SUM)
