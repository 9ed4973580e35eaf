"""From a query to a register that the engines draw or write: title, what stands above, groups with their subtotals."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from core import clock
from reports.catalogue.query import A3, Entry, Query
from reports.forms.words import long_day
from reports.registers.data import REPORT, Band, Register, Row
from reports.registers.spool import Counter

NO_GROUP = "未填"


def register_of(query: Query, archives: set[str]) -> Register:
    """Return the register of a query; the numbers of its archives are put into ``archives`` as its rows are read."""
    register = Register(
        title=query.title,
        number="",
        label=REPORT,
        facts=_facts(query),
        columns=tuple(field.column for field in query.fields),
        rows=(),
        note=_note(query),
        unit=query.kind.unit,
        masked=query.is_masked,
        is_wide=query.paper == A3,
        has_words=query.kind.has_words,
        has_page_sums=query.sums,
    )
    return replace(register, rows=_rows(query, register, archives))


def _rows(query: Query, register: Register, archives: set[str]) -> Iterator[Row | Band]:
    entries = _noting(query.entries(), archives)
    if not query.group:
        yield from (entry.cells for entry in entries)
        return
    head = query.kind.groupings[query.group]
    for group, members in groupby(entries, key=lambda entry: entry.group):
        yield Band(f"{head}：{group or NO_GROUP}")
        counter = Counter(register)
        yield from counter.passing(entry.cells for entry in members)
        yield Band(f"小　计　{counter.count:,} {query.kind.unit}", counter.sums)


def _noting(entries: Iterator[Entry], archives: set[str]) -> Iterator[Entry]:
    for entry in entries:
        if entry.archive:
            archives.add(entry.archive)
        yield entry


def _facts(query: Query) -> tuple[tuple[str, ...], ...]:
    first = (f"填报单位：{query.union.name}", f"填报日期：{long_day(clock.today())}", query.kind.measure)
    described = query.described()
    said = f"范围：{'；'.join(described)}" if described else ""
    until = time_words(query)
    return (first, (until or said, "", said if until else "")) if until or said else (first,)


def time_words(query: Query) -> str:
    """Write which day or which days the register tells of; empty for the present."""
    if query.as_of:
        return f"数据截至：{long_day(query.as_of)}"
    if query.kind.period_of and (period := query.kind.period_of(query)):
        return f"统计期间：{long_day(period.first)}至{long_day(period.last)}"
    return ""


def _note(query: Query) -> str:
    said = [query.kind.note.removesuffix("。")] if query.kind.note else []
    past = [field for field in query.left_out if query.as_of and not field.is_told_of_past]
    for why, fields in (
        ("没有过去时点的数据", past),
        ("在这个统计口径下没有", [field for field in query.left_out if field not in past]),
    ):
        if names := "、".join(field.label for field in fields):
            said.append(f"{names}{why}，本表未列")
    return f"说明：{'；'.join(said)}。" if said else ""
