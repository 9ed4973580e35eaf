"""The tree of unions as a page shows it: the rows of the branches that are open, in tree order."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from organizations.models import Union
from organizations.querysets import UnionQuerySet

CHILDREN_SHOWN = 200
OPEN_AT_MOST = 40


@dataclass(frozen=True)
class Row:
    """One union in the tree; ``toggle`` is the query that opens or shuts its branch."""

    union: Union
    level: int
    is_open: bool
    toggle: str
    has_more: bool = False


def open_codes(asked: str | None, tops: Iterable[Union]) -> list[str]:
    """Return which branches are open: those asked for, or at first the tops alone."""
    if asked is None:
        return [union.code for union in tops]
    return [code for code in asked.split(",") if code][:OPEN_AT_MOST]


def tree_rows(visible: UnionQuerySet, tops: list[Union], opened: list[str]) -> list[Row]:
    """Return the rows to show, at most CHILDREN_SHOWN of each branch; two queries, however many are open."""
    branches = list(visible.filter(code__in=opened))
    children: dict[str, list[Union]] = defaultdict(list)
    for union in visible.children_of(branches, at_most=CHILDREN_SHOWN + 1):
        children[union.path[: -Union.steplen]].append(union)
    return [row for top in tops for row in _branch(top, 0, opened, children)]


def _branch(union: Union, level: int, opened: list[str], children: dict[str, list[Union]]) -> Iterator[Row]:
    is_open = union.code in opened and union.numchild > 0
    others = [code for code in opened if code != union.code]
    asked = others if is_open else [*others, union.code]
    below = children[union.path] if is_open else []
    yield Row(union, level, is_open, urlencode({"open": ",".join(asked)}), len(below) > CHILDREN_SHOWN)
    for child in below[:CHILDREN_SHOWN]:
        yield from _branch(child, level + 1, opened, children)
