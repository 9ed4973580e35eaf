"""The table of 六清统计: its rows, its columns, and what it can be sorted by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from audits.enums import ClearItem
from audits.queries import Counts, total
from households.clearmask import SHORT_NAMES
from households.columns import Head
from organizations.models import Union
from organizations.unionrows import FILED_ITSELF, SUM, UnionRow

ROWS_SHOWN = 200
BREAK = "\u200b"  # where a long head may go to its second line


@dataclass(frozen=True)
class Row(UnionRow):
    """The counts of a union below, or, with a label, of what was filed for the upper union itself or of all."""

    union: Union
    counts: Counts
    label: str = ""
    is_linked: bool = True

    @property
    def items(self) -> list[tuple[int, str, int]]:
        """Return number, short name and count of each of the six items."""
        return list(zip(ClearItem, SHORT_NAMES, self.counts.items, strict=True))


@dataclass(frozen=True)
class Column:
    """A column: its key in the URL, its head, and what its rows are sorted by."""

    key: str
    label: str
    value: Callable[[Row], Any]
    css: str = "hq-amount"


def _percent(row: Row) -> float:
    # Where nothing was to be checked nothing is bad: these rows stand behind all others.
    return 101 if row.counts.percent is None else row.counts.percent


def _not_clear_in(item: ClearItem) -> Callable[[Row], int]:
    return lambda row: row.counts.items[item - 1]


COLUMNS = (
    Column("union", "工会", lambda row: row.union.path, "hq-sticky"),
    Column("archives", "在册", lambda row: row.counts.archives),
    Column("clear", "全清", lambda row: row.counts.clear),
    Column("unclear", "不清", lambda row: row.counts.unclear),
    *(Column(str(item.value), f"{SHORT_NAMES[item - 1]}{BREAK}不清", _not_clear_in(item)) for item in ClearItem),
    Column("cadre", f"干部{BREAK}已确认", lambda row: row.counts.cadre),
    Column("county", f"县级{BREAK}已核查", lambda row: row.counts.county),
    Column("overtaken", f"确认后{BREAK}有变动", lambda row: row.counts.overtaken),
    Column("percent", "全清率", _percent),
)
BY_KEY = {column.key: column for column in COLUMNS}
WORST_FIRST = "percent"


def rows_of(union: Union, children: list[Union], found: dict[str, Counts]) -> list[Row]:
    """Return a row for each child in use or with archives, and one for what is filed for the union itself."""
    rows = [Row(child, found.get(child.path, Counts())) for child in children if child.is_active or child.path in found]
    if union.path in found:
        # The list of archives takes a union with all below it: it shows these alone only where nothing lies below.
        rows.append(Row(union, found[union.path], FILED_ITSELF, is_linked=not children))
    return rows


def total_of(union: Union, found: dict[str, Counts]) -> Row:
    """Return the row under the others."""
    return Row(union, total(found.values()), SUM)


def sort_key(asked: str) -> str:
    """Return the ``sort`` that was asked for when there is such a column, else the worst share first."""
    return asked if asked.removeprefix("-") in BY_KEY else WORST_FIRST


def sorted_rows(rows: list[Row], key: str) -> list[Row]:
    """Sort rows by a column; a key with a minus from the largest down, equals in the order of the tree."""
    rows = sorted(rows, key=lambda row: row.union.path)
    return sorted(rows, key=BY_KEY[key.removeprefix("-")].value, reverse=key.startswith("-"))


def heads(key: str, query: QueryDict) -> list[Head]:
    """Return the heads of all columns; numbers sort from the largest down at first, pressed again the other way."""
    made = []
    for column in COLUMNS:
        direction = {column.key: "ascending", f"-{column.key}": "descending"}.get(key, "")
        upward = column.key if direction == "descending" or column.key in ("union", WORST_FIRST) else f"-{column.key}"
        pressed = f"-{column.key}" if direction == "ascending" else upward
        asked = query.copy()
        asked.pop("page", None)
        asked["sort"] = pressed
        made.append(Head(column.label, column.css, direction, asked.urlencode()))
    return made
