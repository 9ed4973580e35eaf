"""What is asked of a register, as plain strings, and the one generator of its rows: for screen, paper, book and API."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Self

import django_filters
from django import forms
from django.http import QueryDict

from core import clock
from core.errors import DomainError, NotAllowed
from organizations.enums import REVEALING_ROLES
from organizations.models import Union, User
from reports.catalogue.base import MASKS, Field, RegisterKind
from reports.catalogue.readingon import Place, in_order
from reports.registers.data import Cell, Row

OWN = frozenset({"union", "as_of", "fields", "order", "group", "paper", "sums", "in_full"})
A4, A3 = "A4", "A3"
PAPERS = {A4: "A4 横向", A3: "A3 横向"}
YES = "1"
# What stands above the table in words of its own.
HIDDEN = frozenset({"union", "start", "end"})


class Entry(NamedTuple):
    """One row: its cells, its group, the number of the archive that it is about, and what it stands in order by."""

    cells: Row
    group: str
    archive: str
    keys: tuple[Any, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of a register; ``params`` are the strings that it was made of, so that they make it again."""

    kind: RegisterKind
    user: User
    union: Union
    params: Mapping[str, str]
    as_of: datetime.date | None = None
    fields: tuple[Field, ...]
    left_out: tuple[Field, ...] = ()
    order: str
    group: str = ""
    paper: str = A4
    sums: bool = False
    in_full: bool = False
    limit: int = 0  # so many rows at most, for a preview
    place: Place | None = None  # where to read on; rows then tell what they stand in order by

    @cached_property
    def data(self) -> QueryDict:
        """What the register is narrowed to, as its filters read it."""
        data = QueryDict(mutable=True)
        data.update({key: value for key, value in self.params.items() if key not in OWN - {"union"}})
        return data

    @cached_property
    def form(self) -> forms.BaseForm:
        """The form of the filters, bound to what is asked, and cleaned."""
        made = self.kind.filters(self, None)
        form = made.form if isinstance(made, django_filters.FilterSet) else made
        form.full_clean()
        return form

    def narrowed(self, rows: Any) -> Any:
        """Narrow rows to what is asked."""
        made = self.kind.filters(self, rows)
        return made.qs if isinstance(made, django_filters.FilterSet) else rows

    def ordered(self, rows: Any, order: Sequence[Any]) -> Any:
        """Put rows in order, from the place where to read on, as many as are wanted."""
        found = in_order(rows, order, self.place)
        return found[: self.limit] if self.limit else found

    @property
    def asked(self) -> dict[str, Any]:
        """Return what the filters hold, cleaned."""
        return self.form.cleaned_data

    @property
    def needs(self) -> frozenset[str]:
        """Return what the source must load for the fields that are asked."""
        return frozenset(field.needs for field in self.fields if field.needs)

    @cached_property
    def day(self) -> datetime.date:
        """The day that the register tells of."""
        return self.as_of or clock.today()

    def shows_in_full(self, field: Field) -> bool:
        """Tell whether a personal number is written in full: asked for, by who may have it for all of the union."""
        return bool(
            self.in_full and field.number and self.user.scope.holds(REVEALING_ROLES[field.number], self.union.path)
        )

    @cached_property
    def is_masked(self) -> bool:
        """Tell whether no personal number is written in full."""
        return not any(self.shows_in_full(field) for field in self.fields)

    @property
    def has_numbers(self) -> bool:
        """Tell whether a column holds personal numbers."""
        return any(field.number for field in self.fields)

    @property
    def title(self) -> str:
        return self.kind.title_of(self) if self.kind.title_of else self.kind.title

    @property
    def group_name(self) -> str:
        """What the rows are grouped by, in words; empty for nothing."""
        return self.kind.groupings.get(self.group, "")

    @property
    def heads(self) -> list[str]:
        return [field.label for field in self.fields]

    @property
    def keys(self) -> list[str]:
        return [field.key for field in self.fields]

    def described(self) -> list[str]:
        """Return what the register is narrowed to, in words."""
        found = []
        for name, value in self.form.cleaned_data.items():
            field = self.form.fields[name]
            if name not in HIDDEN and value not in (None, ""):
                found.append(f"{field.label}：{_words(field, value)}")
        return found


