"""The rules of 六清: pure functions over the facts of one household; docs/algorithms/six-clear.md writes them out.

Source: the six short titles and what each asks for, domain reference 7.1; the intervals are configuration.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from audits.enums import ClearItem
from core import clock

Date = datetime.date


@dataclass(frozen=True)
class DifficultyFacts:
    """An open difficulty: is there advice, and a measure with lead department and deadline."""

    number: int
    advised: bool
    planned: bool


@dataclass(frozen=True)
class Facts:
    """What the rules read of one household; ``open_deadlines`` are those of measures without a judged outcome."""

    missing: tuple[str, ...] = ()
    survey_end: Date | None = None
    basics_seen_on: Date | None = None
    none_seen_on: Date | None = None
    covered_years: frozenset[int] = frozenset()
    difficulties: tuple[DifficultyFacts, ...] = ()
    open_deadlines: tuple[tuple[int, Date], ...] = ()
    paired: bool = False
    last_home_on: Date | None = None
    last_contact_on: Date | None = None


@dataclass(frozen=True)
class Reason:
    """Why one item is not clear; ``code`` tells which page repairs it (audits.repairs), ``number`` which difficulty."""

    item: ClearItem
    code: str
    text: str
    number: int | None = None


@dataclass(frozen=True)
class ClearResult:
    """The six items on one day; bit n−1 of ``mask`` is item n; nothing changes by time alone before ``due_on``."""

    mask: int
    reasons: tuple[Reason, ...]
    due_on: Date


def check(facts: Facts, today: Date) -> ClearResult:
    """Hold the facts of a household against the six rules as of a day."""
    reasons = (*_basics(facts, today), *_aid(facts, today), *_needs(facts, today), *_effects(facts, today))
    reasons = tuple(sorted((*reasons, *_pairing(facts, today)), key=lambda reason: reason.item))
    unclear = {reason.item for reason in reasons}
    mask = sum(1 << (item - 1) for item in ClearItem if item not in unclear)
    return ClearResult(
        mask=mask, reasons=reasons, due_on=min(day for day in _turning_days(facts, today) if day > today)
    )


def _survey_lapses(facts: Facts) -> Date | None:
    return facts.survey_end and clock.months_after(facts.survey_end, settings.SIX_CLEAR_SURVEY_MONTHS)


def _basics(facts: Facts, today: Date) -> Iterator[Reason]:
    item = ClearItem.BASICS
    if facts.missing:
        yield Reason(item, "fields", f"档案未填：{'、'.join(facts.missing)}。")
    lapses = _survey_lapses(facts)
    if lapses is None:
        yield Reason(item, "survey", "没有家庭收支调查。")
    elif lapses <= today:
        yield Reason(
            item,
            "survey",
            f"收支调查核算到 {facts.survey_end:%Y-%m-%d}，已满 {settings.SIX_CLEAR_SURVEY_MONTHS} 个月。",
        )
    if facts.basics_seen_on is None:
        yield Reason(item, "basics_visit", "还没有在入户走访中核对家庭基本情况。")
    elif clock.months_after(facts.basics_seen_on, settings.SIX_CLEAR_SEEN_MONTHS) <= today:
        words = f"{facts.basics_seen_on:%Y-%m-%d} 核对的家庭基本情况已满 {settings.SIX_CLEAR_SEEN_MONTHS} 个月。"
        yield Reason(item, "basics_visit", words)


def _aid(facts: Facts, today: Date) -> Iterator[Reason]:
    asked = range(settings.SIX_CLEAR_SINCE_YEAR, today.year)
    if empty := [str(year) for year in asked if year not in facts.covered_years]:
        yield Reason(ClearItem.AID, "years", f"{'、'.join(empty)} 年没有帮扶记录，也没有确认为无。")


def _needs(facts: Facts, today: Date) -> Iterator[Reason]:
    for difficulty in facts.difficulties:
        if not difficulty.advised:
            words = f"第 {difficulty.number} 号困难没有帮扶建议。"
            yield Reason(ClearItem.DIFFICULTIES, "advice", words, difficulty.number)
        if not difficulty.planned:
            words = f"第 {difficulty.number} 号困难没有带责任部门和完成时限的措施。"
            yield Reason(ClearItem.MEASURES, "measure", words, difficulty.number)
    if not facts.difficulties:
        if facts.none_seen_on is None:
            yield Reason(ClearItem.DIFFICULTIES, "none_visit", "没有登记困难，也没有在走访中确认无困难。")
        elif clock.months_after(facts.none_seen_on, settings.SIX_CLEAR_SEEN_MONTHS) <= today:
            words = f"{facts.none_seen_on:%Y-%m-%d} 确认的无困难已满 {settings.SIX_CLEAR_SEEN_MONTHS} 个月。"
            yield Reason(ClearItem.DIFFICULTIES, "none_visit", words)


def _effects(facts: Facts, today: Date) -> Iterator[Reason]:
    for number, deadline in facts.open_deadlines:
        if deadline < today:
            words = f"第 {number} 号困难的措施 {deadline:%Y-%m-%d} 到期，还没有评价成效。"
            yield Reason(ClearItem.EFFECTS, "outcome", words, number)


def _pairing(facts: Facts, today: Date) -> Iterator[Reason]:
    item = ClearItem.PAIRING
    if not facts.paired:
        yield Reason(item, "pairing", "没有帮扶责任人。")
    for last, days, code, word in (
        (facts.last_home_on, settings.VISIT_HOME_EVERY_DAYS, "home_visit", "入户走访"),
        (facts.last_contact_on, settings.VISIT_CALL_EVERY_DAYS, "contact", "电话联系或走访"),
    ):
        if last is None:
            yield Reason(item, code, f"还没有{word}记录。")
        elif last + datetime.timedelta(days=days) < today:
            yield Reason(item, code, f"最近一次{word}在 {last:%Y-%m-%d}，已超过 {days} 天。")


def _turning_days(facts: Facts, today: Date) -> Iterator[Date]:
    """Name every day on which time alone may turn an item; the next new year is always one."""
    day, new_year = datetime.timedelta(days=1), Date(today.year + 1, 1, 1)
    yield new_year
    for seen in (facts.basics_seen_on, facts.none_seen_on):
        if seen:
            yield clock.months_after(seen, settings.SIX_CLEAR_SEEN_MONTHS)
    if lapses := _survey_lapses(facts):
        yield lapses
    if facts.last_home_on:
        yield facts.last_home_on + datetime.timedelta(days=settings.VISIT_HOME_EVERY_DAYS) + day
    if facts.last_contact_on:
        yield facts.last_contact_on + datetime.timedelta(days=settings.VISIT_CALL_EVERY_DAYS) + day
    for _number, deadline in facts.open_deadlines:
        if deadline < new_year:  # a slip may have written the last day that dates know, which has no day after
            yield deadline + day
