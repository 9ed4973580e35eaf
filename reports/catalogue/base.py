"""What a register of the catalogue is: a kind with fields, filters, orders and groupings, and a source of rows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

import django_filters
from django import forms

from core import masking
from organizations.enums import SUBTREE_ROLES, Number
from reports.registers.data import Cell, Column, Kind

if TYPE_CHECKING:
    from reports.catalogue.query import Query

MASKS: Mapping[str, Callable[[str], str]] = {
    Number.IDENTITY: masking.mask_identity_no,
    Number.PHONE: masking.mask_phone,
    Number.CARD: masking.mask_card,
}


class Topic(Enum):
    """What the list of registers is parted by."""

    ARCHIVES = "档案"
    CHANGES = "动态和退出"
    WORK = "户户清"
    CARE = "走访结对"
    MONEY = "资金帮扶"


@dataclass(frozen=True)
class Field:
    """One column that a register offers.

    ``read`` takes the value from a record and asks nobody; without it the field is the running number. ``number`` says
    that it is a personal number, masked unless the reader may have it and asks for it. ``needs`` names what the source
    must load for it. A field that is not ``is_told_of_past`` is left out of a register as of a past day.
    """

    key: str
    head: str
    width: float
    kind: Kind = Kind.TEXT
    read: Callable[[Any], Cell] | None = None
    is_summed: bool = field(default=False, kw_only=True)
    number: Number | None = field(default=None, kw_only=True)
    needs: str = field(default="", kw_only=True)
    is_told_of_past: bool = field(default=True, kw_only=True)

    @property
    def column(self) -> Column:
        return Column(self.head, self.width, self.kind, self.is_summed)

    @property
    def label(self) -> str:
        """The head on one line."""
        return self.head.replace("\n", "")


RUNNING = Field("no", "序号", 12, Kind.PLACE)


class Source(Protocol):
    """Where the records of a register are."""

    def records(self, query: "Query") -> Iterator[Any]:
        """Yield what the query asks for, in its order, in the user's scope and below its union; memory stays flat."""

    def count(self, query: "Query") -> int:
        """Return how many records there are."""

    def group_of(self, record: Any, query: "Query") -> str:
        """Return the name of the group that a record stands in."""

    def archive_of(self, record: Any) -> str:
        """Return the number of the archive that a record is about, for the access log; empty for none."""

    def keys_of(self, record: Any) -> tuple[Any, ...]:
        """Return what a record stands in order by, when a place was asked for; empty for counted rows."""


class Counted:
    """What sources of counted rows have in common: no groups, nobody named, and few enough to be counted by reading."""

    def records(self, query: "Query") -> Iterator[Any]:
        """Yield the rows; to be said by each."""
        raise NotImplementedError

    def count(self, query: "Query") -> int:
        """Count the rows by reading them."""
        return sum(1 for _record in self.records(query))

    def group_of(self, record: Any, query: "Query") -> str:
        """Put all rows into one group."""
        return ""

    def archive_of(self, record: Any) -> str:
        """Name nobody."""
        return ""

    def keys_of(self, record: Any) -> tuple[Any, ...]:
        """Return none: they are counted off from the first one."""
        return ()


Filters = Callable[[Any, Any], django_filters.FilterSet | forms.BaseForm]


def no_filters(query: Any, rows: Any) -> forms.BaseForm:
    """Return a form without a field: there is nothing to narrow the register to."""
    return forms.Form(query.data)


@dataclass(frozen=True, kw_only=True)
class RegisterKind:
    """One register of the catalogue.

    ``filters`` makes the bound FilterSet for rows, or a plain form. ``orders`` and ``groupings`` are key → words, the
    first order the usual one. ``title_of`` words the title by what is asked, ``period_of`` tells the days that a
    register of a period is about, ``counted`` words how many rows there are. ``lacking`` names the fields for
    which what is asked has no values: they are left out. Who holds one of ``roles`` for the union may have it. Rows
    that ``are_looked_for`` are found by looking at archives one by one, of which a preview looks at the first alone.
    """

    name: str
    title: str
    about: str
    topic: Topic
    unit: str
    measure: str = "单位：户"
    roles: frozenset[str] = SUBTREE_ROLES
    fields: tuple[Field, ...]
    usual: tuple[str, ...]
    orders: Mapping[str, str]
    groupings: Mapping[str, str] = field(default_factory=dict)
    filters: Filters = no_filters
    source: Source
    is_told_of_past: bool = False
    is_wide: bool = False
    has_words: bool = False
    are_looked_for: bool = False
    note: str = ""
    counted: str = "共 {count} {unit}"
    period_of: Callable[[Any], Any] | None = None
    title_of: Callable[[Any], str] | None = None
    lacking: Callable[[Mapping[str, str]], frozenset[str]] = lambda asked: frozenset()

    def field(self, key: str) -> Field | None:
        """Return the field of a key."""
        return next((field for field in self.fields if field.key == key), None)