class Query(Asked):
    """One asking for a register, checked, with its rows."""

    @classmethod
    def of(cls, kind: RegisterKind, user: User, params: Mapping[str, str]) -> Self:
        """Read what is asked; NotAllowed without a role for it, DomainError with ``field`` for what cannot be."""
        asked = {key: value.strip() for key, value in params.items() if value.strip()}
        union = union_of(kind, user, asked.get("union", ""))
        as_of = _day(kind, asked.get("as_of", ""))
        fields = _fields(kind, asked.get("fields", ""))
        lacking = kind.lacking(asked)
        told = tuple(field for field in fields if (as_of is None or field.is_told_of_past) and field.key not in lacking)
        if not told:
            raise DomainError("所选栏目在这个统计口径（时点）下都没有数据，请另选栏目。", field="fields")
        query = cls(
            kind=kind,
            user=user,
            union=union,
            params=asked | {"union": union.code},
            as_of=as_of,
            fields=told,
            left_out=tuple(field for field in fields if field not in told),
            order=_one_of(kind.orders, asked, "order", next(iter(kind.orders))),
            group=_one_of(kind.groupings, asked, "group", ""),
            paper=_one_of(PAPERS, asked, "paper", A3 if kind.is_wide else A4),
            sums=asked.get("sums") == YES,
            in_full=asked.get("in_full") == YES,
        )
        query._check()
        return query

    def _check(self) -> None:
        known = {*OWN, *self.form.fields}
        if unknown := [key for key in self.params if key not in known]:
            raise DomainError(f"{self.kind.title}没有“{unknown[0]}”这个条件，请检查后重试。", field=unknown[0])
        if not self.form.is_valid():
            field, errors = next(iter(self.form.errors.items()))
            named = self.form.fields[field].label if field in self.form.fields else ""
            raise DomainError(f"{named or '筛选条件'}：{errors[0]}", field=field if named else "")
        asked = [field for field in self.fields if field.number]
        if self.in_full and asked and not any(self.shows_in_full(field) for field in asked):
            raise NotAllowed("您的角色不能导出完整号码，请去掉“完整号码”后重试。", field="in_full")

    def count(self) -> int:
        """Return how many rows there are."""
        return self.kind.source.count(self)

    def rows(self) -> Iterator[Row]:
        """Yield the cells of each row, in the order of ``fields``."""
        return (entry.cells for entry in self.entries())

    def entries(self) -> Iterator[Entry]:
        """Yield each row with its group and its archive; memory does not grow with them."""
        source, readers = self.kind.source, [self._reader(field) for field in self.fields]
        grouped, before = bool(self.group), self.place.read if self.place and self.place.keys else 0
        for position, record in enumerate(source.records(self), before + 1):
            cells = tuple([position if read is None else read(record) for read in readers])
            group = source.group_of(record, self) if grouped else ""
            yield Entry(cells, group, source.archive_of(record), source.keys_of(record) if self.place else ())

    def _reader(self, field: Field) -> Any:
        read = field.read
        if read is None or field.number is None or self.shows_in_full(field):
            return read
        mask = MASKS[field.number]
        return lambda record: mask(str(read(record) or ""))


def union_of(kind: RegisterKind, user: User, code: str) -> Union:
    """Return the union asked for, at first the user's highest; ``NotAllowed`` without a role for the register."""
    if not user.scope.has(*kind.roles):
        raise NotAllowed(f"您的角色不能查看{kind.title}，请联系本级经办人员。")
    seen = Union.objects.filter(user.scope.subtree("path", kind.roles))
    if code:
        found = seen.filter(code=code).first()
        if found is None:
            raise DomainError(f"没有编码为 {code} 的工会，或不在您的管辖范围内。", field="union")
        return found
    return min(seen.filter(path__in=user.scope.prefixes(kind.roles)), key=lambda union: union.depth)


def _day(kind: RegisterKind, words: str) -> datetime.date | None:
    """Read the day that is asked; today's is the present state."""
    if not words:
        return None
    try:
        day = datetime.date.fromisoformat(words)
    except ValueError as error:
        raise DomainError(f"日期“{words}”无法识别，请写成 2026-03-31 的样子。", field="as_of") from error
    if not kind.is_told_of_past:
        raise DomainError(f"{kind.title}只有当前数据，不能按过去的日期统计。", field="as_of")
    if day > clock.today():
        raise DomainError("统计时点不能晚于今天。", field="as_of")
    return day if day < clock.today() else None


def _fields(kind: RegisterKind, keys: str) -> tuple[Field, ...]:
    """Return the fields of a list of keys, each once; the usual ones for none."""
    found = []
    asked = (key.strip() for key in keys.split(","))
    for key in dict.fromkeys(filter(None, asked)) if keys else kind.usual:
        field = kind.field(key)
        if field is None:
            raise DomainError(f"{kind.title}没有“{key}”这一栏。", field="fields")
        found.append(field)
    return tuple(found)


def _one_of(choices: Mapping[str, Any], asked: Mapping[str, str], name: str, usual: str) -> str:
    value = asked.get(name, usual)
    if value and value not in choices:
        raise DomainError(f"没有“{value}”这个选项，请重新选择。", field=name)
    return value


def _words(field: forms.Field, value: Any) -> str:
    flat: dict[Any, Any] = {}
    for key, label in getattr(field, "choices", ()):
        flat.update(label if isinstance(label, (list, tuple)) else [(key, label)])
    return str(flat.get(value, f"{value:%Y-%m-%d}" if isinstance(value, datetime.date) else value))


def plain(cell: Cell) -> Any:
    """Return a cell as JSON can hold it: amounts as text, so that no cent is lost."""
    return cell if cell is None or isinstance(cell, (str, int)) else str(cell)
