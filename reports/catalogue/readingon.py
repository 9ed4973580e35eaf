"""Reading a register on behind its last row, by the values that its rows stand in order by.

A page so costs the same wherever it lies, and rows that come or go meanwhile repeat or hide no others. Where an index
has the order (archives by the tree) the condition names a first row to begin at; in other orders the rows of the scope
are sorted for each page.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Collate
from django.db.models.lookups import GreaterThanOrEqual

from core.errors import DomainError

KEY = "key_"
NO_PLACE = "无法识别，请从第一页重新读取。"
NOTHING = Q(pk__in=[])
LONGEST_NUMBER = 30  # digits before the point
# By bytes, as the index household_in_tree has it: paths are of digits and capital letters.
TREE = (Collate("union_path", "C"), "archive_no")
# The same of the archive that a line is about; what repeats the path on a line is kept the same by triggers.
TREE_OF_LINES = (Collate("household__union_path", "C"), "household__archive_no")


@dataclass(frozen=True)
class Place:
    """Where to read on: behind so many rows; ``keys`` are what the last of them stands in order by."""

    read: int = 0
    keys: tuple[Any, ...] = ()


def in_order(rows: Any, order: Sequence[Any], place: Place | None) -> Any:
    """Put rows in order; with a place their keys are annotated, and those up to it left out. DomainError for nonsense.

    Empty values stand last, as the database has them.
    """
    rows = rows.order_by(*order)
    if place is None:
        return rows
    parts = [_part(one) for one in order]
    rows = rows.annotate(**{f"{KEY}{at}": part for at, (part, _falls) in enumerate(parts)})
    if not place.keys:
        return rows
    keys = _typed(rows, place.keys, len(parts))
    condition = _after([(at, falls) for at, (_part, falls) in enumerate(parts)], keys)
    if tuple(order[:2]) not in (TREE, TREE_OF_LINES):
        return rows.filter(condition)
    return rows.filter(GreaterThanOrEqual(_row(*order[:2]), _row(*map(Value, keys[:2]))), _beyond(condition, keys))


def key_names(order: Sequence[Any], place: Place | None) -> list[str]:
    """Return the names of the annotated keys; none without a place."""
    return [] if place is None else [f"{KEY}{at}" for at in range(len(order))]


def keys_of(row: Any) -> tuple[Any, ...]:
    """Return the keys of a row, annotated by ``in_order``."""
    found: list[Any] = []
    while hasattr(row, name := f"{KEY}{len(found)}"):
        found.append(getattr(row, name))
    return tuple(found)


def _part(one: Any) -> tuple[Any, bool]:
    """Return the expression of a part of an order, and whether it falls."""
    if isinstance(one, OrderBy):
        return one.expression, one.descending
    if isinstance(one, str):
        return F(one.lstrip("-")), one.startswith("-")
    return one, False


def _typed(rows: Any, keys: Iterable[Any], wanted: int) -> list[Any]:
    try:
        fields = [rows.query.annotations[f"{KEY}{at}"].output_field for at in range(wanted)]
        pairs = zip(fields, keys, strict=True)
        return [None if key is None else _storable(field.to_python(str(key))) for field, key in pairs]
    except (ValueError, ValidationError) as error:
        raise DomainError(NO_PLACE, field="cursor") from error


def _storable(value: Any) -> Any:
    """Return a value that the database can compare with; raises ValueError for what no row of it could hold."""
    match value:
        case str():
            # Raises UnicodeEncodeError, a ValueError, for half of a sign.
            fits = b"\0" not in value.encode()
        case Decimal():
            fits = value.is_finite() and value.adjusted() < LONGEST_NUMBER
        case datetime.datetime():
            fits = value.tzinfo is not None and datetime.MINYEAR < value.year < datetime.MAXYEAR
            value = value.astimezone(datetime.UTC) if fits else value
        case _:
            fits = True
    if not fits:
        raise ValueError
    return value


def _after(parts: list[tuple[int, bool]], keys: list[Any]) -> Q:
    """Return the condition that a row stands behind these keys."""
    if not parts:
        return NOTHING
    (at, falls), *rest = parts
    name, key = f"{KEY}{at}", keys[at]
    empty, behind = Q(**{f"{name}__isnull": True}), _after(rest, keys)
    if key is None:  # last of a rising order, first of a falling one
        return (~empty if falls else NOTHING) | empty & behind
    further = Q(**{f"{name}__lt": key}) if falls else Q(**{f"{name}__gt": key}) | empty
    return further | Q(**{name: key}) & behind


def _beyond(condition: Q, keys: list[Any]) -> Q:
    """Return the condition of what the bound lets through, in a form that hardly lowers the planner's guess of it."""
    first = Q(**{f"{KEY}0": keys[0], f"{KEY}1": keys[1]})
    return ~first | condition


def _row(*parts: Any) -> Func:
    return Func(*parts, function="ROW", output_field=TextField())
