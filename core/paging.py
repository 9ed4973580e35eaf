"""Pages of a list that never count: one row more than a page tells whether there is a next one."""

from collections.abc import Sequence
from typing import Any, Protocol

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest

from core.keys import read_key

PAGE_SIZE = 50
LAST_PAGE = 200  # as far as rows are counted; beyond, narrowing the list finds one sooner than turning pages


class Sliced(Protocol):
    """Rows that are read as far as they are sliced."""

    def __getitem__(self, part: slice) -> list[Any]:
        """Return some of the rows."""


class ByKeys:
    """Rows in the order of ``keys``, of which ``rows`` loads what is shown, for the page alone; two queries.

    Joins of what is shown are then made for a page of rows, and not for all that are sorted.
    """

    def __init__(self, keys: QuerySet[Any], rows: QuerySet[Any]) -> None:
        self.keys, self.rows = keys.values_list("pk", flat=True), rows

    def __getitem__(self, part: slice) -> list[Any]:
        """Return some of the rows."""
        keys = list(self.keys[part])
        found = self.rows.in_bulk(keys)
        return [found[key] for key in keys]


class Page(list[Any]):
    """One page of rows, which knows its neighbours."""

    def __init__(self, rows: list[Any], number: int, *, size: int) -> None:
        super().__init__(rows[:size])
        self.number = number
        self.has_next = len(rows) > size and number < LAST_PAGE
        self.has_previous = number > 1
        self.previous_page_number = number - 1
        self.next_page_number = number + 1


def page_of(rows: "QuerySet[Any] | list[Any] | Sliced", request: HttpRequest, *, size: int = PAGE_SIZE) -> Page:
    """Read the page that the request asks for (``?page=``); nonsense is the first page. One query at most."""
    asked = request.GET.get("page", "1")
    number = min(read_key(asked) or 1, LAST_PAGE)
    start = (number - 1) * size
    return Page(list(rows[start : start + size + 1]), number, size=size)


def capped_counts(found: Sequence[QuerySet[Any]], cap: int = 10_000) -> list[tuple[int, bool]]:
    """Count the rows of several querysets up to a cap, in their order; one query for all, each part of bounded cost."""
    parts: list[str] = []
    values: list[Any] = []
    for rows in found:
        try:
            sql, own = rows.order_by().values("pk")[: cap + 1].query.sql_with_params()
        except EmptyResultSet:
            sql, own = "SELECT 1 WHERE false", ()
        parts.append(f"(SELECT count(*) FROM ({sql}) counted)")  # noqa: S608 -- the ORM's own statements
        values += own
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)  # noqa: S608 -- the ORM's own statements
        row = cursor.fetchone()
    return [(min(count, cap), count > cap) for count in row]


def in_words(count: int, more: bool) -> str:
    """Write a capped count: 1,234, or 10,000+ when there are more."""
    return f"{count:,}{'+' if more else ''}"


def capped_count(rows: QuerySet[Any], cap: int = 10_000) -> tuple[int, bool]:
    """Count rows up to a cap; the flag tells that there are more. One query of bounded cost."""
    found = rows.order_by()[: cap + 1].count()
    return min(found, cap), found > cap
