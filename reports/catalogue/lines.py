"""Registers of which each row is a line about an archive: a payment, a visit, a task. Read as plain tuples."""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from django.db.models import FilteredRelation, Q
from django.db.models.functions import Left

from households.enums import Relation
from reports.catalogue.archives import COUNTY, PLACES, PREFECTURE, place_names
from reports.catalogue.query import Query
from reports.catalogue.readingon import key_names, keys_of

CHUNK = 2000
Columns = Mapping[str, Any]  # what a field reads → where it is: a lookup path, or an expression


def worker_of(household: str) -> FilteredRelation:
    """Return the relation from a line to the worker of its archive, for lookups beyond ``household``."""
    of_head = Q(**{f"{household}__members__relation": Relation.SELF})
    return FilteredRelation(f"{household}__members", condition=of_head)


class LineSource:
    """Lines in the user's scope below a union, in the order of a query.

    ``columns`` names what a record holds; those that a field ``needs`` are read only when it is asked for. ``path`` is
    the lookup of the tree path. Groups are brought together by ``groups``: key → (expressions, words of a record).
    One query for any number of rows, and one for the names of places; memory stays flat.
    """

    def __init__(
        self,
        rows: Callable[[Query], Any],
        columns: Columns,
        *,
        path: str,
        orders: Mapping[str, tuple[Any, ...]],
        groups: Mapping[str, tuple[tuple[Any, ...], Callable[[Any], str]]],
    ) -> None:
        self.lines, self.columns, self.path, self.orders = rows, columns, path, orders
        by_place: dict[str, Any] = {
            "prefecture": ((Left(path, PREFECTURE),), lambda line: line.prefecture),
            "county": ((Left(path, COUNTY),), lambda line: line.county or line.prefecture),
            "union": ((path,), lambda line: line.union),
        }
        self.groups = {**by_place, **groups}

    def rows(self, query: Query) -> Any:
        """Return the lines of a query without an order."""
        return query.narrowed(self.lines(query).filter(**{f"{self.path}__startswith": query.union.path}))

    def count(self, query: Query) -> int:
        """Return how many lines there are."""
        return self.rows(query).order_by().count()

    def records(self, query: Query) -> Iterator[Any]:
        """Yield them in order, each a named tuple of the columns with its prefecture and county."""
        optional = {field.needs for field in query.kind.fields if field.needs} - query.needs
        names = {"path": self.path, **{key: at for key, at in self.columns.items() if key not in optional}}
        by_tree = not query.group or query.order == "place" and query.group in PLACES
        first = () if by_tree else self.groups[query.group][0]
        order = (*first, *self.orders[query.order])
        names |= {name: name for name in key_names(order, query.place)}
        found = query.ordered(self.rows(query), order).values_list(*names.values())
        make, places = _record(tuple(names))._make, place_names(query)
        for row in found.iterator(chunk_size=CHUNK):
            path = row[0]
            county = places.get(path[:COUNTY], "") if len(path) >= COUNTY else ""
            yield make((*row, places.get(path[:PREFECTURE], ""), county))

    def group_of(self, record: Any, query: Query) -> str:
        """Return the name of the group of a line."""
        return self.groups[query.group][1](record)

    def archive_of(self, record: Any) -> str:
        """Return the number of its archive."""
        return record.archive_no

    def keys_of(self, record: Any) -> tuple[Any, ...]:
        """Return what it stands in order by."""
        return keys_of(record)


@lru_cache(maxsize=64)
def _record(names: tuple[str, ...]) -> Any:
    return namedtuple("Line", (*names, "prefecture", "county"))  # noqa: PYI024 -- which columns is known only here
