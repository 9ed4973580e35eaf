"""A questionnaire as a page: its questions by section with what was answered, and what a page sends back read again."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.http import QueryDict

from assistance.models import AidRecord, Measure
from audits.models import Interview, Question
from audits.verification.enums import QuestionKind
from audits.verification.field import aid_of, measures_of
from audits.verification.questions import AMOUNTS, LESS, Ask, asked
from core.money import format_money

NAME = "q-"
NUMBERS = (QuestionKind.MONEY, QuestionKind.NUMBER)
LISTS = (QuestionKind.EACH_AID, QuestionKind.EACH_MEASURE)


@dataclass(frozen=True)
class Item:
    """One payment or measure that a question goes through, with what was said of it."""

    key: str
    words: str
    said: str = ""
    amount: str = ""

    @property
    def received(self) -> str:
        """What came in where it was another sum, in words."""
        return f"，实收 {_yuan(self.amount)}" if self.amount else ""


@dataclass(frozen=True)
class Asked:
    """One question on the page, with its answer and what is wrong with it."""

    row: Question
    ask: Ask
    value: Any = ""
    error: str = ""
    items: Sequence[Item] = ()
    is_shown: bool = True

    @property
    def name(self) -> str:
        """What its control is called."""
        return NAME + self.row.code

    @property
    def amount_name(self) -> str:
        return self.name + AMOUNTS

    @property
    def less(self) -> str:
        """The answer that a sum is asked with, none for a question that asks for none."""
        return LESS if self.row.kind == QuestionKind.EACH_AID else ""

    @property
    def is_number(self) -> bool:
        return self.row.kind in NUMBERS

    @property
    def is_list(self) -> bool:
        return self.row.kind in LISTS

    @property
    def is_optional(self) -> bool:
        return not self.row.is_required or self.is_list and not self.items

    @property
    def ticked(self) -> list[str]:
        """The answers that are ticked."""
        given = self.value if isinstance(self.value, list) else [self.value]
        return [str(one) for one in given if one not in (None, "")]

    @property
    def conditions(self) -> str:
        """When it is shown, as the page's script reads it."""
        return json.dumps(self.row.shown_if) if self.row.shown_if else ""

    @property
    def words(self) -> str:
        """The answer in words."""
        labels = dict(self.ask.choices)
        if self.ask.choices:
            return "、".join(labels.get(one, one) for one in self.ticked)
        if self.row.kind == QuestionKind.MONEY and self.value not in (None, ""):
            return _yuan(self.value)
        return "" if self.value is None else str(self.value)

    @property
    def told(self) -> list[tuple[str, str]]:
        """Each item with its answer in words."""
        labels = dict(self.ask.choices)
        return [(item.words, labels.get(item.said, "") + item.received) for item in self.items]


@dataclass(frozen=True)
class Section:
    """The questions of one part."""

    number: int
    title: str
    questions: list[Asked]

    @property
    def is_money(self) -> bool:
        """Whether it is a list of sums, which the page adds up."""
        return all(one.row.kind == QuestionKind.MONEY for one in self.questions)

    @property
    def told(self) -> list[Asked]:
        """The questions as they are read again: sums that nobody named are left out."""
        return [one for one in self.questions if one.is_shown and not (self.is_money and one.value in (None, ""))]


@dataclass(frozen=True)
class Sheet:
    """The questions that an interview asks, in order; reads the household's payments and measures once."""

    interview: Interview
    rows: list[Question] = field(default_factory=list)
    aid: Sequence[AidRecord] = ()
    measures: Sequence[Measure] = ()

    @classmethod
    def of(cls, interview: Interview) -> "Sheet":
        """Load a sheet; three queries, one without an archive."""
        group = interview.sample.stratum.population_class
        rows = interview.verification.questionnaire.rows(group, interview.round)
        if interview.sample.unit.household_id is None:
            return cls(interview, rows)
        return cls(interview, rows, aid_of(interview), measures_of(interview))

    def sections(self, answers: Mapping[str, Any], wrong: Mapping[str, str] | None = None) -> list[Section]:
        """Return the questions by section with their answers, and what is wrong with them."""
        asks = [row.ask for row in self.rows]
        shown = {ask.code for ask in asked(asks, answers)}
        every = [
            Asked(
                row,
                ask,
                value=answers.get(row.code, ""),
                error=(wrong or {}).get(row.code, ""),
                items=self._items(row, answers),
                is_shown=row.code in shown,
            )
            for row, ask in zip(self.rows, asks, strict=True)
        ]
        parts = groupby(every, key=lambda one: one.row.section)
        return [Section(number, title, list(part)) for number, (title, part) in enumerate(parts, start=1)]

    def typed(self, sent: QueryDict) -> dict[str, Any]:
        """Read what the page sent, as it was typed: right or not, what is blank left out."""
        answers: dict[str, Any] = {}
        for row in self.rows:
            name = NAME + row.code
            if row.kind in LISTS:
                keys = [item.key for item in self._items(row, {})]
                answers[row.code] = _each(sent, name, keys)
                answers[row.code + AMOUNTS] = _each(sent, name + AMOUNTS, keys)
            elif row.kind == QuestionKind.CHOICES:
                answers[row.code] = sent.getlist(name)
            else:
                answers[row.code] = sent.get(name, "").strip()
        return {code: answer for code, answer in answers.items() if answer not in ("", [], {})}

    def _items(self, row: Question, answers: Mapping[str, Any]) -> list[Item]:
        if row.kind not in LISTS:
            return []
        said, amounts = answers.get(row.code) or {}, answers.get(row.code + AMOUNTS) or {}
        words = _aid_words(self.aid) if row.kind == QuestionKind.EACH_AID else _measure_words(self.measures)
        return [Item(key, text, said.get(key, ""), amounts.get(key, "")) for key, text in words]


def _yuan(amount: str) -> str:
    return f"{format_money(Decimal(amount))} 元"


def _each(sent: QueryDict, name: str, keys: Iterable[str]) -> dict[str, str]:
    given = {key: sent.get(f"{name}-{key}", "").strip() for key in keys}
    return {key: answer for key, answer in given.items() if answer}


def _aid_words(aid: Iterable[AidRecord]) -> list[tuple[str, str]]:
    return [(str(one.pk), f"{_when(one)} {one.get_project_display()} {format_money(one.amount)} 元") for one in aid]


def _when(one: AidRecord) -> str:
    return f"{one.received_on:%Y-%m-%d}" if one.received_on else f"{one.year} 年"


def _measure_words(measures: Iterable[Measure]) -> list[tuple[str, str]]:
    return [(str(one.pk), one.text) for one in measures]
