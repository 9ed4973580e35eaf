"""The figures of a campaign: summed for everything in sight, for each union below, and for each cadre.

Each with its formula, unit and source and a worked table in docs/algorithms/campaign.md.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields
from typing import Any

from django.db import models
from django.db.models import Count, Q, Sum
from django.db.models.functions import Left

from audits.models import Campaign
from audits.querysets import TargetQuerySet
from households.clearmask import ALL_CLEAR, SHORT_NAMES, is_clear_in
from organizations.models import Union, User

BREAK = "\u200b"


class Column(models.TextChoices):
    """The numbers of a board, each the key of the list behind it."""

    TARGETS = "targets", "对象户"
    VISITED = "visited", "已走访户"
    UNVISITED = "unvisited", "未走访户"
    VISITS = "visits", "走访次数"
    DIFFICULTIES = "difficulties", "困难问题"
    MEASURES = "measures", "帮扶措施"
    TASKS = "tasks", "部门任务"
    SOLVED = "solved", "部门解决"
    CLEAR_1 = "clear_1", f"{SHORT_NAMES[0]}清"
    CLEAR_2 = "clear_2", f"{SHORT_NAMES[1]}清"
    CLEAR_3 = "clear_3", f"{SHORT_NAMES[2]}清"
    CLEAR_4 = "clear_4", f"{SHORT_NAMES[3]}清"
    CLEAR_5 = "clear_5", f"{SHORT_NAMES[4]}清"
    CLEAR_6 = "clear_6", f"{SHORT_NAMES[5]}清"
    CLEAR = "clear", "六清户"
    UNCLEAR = "unclear", "未六清户"
    READY = "ready", "达到退出条件"
    EXITED = "exited", "已脱困"

    @property
    def head(self) -> str:
        """The label with a place where it may go to a second line."""
        label = str(self.label)
        return f"{label[: len(label) // 2]}{BREAK}{label[len(label) // 2 :]}" if len(label) > 3 else label


UNITS = {Column.VISITS: "次", **dict.fromkeys((Column.DIFFICULTIES, Column.SOLVED, Column.MEASURES), "项")}
UNITS[Column.TASKS] = "项"
# What is left: a list of its own, but no column of the table.
LEFT = (Column.UNVISITED, Column.UNCLEAR)
TABLE = tuple(column for column in Column if column not in LEFT)


def unit_of(column: Column) -> str:
    """Return what a column counts."""
    return UNITS.get(column, "户")


@dataclass(frozen=True)
class Figures:
    """The figures of some targets; those of the six are households clear in item 1, 2, … 6."""

    targets: int = 0
    visited: int = 0
    visits: int = 0
    difficulties: int = 0
    measures: int = 0
    tasks: int = 0
    solved: int = 0
    clear_1: int = 0
    clear_2: int = 0
    clear_3: int = 0
    clear_4: int = 0
    clear_5: int = 0
    clear_6: int = 0
    clear: int = 0
    ready: int = 0
    exited: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def unvisited(self) -> int:
        return self.targets - self.visited

    @property
    def unclear(self) -> int:
        return self.targets - self.clear

    @property
    def visited_percent(self) -> float | None:
        """走访率: targets visited as often as wanted, in per cent of all; None where there are none."""
        return percent(self.visited, self.targets)

    @property
    def clear_percent(self) -> float | None:
        """六清率: targets clear in all six, in per cent of all; None where there are none."""
        return percent(self.clear, self.targets)

    @property
    def solved_percent(self) -> float | None:
        """解决率: difficulties that departments solved, in per cent of those recorded; None where there are none."""
        return percent(self.solved, self.difficulties)

    @property
    def columns(self) -> list[tuple[Column, int]]:
        """Column and number, in the order of the table."""
        return [(column, getattr(self, column.value)) for column in TABLE]


def percent(part: int, whole: int) -> float | None:
    """Return a share in per cent, None of nothing."""
    return 100 * part / whole if whole else None


def targets_of(campaign: Campaign, user: User, union: Union | None = None) -> TargetQuerySet:
    """Return the targets that the user sees, of one union or of all."""
    targets = campaign.targets.visible_to(user)
    return targets.within(union) if union else targets


def figures_below(campaign: Campaign, user: User, union: Union) -> dict[str, Figures]:
    """Return the figures by the tree path of the child that targets lie below, the union's own under its own path."""
    return grouped(targets_of(campaign, user, union), Left("union_path", len(union.path) + Union.steplen))


def grouped(targets: TargetQuerySet, key: Any = None) -> dict[Any, Figures]:
    """Sum targets by a key; one query.

    It groups by the flags as well, a few dozen rows for each key, off which the columns are read here: counting each
    column by a condition of its own would cost the database several times as much.
    """
    place = {"key": key} if key is not None else {}
    rows: Any = targets.order_by().annotate(**place).values(*place, "visited", "clear_mask", "ready", "exited")
    sums = {name: Sum(name) for name in ("visits", "difficulties", "measures", "tasks", "solved")}
    found: dict[Any, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows.annotate(targets=Count("pk"), **{f"sum_{name}": total for name, total in sums.items()}):
        _add(found[row.get("key")], row, list(sums))
    return {key: Figures(**numbers) for key, numbers in found.items()}


def _add(numbers: dict[str, int], row: dict[str, Any], sums: list[str]) -> None:
    count, mask = row["targets"], row["clear_mask"]
    numbers["targets"] += count
    for name in sums:
        numbers[name] += row[f"sum_{name}"]
    for name in ("visited", "ready", "exited"):
        numbers[name] += count * row[name]
    for item in range(1, 7):
        numbers[f"clear_{item}"] += count * is_clear_in(mask, item)
    numbers["clear"] += count * (mask == ALL_CLEAR)


def clear_in(item: int) -> Q:
    """Return the condition that a target is clear in one of the six."""
    return Q(clear_mask__in=[mask for mask in range(ALL_CLEAR + 1) if is_clear_in(mask, item)])
